#include "base/host_port.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

std::string read(std::string_view text) {
  const auto found = HostPort::parse(text, 3306);
  return found ? found->host + " " + std::to_string(found->port) : "none";
}

BOOST_AUTO_TEST_SUITE(host_port)

BOOST_AUTO_TEST_CASE(names_and_addresses_may_have_a_port) {
  BOOST_TEST(read("db1.internal") == "db1.internal 3306");
  BOOST_TEST(read("db1.internal:3307") == "db1.internal 3307");
  BOOST_TEST(read("10.0.0.11:1") == "10.0.0.11 1");
  BOOST_TEST(read("[2001:db8::11]") == "2001:db8::11 3306");
  BOOST_TEST(read("[2001:db8::11]:65535") == "2001:db8::11 65535");
}

BOOST_AUTO_TEST_CASE(what_is_neither_is_none) {
  for (const char* text :
       {"", ":", ":3306", "db1:", "db1:0", "db1:65536", "db1:x", "db1:3306:1", "2001:db8::11",
        "[2001:db8::11", "[]", "[db1]", "[::1]3306", "db 1", "user@db1", "tcp://db1", "db1/x"})
    BOOST_TEST(read(text) == "none", text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
