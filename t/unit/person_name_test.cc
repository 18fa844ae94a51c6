#include "domain/person_name.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

std::string name(std::string_view typed) {
  return parse_person_name(typed).value_or("(none)");
}

BOOST_AUTO_TEST_SUITE(person_name)

BOOST_AUTO_TEST_CASE(names_of_all_kinds_are_taken_as_they_are) {
  for (const auto typed :
       {"Mia Quist", "J. R. Smith", "J.R. Smith", "Dr. Ng", "O'Neill-Smith", "X", "Smith, Jr.",
        "Bj\u00f6rn \u00c5ngstr\u00f6m", "\u5c71\u7530\u592a\u90ce", "\u05d3\u05d5\u05d3",
        "\u0645\u06cc\u200c\u0634\u0648\u062f", "Mia (Sales) & Tom #2", "d'Artagnan 3rd",
        "Jos\u0065\u0301", "\U0001f600 Mia"})
    BOOST_TEST(name(typed) == typed);
}

BOOST_AUTO_TEST_CASE(blanks_are_dropped_at_the_ends_and_folded_inside) {
  BOOST_TEST(name("  Mia \t  Quist ") == "Mia Quist");
  BOOST_TEST(name("\u00a0Mia\u3000\u2003Quist\u00a0") == "Mia Quist");
}

BOOST_AUTO_TEST_CASE(name_has_1_to_64_characters) {
  BOOST_TEST(name("") == "(none)");
  BOOST_TEST(name(" \t ") == "(none)");
  std::string long_name;
  for (int i = 0; i < 64; ++i) long_name += "\u00e9";
  BOOST_TEST(name(long_name) == long_name);
  BOOST_TEST(name("   " + long_name + "   ") == long_name);
  BOOST_TEST(name(long_name + "e") == "(none)");
}

BOOST_AUTO_TEST_CASE(control_and_bidi_characters_are_refused) {
  for (const auto typed : {"Mia\nQuist", "Mia\r\nX-Evil: 1", "Mia\x7f", "Mia\u0085", "\u202eMia",
                           "Mia\u2066", "Mia\u200f", "\nMia", "Mia\u2028Quist", "Mia\x1b[2J"})
    BOOST_TEST(name(typed) == "(none)", text::hex(typed));
  BOOST_TEST(name(test::bytes("Mia\0Quist")) == "(none)");
}

BOOST_AUTO_TEST_CASE(invisible_characters_are_refused) {
  for (const auto typed : {"Mia\u200b", "M\u00adia", "\ufeffMia", "\u3164", "\u2800", "Mia\u2060",
                           "\u115f\u1160", "Mia\ufe0f", "Mia\U000e0041", "\u200c\u200d", "\u200d"})
    BOOST_TEST(name(typed) == "(none)", text::hex(typed));
}

BOOST_AUTO_TEST_CASE(broken_utf8_is_refused) {
  for (const auto typed : {"Mia\xff", "\xc3", "Mia\xed\xa0\x80"})
    BOOST_TEST(name(typed) == "(none)", text::hex(typed));
}

BOOST_AUTO_TEST_CASE(what_becomes_a_link_is_refused) {
  for (const auto typed :
       {"http://evil.test", "x://y", "WWW.evil", "see www.evil.test", "evil.com", "Go to evil.com",
        "t.co", "EVIL.COM", "b\u00fccher.de", "a-b.example", "mia@example.com", "x.y.example/z"})
    BOOST_TEST(name(typed) == "(none)", typed);
}

BOOST_AUTO_TEST_CASE(markup_is_refused) {
  for (const auto typed : {"<b>Mia</b>", "Mia<", ">", "<a href=//evil>"})
    BOOST_TEST(name(typed) == "(none)", typed);
}

BOOST_AUTO_TEST_CASE(parsing_again_gives_the_same) {
  const auto once = name("  Mia \u00a0 Quist");
  BOOST_TEST(name(once) == once);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
