#include "domain/email.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "t/unit/unit.h"

namespace doorward {
namespace {

std::string canonical(std::string_view typed) {
  const auto email = Email::parse(typed);
  return email ? email->text() : "(none)";
}

std::string utf8(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f))};
  if (c < 0x10000)
    return {byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f))};
  return {byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)),
          byte(0x80 | (c & 0x3f))};
}

char32_t code_point(std::string_view hex) {
  std::uint32_t number = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  return number;
}

// The character of "&amp;" or "&#x2407;", without "&" and ";". The corpus writes control characters
// as their pictures, U+2400 and up.
std::string entity(std::string_view name) {
  if (name == "amp") return "&";
  if (name == "lt") return "<";
  if (name == "gt") return ">";
  if (name == "quot") return "\"";
  if (name == "apos") return "'";
  if (!name.starts_with("#x")) throw std::runtime_error("an entity that the test doesn't know");
  const char32_t c = code_point(name.substr(2));
  return utf8(c >= 0x2400 && c < 0x2422 ? (c == 0x2421 ? 0x7f : c - 0x2400) : c);
}

std::string unescaped(std::string_view xml) {
  std::string text;
  while (!xml.empty()) {
    if (xml.front() != '&') {
      text += xml.front();
      xml.remove_prefix(1);
      continue;
    }
    const auto end = xml.find(';');
    text += entity(xml.substr(1, end - 1));
    xml.remove_prefix(end + 1);
  }
  return text;
}

struct IsEmailTest {
  std::string address;
  std::string category;
};

std::string element(std::string_view xml, std::string_view name) {
  const auto open = "<" + std::string(name) + ">";
  const auto begin = xml.find(open);
  if (begin == std::string_view::npos) return "";  // <address/>
  const auto from = begin + open.size();
  return unescaped(xml.substr(from, xml.find("</", from) - from));
}

std::vector<IsEmailTest> is_email_tests(const char* name) {
  const auto xml = test::read_file(test::corpora() / "email" / name);
  std::vector<IsEmailTest> tests;
  for (auto begin = xml.find("<test "); begin != std::string::npos;
       begin = xml.find("<test ", begin + 1)) {
    const auto one = std::string_view(xml).substr(begin, xml.find("</test>", begin) - begin);
    tests.push_back({element(one, "address"), element(one, "category")});
  }
  return tests;
}

std::size_t accepted(const std::vector<IsEmailTest>& tests) {
  return static_cast<std::size_t>(std::ranges::count_if(
      tests, [](const auto& test) { return Email::parse(test.address).has_value(); }));
}

BOOST_AUTO_TEST_SUITE(email)

BOOST_AUTO_TEST_CASE(addresses_are_lower_cased_and_taken_apart) {
  const auto email = Email::parse("Mia.Quist+Portal@Mail.Example.COM").value();
  BOOST_TEST(email.text() == "mia.quist+portal@mail.example.com");
  BOOST_TEST(email.local() == "mia.quist+portal");
  BOOST_TEST(email.domain().text() == "mail.example.com");
  BOOST_TEST((email == Email::parse("mia.quist+portal@mail.example.com")));
  BOOST_TEST((email != Email::parse("miaquist+portal@mail.example.com")));
}

BOOST_AUTO_TEST_CASE(every_permitted_character_is_taken) {
  BOOST_TEST(canonical("#$&'*+-/=?^_`{|}~09az@example.com") == "#$&'*+-/=?^_`{|}~09az@example.com");
}

BOOST_AUTO_TEST_CASE(old_routing_characters_are_refused) {
  BOOST_TEST(canonical("mia%example.net@example.com") == "(none)");
  BOOST_TEST(canonical("example.net!mia@example.com") == "(none)");
}

BOOST_AUTO_TEST_CASE(anything_but_a_dot_atom_is_refused) {
  for (const auto typed : {"",
                           "@",
                           "mia",
                           "mia@",
                           "@example.com",
                           ".mia@example.com",
                           "mia.@example.com",
                           "mi..a@example.com",
                           "\"mia\"@example.com",
                           "mia(x)@example.com",
                           "mia@example.com(x)",
                           "mia@[192.0.2.7]",
                           "mia@[IPv6:::1]",
                           "mia,tom@example.com",
                           "mia;tom@example.com",
                           "Mia <mia@example.com>",
                           "<mia@example.com>",
                           "mia\\@example.com",
                           "mi a@example.com",
                           "mia:x@example.com",
                           "mia[]@example.com",
                           "mailto:mia@example.com"})
    BOOST_TEST(canonical(typed) == "(none)", typed);
}

BOOST_AUTO_TEST_CASE(two_at_signs_are_refused_whichever_domain_is_licensed) {
  BOOST_TEST(canonical("mia@evil.test@example.com") == "(none)");
  BOOST_TEST(canonical("mia@example.com@evil.test") == "(none)");
}

BOOST_AUTO_TEST_CASE(nothing_breaks_out_of_an_smtp_command) {
  for (const auto typed :
       {"mia@example.com\r\nRCPT TO:<x@evil.test>", "mia\r\n@example.com", "mia@example.com\n",
        "mia@example.com\r", "mia\t@example.com", " mia@example.com", "mia@example.com ",
        "mia@example.com>", "mia@example.com\x7f"})
    BOOST_TEST(canonical(typed) == "(none)", typed);
  BOOST_TEST(canonical(test::bytes("mia\0@example.com")) == "(none)");
  BOOST_TEST(canonical(test::bytes("mia@example.com\0")) == "(none)");
}

BOOST_AUTO_TEST_CASE(local_part_has_64_characters_at_most) {
  BOOST_TEST(Email::parse(std::string(64, 'a') + "@example.com").has_value());
  BOOST_TEST(!Email::parse(std::string(65, 'a') + "@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(address_has_254_characters_at_most) {
  const auto rest =
      "@" + std::string(63, 'b') + "." + std::string(63, 'c') + "." + std::string(61, 'd');  // 190
  BOOST_TEST(Email::parse(std::string(64, 'a') + rest).value().text().size() == 254U);
  BOOST_TEST(!Email::parse(std::string(64, 'a') + rest + "d").has_value());
}

BOOST_AUTO_TEST_CASE(length_is_that_of_the_a_labels) {
  // 64 + 1 + 190: the domain is shorter as it was typed.
  const auto rest = std::string(63, 'b') + "." + std::string(63, 'c') + ".";
  BOOST_TEST(!Email::parse(std::string(64, 'a') + "@" + rest + std::string(52, 'd') + "\u00fc.com")
                  .has_value());
}

BOOST_AUTO_TEST_CASE(international_domain_is_taken_and_local_part_is_not) {
  BOOST_TEST(canonical("mia@B\u00fccher.example") == "mia@xn--bcher-kva.example");
  BOOST_TEST(canonical("m\u00eda@example.com") == "(none)");
  BOOST_TEST(canonical("m\u0131ke@example.com") == "(none)");
}

BOOST_AUTO_TEST_CASE(parsing_again_gives_the_same) {
  for (const auto typed : {"Mia@Example.com", "a+b@B\u00fccher.example", "A.B.C@d--e.test"}) {
    const auto once = canonical(typed);
    BOOST_TEST(canonical(once) == once);
  }
}

BOOST_AUTO_TEST_CASE(is_email_corpus_is_accepted_in_20_of_164, NEEDS_CORPORA) {
  const auto tests = is_email_tests("isemail-tests.xml");
  BOOST_TEST(tests.size() == 164U);
  BOOST_TEST(accepted(tests) == 20U);
  for (const auto& [address, category] : tests)
    BOOST_TEST((category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN" ||
                !Email::parse(address)),
               address << " is " << category);
}

BOOST_AUTO_TEST_CASE(original_is_email_corpus_is_accepted_in_39_of_279, NEEDS_CORPORA) {
  const auto tests = is_email_tests("isemail-tests-original.xml");
  BOOST_TEST(tests.size() == 279U);
  BOOST_TEST(accepted(tests) == 39U);
}

BOOST_AUTO_TEST_CASE(what_is_accepted_is_what_was_typed_but_for_case, NEEDS_CORPORA) {
  for (const auto name : {"isemail-tests.xml", "isemail-tests-original.xml"})
    for (const auto& test : is_email_tests(name))
      if (const auto email = Email::parse(test.address))
        BOOST_TEST(email->text() == text::lower(test.address));
}

BOOST_AUTO_TEST_CASE(no_character_that_folds_to_another_makes_two_addresses_one, NEEDS_CORPORA) {
  const auto lines = test::read_file(test::corpora() / "unicode" / "CaseFolding.txt");
  std::size_t seen = 0;
  for (const auto line : text::split(lines, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto fields = text::split(line, ';');
    const char32_t from = code_point(fields[0]);
    if (from < 0x80) continue;
    ++seen;
    BOOST_TEST(!Email::parse("m" + utf8(from) + "ke@example.com").has_value(), fields[0]);
    const auto domain = Email::parse("mike@e" + utf8(from) + "ample.com");
    BOOST_TEST((!domain || domain->text().find("@xn--") != std::string::npos), fields[0]);
  }
  BOOST_TEST(seen > 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
