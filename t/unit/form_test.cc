#include "http/form.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using http::Form;
using http::FormLimits;
using test::bytes;

std::optional<Form> parse(std::string_view encoded, FormLimits limits = {}) {
  return Form::parse(encoded, limits);
}

BOOST_AUTO_TEST_SUITE(form)

BOOST_AUTO_TEST_CASE(fields_are_decoded) {
  const auto form = parse("email=mia%40example.com&name=Mia+Quist&password=a%2Bb%20%C3%A9").value();
  BOOST_TEST(form.text("email") == "mia@example.com");
  BOOST_TEST(form.text("name") == "Mia Quist");
  BOOST_TEST(form.text("password") == "a+b \xc3\xa9");
  BOOST_TEST((form.keys() == std::vector<std::string_view>{"email", "name", "password"}));
}

BOOST_AUTO_TEST_CASE(missing_field_is_empty_and_not_there) {
  const auto form = parse("code=").value();
  BOOST_TEST(form.has("code"));
  BOOST_TEST(!form.has("flow"));
  BOOST_TEST(form.text("flow") == "");
  BOOST_TEST(Form().text("x") == "");
}

BOOST_AUTO_TEST_CASE(empty_text_has_no_fields) {
  for (const auto text : {"", "&", "&&&"}) BOOST_TEST(parse(text).value().keys().empty(), text);
  BOOST_TEST(parse("&a=1&&b=2&").value().keys().size() == 2U);
}

BOOST_AUTO_TEST_CASE(field_without_equals_sign_is_empty) {
  const auto form = parse("a&b=1=2&=c").value();
  BOOST_TEST(form.has("a"));
  BOOST_TEST(form.text("b") == "1=2");
  BOOST_TEST(form.text("") == "c");
}

BOOST_AUTO_TEST_CASE(field_that_comes_twice_is_refused_however_it_is_spelt) {
  for (const auto text : {"a=1&a=2", "a=1&a=1", "a&a", "a=1&%61=2", "a=1&b=2&a=", "=1&=2"})
    BOOST_TEST(!parse(text), text);
  BOOST_TEST(parse("a=1&A=2&a%5B%5D=3").has_value());
}

BOOST_AUTO_TEST_CASE(broken_escape_is_refused) {
  for (const auto text :
       {"a=%", "a=%4", "a=%zz", "a=%4g", "a=x%", "%=1", "a=%%41", "a=%u0041", "a=%-1", "a=% 1"})
    BOOST_TEST(!parse(text), text);
}

BOOST_AUTO_TEST_CASE(escape_is_decoded_once) {
  BOOST_TEST(parse("a=%2541")->text("a") == "%41");
}

BOOST_AUTO_TEST_CASE(nul_and_broken_utf8_stay_as_they_are) {
  const auto form = parse("a=x%00y&b=%ff%FE").value();
  BOOST_TEST(form.text("a") == bytes("x\0y"));
  BOOST_TEST(form.text("b") == "\xff\xfe");
}

BOOST_AUTO_TEST_CASE(as_many_fields_as_the_limit_and_no_more) {
  std::string encoded;
  for (int i = 0; i < 64; ++i) encoded += "f" + std::to_string(i) + "=1&";
  BOOST_TEST(parse(encoded).value().keys().size() == 64U);
  BOOST_TEST(!parse(encoded + "one_more=1"));
}

BOOST_AUTO_TEST_CASE(names_and_values_as_long_as_the_limit_and_no_longer) {
  const FormLimits limits{64, 8};
  BOOST_TEST(parse("a=12345678", limits)->text("a") == "12345678");
  BOOST_TEST(!parse("a=123456789", limits));
  BOOST_TEST(parse("12345678=a", limits).has_value());
  BOOST_TEST(!parse("123456789=a", limits));
  // What counts is what was meant, not how it was escaped.
  BOOST_TEST(parse("a=%41%41%41%41%41%41%41%41", limits).has_value());
  BOOST_TEST(!parse("a=%41%41%41%41%41%41%41%41%41", limits));
}

BOOST_AUTO_TEST_CASE(moving_takes_the_fields_along) {
  auto first = parse("password=short").value();
  Form second = std::move(first);
  BOOST_TEST(second.text("password") == "short");
  Form third = parse("password=other").value();
  third = std::move(second);
  BOOST_TEST(third.text("password") == "short");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
