#include "domain/password.h"

#include "domain/common_passwords.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

using enum PasswordFault;

const std::vector<std::string> kKnown{"mia.quist@example-licensing.com", "Mia Quist",
                                      "Example Licensing Ltd", "Customer portal"};

std::optional<PasswordFault> fault(std::string_view password, PasswordRules rules = {}) {
  return find_fault(password, rules, kKnown);
}

bool is(std::optional<PasswordFault> found, PasswordFault expected) {
  return found == expected;
}
bool is_fine(std::string_view password) {
  return !fault(password).has_value();
}

// `count` characters that nobody guesses; each is one byte.
std::string strong(std::size_t count) {
  std::string password;
  for (unsigned i = 0, state = 7; password.size() < count; ++i) {
    state = state * 1103515245U + 12345U;
    password += static_cast<char>('a' + (state >> 16) % 26);
  }
  return password;
}

BOOST_AUTO_TEST_SUITE(password)

BOOST_AUTO_TEST_CASE(empty_password_is_missing) {
  BOOST_TEST(is(fault(""), missing));
}

BOOST_AUTO_TEST_CASE(twelve_characters_are_enough_and_eleven_are_not) {
  BOOST_TEST(is(fault(strong(11)), too_short));
  BOOST_TEST(is_fine(strong(12)));
}

BOOST_AUTO_TEST_CASE(hundred_and_28_characters_are_taken_and_one_more_is_not) {
  BOOST_TEST(is_fine(strong(128)));
  BOOST_TEST(is(fault(strong(129)), too_long));
}

BOOST_AUTO_TEST_CASE(length_is_counted_in_characters_not_bytes) {
  std::string emoji;  // four bytes each, none next to its like
  for (char32_t i = 0; i < 128; ++i) {
    const char32_t low = (i * 37) % 64;
    emoji += "\xf0\x9f\x98";
    emoji += static_cast<char>(0x80 | low);
  }
  BOOST_TEST(is_fine(emoji));
  BOOST_TEST(is(fault(emoji + "x"), too_long));
  BOOST_TEST(is(fault(emoji.substr(0, std::size_t{11} * 4)), too_short));
}

BOOST_AUTO_TEST_CASE(limits_are_those_of_the_settings) {
  const PasswordRules rules{15, 64};
  BOOST_TEST(is(fault(strong(14), rules), too_short));
  BOOST_TEST((!fault(strong(15), rules)));
  BOOST_TEST((!fault(strong(64), rules)));
  BOOST_TEST(is(fault(strong(65), rules), too_long));
}

BOOST_AUTO_TEST_CASE(very_long_password_is_refused_unread) {
  // NOLINTNEXTLINE(bugprone-string-constructor): so long on purpose.
  BOOST_TEST(is(fault(std::string(10'000'000, '\xff')), too_long));
  BOOST_TEST(is(fault(std::string(513, '\xff')), too_long));
  BOOST_TEST(is(fault(std::string(512, '\xff')), not_text));
}

BOOST_AUTO_TEST_CASE(broken_utf8_is_no_text) {
  BOOST_TEST(is(fault(strong(20) + "\xc3"), not_text));
  BOOST_TEST(is(fault("\xed\xa0\x80" + strong(20)), not_text));
}

BOOST_AUTO_TEST_CASE(no_kind_of_character_is_asked_for) {
  for (const auto password :
       {"qzkxwvjthbnfmpdlgrcs",          // lower-case letters
        "QZKXWVJTHBNFMPDLGRCS",          // capitals
        "80264971530962843175",          // digits
        "correct horse battery staple",  // words
        "\u0445\u0443\u0434\u043e\u0436\u043d\u0438\u043a \u0438 \u0440\u044b\u0431\u0430",
        "  \U0001f434 \U0001f50b  \U0001f4ce\U0001f680 \U0001f33b \U0001f427   \U0001f3bb ",
        "\u6211\u4eca\u5929\u65e9\u4e0a\u5403\u4e86\u56db\u4e2a\u5927\u82f9\u679c"})
    BOOST_TEST(is_fine(password), password);
}

BOOST_AUTO_TEST_CASE(blanks_and_nul_count_as_they_are) {
  BOOST_TEST(is(fault(" " + strong(10)), too_short));
  BOOST_TEST(is_fine(" " + strong(11)));
  BOOST_TEST(is_fine(std::string(1, '\0') + strong(19)));
  BOOST_TEST(is_fine(strong(10) + std::string(1, '\0') + strong(9)));
}

BOOST_AUTO_TEST_CASE(what_everybody_tries_first_is_guessable) {
  for (const auto password :
       {"aaaaaaaaaaaaaaaa", "            ", "abcdefghijklmnop", "123456789012", "passwordpassword",
        "Password123!", "P@ssw0rd1234", "qwertyuiop[]", "thisismypassword", "Winter2024!!",
        "Passwort1234", "hunter2hunter2", "abcabcabcabc", "Polniypizdec0211", "q1w2e3r4t5y6!"})
    BOOST_TEST(is(fault(password), guessable), password);
}

BOOST_AUTO_TEST_CASE(repeating_one_character_is_guessable_in_any_script) {
  std::string repeated;
  for (int i = 0; i < 20; ++i) repeated += "\U0001f600";
  BOOST_TEST(is(fault(repeated), guessable));
  repeated.clear();
  for (int i = 0; i < 20; ++i) repeated += "\u044f";
  BOOST_TEST(is(fault(repeated), guessable));
}

BOOST_AUTO_TEST_CASE(known_words_are_guessable_whole_and_in_parts) {
  for (const auto password :
       {"mia.quist@example-licensing.com", "Mia.Quist2024", "miaquist2024", "QuistMiaQuist",
        "licensing2024", "ExampleLicensing1", "Example Licensing Ltd", "Customer portal",
        "customerportal1", "mia.quist1!1!"})
    BOOST_TEST(is(fault(password), guessable), password);
}

BOOST_AUTO_TEST_CASE(known_words_alone_decide) {
  const std::string password = "Vandermolenstraat";
  BOOST_TEST((!find_fault(password, {}, {"Mia Quist"})));
  BOOST_TEST(is(find_fault(password, {}, {"Jan vanderMolenStraat"}), guessable));
}

BOOST_AUTO_TEST_CASE(short_or_broken_known_words_spoil_nothing) {
  BOOST_TEST((!find_fault(strong(12), {}, {"", " ", "a b c d e f g h i j k l m", "\xff\xfe"})));
}

BOOST_AUTO_TEST_CASE(strong_beginning_is_enough) {
  BOOST_TEST(is_fine(strong(12) + std::string(100, 'a')));
  BOOST_TEST(is(fault(std::string(64, 'a') + strong(40)), guessable));
}

BOOST_AUTO_TEST_CASE(own_list_holds_common_passwords_in_lower_case) {
  BOOST_TEST(common_passwords().size() > 300U);
  for (const std::string_view word : common_passwords()) {
    BOOST_TEST(word.size() >= 12U, word);
    BOOST_TEST(word == text::lower(word));
  }
}

BOOST_AUTO_TEST_CASE(every_common_password_of_the_corpus_is_guessable, NEEDS_CORPORA) {
  const auto lines = test::read_file(test::corpora() / "passwords" / "zxcvbn-passwords.txt");
  std::size_t tried = 0;
  for (const auto line : text::split(lines, '\n')) {
    const auto word = line.substr(0, line.find_first_of(" \t"));
    if (word.size() < 12) continue;
    ++tried;
    BOOST_TEST(is(find_fault(word, {}, {}), guessable), word);
  }
  BOOST_TEST(tried == 298U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
