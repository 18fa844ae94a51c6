#include "domain/network.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(network)

BOOST_AUTO_TEST_CASE(ipv4_addresses_share_their_first_24_bits) {
  BOOST_TEST(network_of("192.0.2.7") == "192.0.2.0/24");
  BOOST_TEST(network_of("192.0.2.255") == "192.0.2.0/24");
  BOOST_TEST(network_of("192.0.3.0") == "192.0.3.0/24");
  BOOST_TEST(network_of("255.255.255.255") == "255.255.255.0/24");
}

BOOST_AUTO_TEST_CASE(ipv6_addresses_share_their_first_64_bits) {
  BOOST_TEST(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
  BOOST_TEST(network_of("2001:DB8:1:2::1") == "2001:db8:1:2::/64");
  BOOST_TEST(network_of("2001:db8:1:3::") == "2001:db8:1:3::/64");
  BOOST_TEST(network_of("::1") == "::/64");
}

BOOST_AUTO_TEST_CASE(ipv4_written_as_ipv6_counts_as_ipv4) {
  BOOST_TEST(network_of("::ffff:192.0.2.7") == "192.0.2.0/24");
  BOOST_TEST(network_of("::ffff:c000:207") == "192.0.2.0/24");
  BOOST_TEST(network_of("::fffe:192.0.2.7") == "::/64");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_unknown) {
  for (const auto ip : {"", "unix:", "192.0.2", "192.0.2.256", "192.0.2.7:80", "[::1]",
                        "fe80::1%eth0", " 192.0.2.7", "192.0.2.7 ", "0300.0.2.7", "example.com"})
    BOOST_TEST(network_of(ip) == "unknown", ip);
  BOOST_TEST(network_of(test::bytes("192.0.2.7\0x")) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
