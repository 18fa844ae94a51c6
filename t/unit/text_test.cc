#include "base/text.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;
using test::bytes;

BOOST_AUTO_TEST_SUITE(text_encodings)

BOOST_AUTO_TEST_CASE(base64url_matches_rfc_4648_section_10_without_padding) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    BOOST_TEST(text::base64url(plain) == encoded);
    BOOST_TEST(text::from_base64url(encoded).value() == plain);
  }
}

BOOST_AUTO_TEST_CASE(base64url_uses_the_url_alphabet) {
  BOOST_TEST(text::base64url("\xfb\xff\xbf") == "-_-_");
  BOOST_TEST(text::from_base64url("-_-_").value() == "\xfb\xff\xbf");
  BOOST_TEST(!text::from_base64url("+/+/"));
}

BOOST_AUTO_TEST_CASE(base64url_of_every_byte_comes_back) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t length = 0; length <= all.size(); ++length)
    BOOST_TEST(text::from_base64url(text::base64url(all.substr(0, length))).value() ==
               all.substr(0, length));
}

BOOST_AUTO_TEST_CASE(base64url_has_one_spelling_for_each_value) {
  for (const auto text : {"Zg==", "Zg=", "Z", "Zh", "Zm9", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9vZ"})
    BOOST_TEST(!text::from_base64url(text), text);
}

BOOST_AUTO_TEST_CASE(hex_goes_both_ways_and_reads_either_case) {
  BOOST_TEST(text::hex(bytes("\x00\x7f\xff")) == "007fff");
  BOOST_TEST(text::from_hex("007FfF").value() == bytes("\x00\x7f\xff"));
  BOOST_TEST(text::from_hex("").value().empty());
  for (const auto text : {"0", "0g", "0x", " 0", "+1"}) BOOST_TEST(!text::from_hex(text), text);
}

BOOST_AUTO_TEST_CASE(percent_encode_leaves_only_unreserved_characters_and_slashes) {
  BOOST_TEST(text::percent_encode("/a-._~Z9/?q=1&r#+ %\xc3\xa9") ==
             "/a-._~Z9/%3Fq%3D1%26r%23%2B%20%25%C3%A9");
  BOOST_TEST(text::percent_encode(bytes("\x00\r\n")) == "%00%0D%0A");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_small)

BOOST_AUTO_TEST_CASE(lower_changes_ascii_alone) {
  BOOST_TEST(text::lower("AZaz@[`{09") == "azaz@[`{09");
  BOOST_TEST(text::lower("\xc3\x84\xe2\x84\xaa") == "\xc3\x84\xe2\x84\xaa");
}

BOOST_AUTO_TEST_CASE(trim_drops_ascii_blanks_at_both_ends_alone) {
  BOOST_TEST(text::trim(" \t\r\n\v\f a b \n") == "a b");
  BOOST_TEST(text::trim("").empty());
  BOOST_TEST(text::trim(" \t ").empty());
  BOOST_TEST(text::trim("\xc2\xa0x") == "\xc2\xa0x");
  BOOST_TEST(text::trim(bytes("\0x")) == bytes("\0x"));
}

BOOST_AUTO_TEST_CASE(split_keeps_empty_parts) {
  BOOST_TEST((text::split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""}));
  BOOST_TEST((text::split("", ',') == std::vector<std::string_view>{""}));
}

BOOST_AUTO_TEST_CASE(number_is_digits_up_to_the_maximum) {
  BOOST_TEST(text::to_number("0", 0).value() == 0U);
  BOOST_TEST(text::to_number("007", 7).value() == 7U);
  BOOST_TEST(!text::to_number("8", 7));
  BOOST_TEST(text::to_number("18446744073709551615", UINT64_MAX).value() == UINT64_MAX);
  BOOST_TEST(!text::to_number("18446744073709551616", UINT64_MAX));
  BOOST_TEST(!text::to_number("99999999999999999999999", UINT64_MAX));
  for (const auto text : {"", " 1", "1 ", "+1", "-1", "1e3", "0x1", "1.0", "\xd9\xa1"})
    BOOST_TEST(!text::to_number(text, 1000), text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_utf8)

BOOST_AUTO_TEST_CASE(well_formed_text_is_valid) {
  for (const auto text : {"", "abc", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                          "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    BOOST_TEST(text::valid_utf8(text), text::hex(text));
  BOOST_TEST(text::valid_utf8(bytes("a\0b")));
}

BOOST_AUTO_TEST_CASE(surrogates_overlong_forms_and_fragments_are_not) {
  for (const auto text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe2\x82",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff", "\xe2\x82\xac\x80", "a\xc3"})
    BOOST_TEST(!text::valid_utf8(text), text::hex(text));
}

BOOST_AUTO_TEST_CASE(code_points_are_counted_and_taken_one_by_one) {
  std::string_view rest = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
  BOOST_TEST(text::code_point_count(rest) == 4U);
  for (const char32_t expected : {U'a', U'\u00e9', U'\u20ac', U'\U0001f600'})
    BOOST_TEST((text::take_code_point(rest) == expected));
  BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_CASE(what_fakes_other_text_is_a_control) {
  for (const auto text : {"\n", "a\tb", "\x1f", "\x7f", "\xc2\x80", "\xc2\x9f", "\xd8\x9c",
                          "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9",
                          "\xe2\x80\xaa", "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9"})
    BOOST_TEST(text::has_control(text), text::hex(text));
  BOOST_TEST(text::has_control(bytes("\0")));
  for (const auto text : {"", "Mia Quist", "\xc2\xa0", "\xe2\x80\x93", "\xd7\x90", "\xe2\x80\xaf"})
    BOOST_TEST(!text::has_control(text), text::hex(text));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_times)

BOOST_AUTO_TEST_CASE(times_are_written_for_people_and_for_machines) {
  const auto time = text::from_iso_date("2026-11-24").value() + 10h + 42min + 7s + 123456us;
  BOOST_TEST(text::time_of_day(time) == "10:42 UTC");
  BOOST_TEST(text::date(time) == "24 November 2026");
  BOOST_TEST(text::date_and_time(time) == "24 November 2026, 10:42 UTC");
  BOOST_TEST(text::iso8601(time) == "2026-11-24T10:42:07.123456Z");
}

BOOST_AUTO_TEST_CASE(small_numbers_are_padded_and_days_are_not) {
  const auto time = text::from_iso_date("2027-03-01").value() + 5min + 1us;
  BOOST_TEST(text::date_and_time(time) == "1 March 2027, 00:05 UTC");
  BOOST_TEST(text::iso8601(time) == "2027-03-01T00:05:00.000001Z");
}

BOOST_AUTO_TEST_CASE(times_before_1970_are_right_too) {
  BOOST_TEST(text::iso8601(Timestamp(-1us)) == "1969-12-31T23:59:59.999999Z");
}

BOOST_AUTO_TEST_CASE(only_dates_that_exist_are_dates) {
  BOOST_TEST(text::iso8601(text::from_iso_date("2028-02-29").value()) ==
             "2028-02-29T00:00:00.000000Z");
  for (const auto text :
       {"2027-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "2026-1-1",
        "2026/01/01", "26-01-01", "", " 2026-01-01", "2026-01-01 ", "2026-01-0a"})
    BOOST_TEST(!text::from_iso_date(text), text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
