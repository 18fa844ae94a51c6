#include "http/cookies.h"

#include <memory>

#include "t/unit/unit.h"

namespace doorward {
namespace {

constexpr std::string_view kName = "__Host-doorward";

std::string value(std::string header, std::string_view name = kName) {
  const auto cookies = http::Cookies::parse(std::move(header));
  const auto found = cookies.value(name);
  return found ? std::string(*found) : "(none)";
}

BOOST_AUTO_TEST_SUITE(cookies)

BOOST_AUTO_TEST_CASE(value_is_found_among_others) {
  BOOST_TEST(value("a=1; __Host-doorward=token; b=2") == "token");
  BOOST_TEST(value("__Host-doorward=token") == "token");
  BOOST_TEST(value("a=1;__Host-doorward=token;") == "token");
  BOOST_TEST(value("a=1; \t __Host-doorward=token \t ;b=2") == "token");
}

BOOST_AUTO_TEST_CASE(value_stands_as_it_was_sent) {
  BOOST_TEST(value("__Host-doorward=") == "");
  BOOST_TEST(value("__Host-doorward=a=b=") == "a=b=");
  BOOST_TEST(value("__Host-doorward=%41+") == "%41+");
}

BOOST_AUTO_TEST_CASE(name_that_comes_twice_counts_as_none) {
  BOOST_TEST(value("__Host-doorward=a; __Host-doorward=b") == "(none)");
  BOOST_TEST(value("__Host-doorward=a; x=1; __Host-doorward=a") == "(none)");
  BOOST_TEST(value("__Host-doorward=a; __Host-doorward=") == "(none)");
  BOOST_TEST(value("__Host-doorward=a;__Host-doorward=b;__Host-doorward=c") == "(none)");
}

BOOST_AUTO_TEST_CASE(names_are_compared_byte_by_byte) {
  for (const auto header :
       {"__host-doorward=x", "__HOST-DOORWARD=x", "__Host-doorward-flow=x", "x__Host-doorward=x",
        "__Host-doorwar=x", "__Host-doorward =x", "__Host%2Ddoorward=x",
        "\xe2\x80\x80__Host-doorward=x", "\xc2\xa0__Host-doorward=x", "\xc2\x85__Host-doorward=x",
        "\v__Host-doorward=x", "\x0c__Host-doorward=x", "\r__Host-doorward=x",
        "$Version=1,__Host-doorward=x", "__Host-doorward", "", ";", "=x", " ; = ; "})
    BOOST_TEST(value(header) == "(none)", header);
  BOOST_TEST(value(std::string("\0__Host-doorward=x", 18)) == "(none)");
}

BOOST_AUTO_TEST_CASE(lookalikes_do_not_hide_the_real_one) {
  BOOST_TEST(value("\xe2\x80\x80__Host-doorward=evil; __Host-doorward=real") == "real");
  BOOST_TEST(value("__host-doorward=evil; __Host-doorward=real") == "real");
}

BOOST_AUTO_TEST_CASE(quotes_swallow_nothing) {
  BOOST_TEST(value("a=\"x; __Host-doorward=token; b=y\"") == "token");
  BOOST_TEST(value("__Host-doorward=\"token\"") == "\"token\"");
}

BOOST_AUTO_TEST_CASE(copies_have_values_of_their_own) {
  auto first = std::make_unique<http::Cookies>(http::Cookies::parse("a=short"));
  const http::Cookies copy = *first;
  first.reset();
  BOOST_TEST(copy.value("a").value() == "short");
  BOOST_TEST(!http::Cookies().value("a").has_value());
}

BOOST_AUTO_TEST_CASE(eight_kibibytes_of_500_pairs_are_read_through) {
  std::string header;
  for (int i = 0; i < 500; ++i) header += "c" + std::to_string(i) + "=12345678; ";
  header += "__Host-doorward=token";
  BOOST_TEST(value(header) == "token");
  BOOST_TEST(value(header + "; __Host-doorward=2") == "(none)");
  BOOST_TEST(value(std::string(8192, ';') + header) == "token");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
