#include "domain/domain_name.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

std::string canonical(std::string_view typed) {
  const auto domain = DomainName::parse(typed);
  return domain ? domain->text() : "(none)";
}

bool matches(std::string_view pattern, std::string_view domain) {
  return DomainPattern::parse(pattern).value().matches(DomainName::parse(domain).value());
}

// 253 characters: 63 + 63 + 63 + 61 and the dots between.
const std::string kLongest = std::string(63, 'a') + "." + std::string(63, 'b') + "." +
                             std::string(63, 'c') + "." + std::string(61, 'd');

BOOST_AUTO_TEST_SUITE(domain_name)

BOOST_AUTO_TEST_CASE(domains_are_lower_cased) {
  BOOST_TEST(canonical("Mail.Example.COM") == "mail.example.com");
  BOOST_TEST((DomainName::parse("A.test") == DomainName::parse("a.TEST")));
  BOOST_TEST(canonical("c--n.com") == "c--n.com");
  BOOST_TEST(canonical("1.2.3.4a") == "1.2.3.4a");
}

BOOST_AUTO_TEST_CASE(what_is_no_host_name_is_refused) {
  for (const auto typed :
       {"",          "localhost", "io",          ".com",          "a..com",  "a.com.",
        ".",         "-a.com",    "a-.com",      "a.-com",        "a.com-",  "a_b.com",
        "a b.com",   " a.com",    "a.com ",      "a.com\n",       "a,com",   "a.com/x",
        "192.0.2.7", "a.123",     "[192.0.2.7]", "*.example.com", "a@b.com", "a.com:25",
        "%61.com"})
    BOOST_TEST(canonical(typed) == "(none)", typed);
  BOOST_TEST(canonical(test::bytes("a.com\0")) == "(none)");
  BOOST_TEST(canonical(test::bytes("a\0.com")) == "(none)");
}

BOOST_AUTO_TEST_CASE(labels_have_63_characters_at_most) {
  BOOST_TEST(DomainName::parse(std::string(63, 'a') + ".com").has_value());
  BOOST_TEST(!DomainName::parse(std::string(64, 'a') + ".com"));
}

BOOST_AUTO_TEST_CASE(domains_have_253_characters_at_most) {
  BOOST_REQUIRE(kLongest.size() == 253U);
  BOOST_TEST(canonical(kLongest) == kLongest);
  BOOST_TEST(canonical(kLongest + "d") == "(none)");
}

BOOST_AUTO_TEST_CASE(international_names_become_a_labels) {
  BOOST_TEST(canonical("b\u00fccher.example") == "xn--bcher-kva.example");
  BOOST_TEST(canonical("B\u00dcCHER.Example") == "xn--bcher-kva.example");
  BOOST_TEST(canonical("bu\u0308cher.example") == "xn--bcher-kva.example");
  BOOST_TEST(canonical("xn--bcher-kva.example") == "xn--bcher-kva.example");
  BOOST_TEST(canonical("\u4f8b\u3048.jp") == "xn--r8jz45g.jp");
}

BOOST_AUTO_TEST_CASE(conversion_is_non_transitional) {
  BOOST_TEST(canonical("fa\u00df.de") == "xn--fa-hia.de");
}

BOOST_AUTO_TEST_CASE(no_other_character_folds_to_a_plain_ascii_domain) {
  for (const auto typed : {
           "\u212aelvin.com",              // Kelvin sign
           "\uff45\uff58ample.com",        // full-width letters
           "example\u3002com",             // ideographic full stop
           "example\uff0ecom",             // full-width full stop
           "exam\u00adple.com",            // soft hyphen
           "exam\u200bple.com",            // zero width space
           "\u24d4xample.com",             // circled letter
           "example.\u2102om",             // double-struck letter
           "e\ufb03ample.com",             // ligature
           "b\u00fccher\u3002example.com"  // hidden label
       })
    BOOST_TEST(canonical(typed) == "(none)", typed);
}

BOOST_AUTO_TEST_CASE(what_idna_does_not_allow_is_refused) {
  for (const auto typed : {"\u2665.com", "a\u202eb.com", "\u0301a.com", "b\u00fc_x.com",
                           "b\u00fc x.com", "b\u00fc.a_b.com", "a_b.b\u00fc.com", "\u00fc@.com",
                           "\u00fc/.com", "\u00fc\t.com", "\xff.com", "\xc3.com", "-\u00fc.com"})
    BOOST_TEST(canonical(typed) == "(none)", typed);
}

BOOST_AUTO_TEST_CASE(very_long_input_is_refused) {
  std::string typed;
  for (int i = 0; i < 100'000; ++i) typed += "\u00fc.";
  BOOST_TEST(canonical(typed + "com") == "(none)");
}

BOOST_AUTO_TEST_CASE(plain_pattern_matches_that_very_domain) {
  BOOST_TEST(matches("example.com", "example.com"));
  BOOST_TEST(matches("Example.com", "EXAMPLE.com"));
  for (const auto other :
       {"mail.example.com", "badexample.com", "example.com.evil.test", "example.co", "xample.com"})
    BOOST_TEST(!matches("example.com", other), other);
}

BOOST_AUTO_TEST_CASE(wildcard_matches_deeper_names_but_not_the_apex) {
  BOOST_TEST(matches("*.example.com", "mail.example.com"));
  BOOST_TEST(matches("*.example.com", "a.b.c.example.com"));
  for (const auto other : {"example.com", "badexample.com", "mail.example.com.evil.test",
                           "mail.example.org", "com.example"})
    BOOST_TEST(!matches("*.example.com", other), other);
}

BOOST_AUTO_TEST_CASE(pattern_is_shown_as_it_was_typed) {
  BOOST_TEST(DomainPattern::parse("*.Example.COM")->text() == "*.example.com");
  BOOST_TEST(DomainPattern::parse("Example.COM")->text() == "example.com");
  BOOST_TEST(DomainPattern::parse("*.b\u00fccher.de")->text() == "*.xn--bcher-kva.de");
}

BOOST_AUTO_TEST_CASE(no_other_patterns_exist) {
  for (const auto typed :
       {"*", "*.", "*.com", "**.example.com", "*.*.example.com", "a.*.example.com", "*example.com",
        "mail*.example.com", ".example.com", "", " *.example.com"})
    BOOST_TEST(!DomainPattern::parse(typed).has_value(), typed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
