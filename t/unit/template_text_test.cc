#include "base/template_text.h"

#include <cstdlib>
#include <fstream>

#include "t/unit/unit.h"

namespace doorward {
namespace {

// A catalogue as msgfmt makes it of these entries.
class Catalogues {
 public:
  Catalogue with(const std::string& plural_forms, const std::string& entries) const {
    std::ofstream(folder_ / "xx.po") << "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; "
                                        "charset=UTF-8\\n\"\n\"Plural-Forms: "
                                     << plural_forms << "\\n\"\n\n"
                                     << entries;
    const auto command =
        "msgfmt --output-file=" + (folder_ / "xx.mo").string() + " " + (folder_ / "xx.po").string();
    // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): a path of our own.
    BOOST_REQUIRE(std::system(command.c_str()) == 0);
    return Catalogue(folder_ / "xx.mo");
  }

 private:
  test::TempDir folder_;
};

constexpr const char* kTwoForms = "nplurals=2; plural=n != 1;";
constexpr const char* kArabic =
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 "
    ": 5;";

std::string translated(const std::string& source, const std::string& entries, bool html = true,
                       bool right_to_left = false) {
  const auto catalogue = Catalogues().with(kTwoForms, entries);
  return in_language(source, {&catalogue, nullptr, right_to_left, html});
}

BOOST_AUTO_TEST_SUITE(template_text)

BOOST_AUTO_TEST_CASE(english_stands_as_it_is) {
  BOOST_TEST(in_language("<p>[[Hello {{NAME}},\n you]]</p>", {}) == "<p>Hello {{NAME}},\n you</p>");
}

BOOST_AUTO_TEST_CASE(a_text_letter_takes_the_text_without_its_tags) {
  BOOST_TEST(in_language("[[It is <b>{{X}}</b>.]]", {.html = false}) == "It is {{X}}.");
  BOOST_TEST(translated("[[It is <b>{{X}}</b>.]]",
                        "msgid \"It is <b>{{X}}</b>.\"\nmsgstr \"Es ist <b>{{X}}</b>.\"\n",
                        false) == "Es ist {{X}}.");
}

BOOST_AUTO_TEST_CASE(blanks_and_line_ends_are_not_part_of_the_key) {
  BOOST_TEST(translated("[[ one\n  two ]]", "msgid \"one two\"\nmsgstr \"eins zwei\"\n") ==
             "eins zwei");
}

BOOST_AUTO_TEST_CASE(what_the_catalogue_lacks_stays_english) {
  BOOST_TEST(translated("[[one]] [[two]]",
                        "msgid \"one\"\nmsgstr \"eins\"\n\nmsgid \"two\"\nmsgstr \"\"\n") ==
             "eins two");
}

BOOST_AUTO_TEST_CASE(a_translation_can_neither_leave_an_attribute_nor_add_a_tag) {
  BOOST_TEST(translated("<a title=\"[[say]]\">", "msgid \"say\"\nmsgstr \"\\\"s\\\" & t\"\n") ==
             "<a title=\"&quot;s&quot; &amp; t\">");
  for (const auto* bad : {"<script>eins", "{{EMAIL}}", "{{>PART}}", "<b>eins</b>"})
    BOOST_CHECK_THROW(translated("[[one]]", "msgid \"one\"\nmsgstr \"" + std::string(bad) + "\"\n"),
                      std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_translation_that_lost_a_marker_is_refused) {
  BOOST_CHECK_THROW(translated("[[of {{X}}]]", "msgid \"of {{X}}\"\nmsgstr \"von\"\n"),
                    std::runtime_error);
}

BOOST_AUTO_TEST_CASE(values_in_a_language_from_the_right_are_kept_apart) {
  BOOST_TEST(translated("[[to {{X}}<a href=\"{{Y}}\">{{>P}}</a>]]",
                        "msgid \"to {{X}}<a href=\\\"{{Y}}\\\">{{>P}}</a>\"\n"
                        "msgstr \"<a href=\\\"{{Y}}\\\">{{>P}}</a>{{X}} el\"\n",
                        true, true) == "<a href=\"{{Y}}\">{{>P}}</a>\u2068{{X}}\u2069 el");
}

BOOST_AUTO_TEST_CASE(a_number_shows_the_form_that_goes_with_it) {
  const auto catalogue = Catalogues().with(
      kArabic,
      "msgid \"{{N}} minute\"\nmsgid_plural \"{{N}} minutes\"\nmsgstr[0] \"zero\"\nmsgstr[1] "
      "\"one\"\nmsgstr[2] \"two\"\nmsgstr[3] \"{{N}} few\"\nmsgstr[4] \"{{N}} many\"\nmsgstr[5] "
      "\"{{N}} other\"\n");
  FormOf form_of{};
  const auto text = in_language("[[{{N}} minute|{{N}} minutes]]", {&catalogue, &form_of});
  const auto shown = [&](std::uint64_t count) {
    const auto section = form_section("N", form_of[cycle_index(count)]);
    const auto open = text.find("{{#" + section + "}}") + section.size() + 5;
    return text.substr(open, text.find("{{/" + section + "}}") - open);
  };
  BOOST_TEST(shown(0) == "zero");
  BOOST_TEST(shown(1) == "one");
  BOOST_TEST(shown(2) == "two");
  for (const auto few : {3, 10, 103, 1003}) BOOST_TEST(shown(few) == "{{N}} few");
  for (const auto many : {11, 99, 111, 4711}) BOOST_TEST(shown(many) == "{{N}} many");
  for (const auto other : {100, 101, 200, 1002}) BOOST_TEST(shown(other) == "{{N}} other");
}

BOOST_AUTO_TEST_CASE(a_mark_without_end_is_an_error) {
  BOOST_CHECK_THROW(in_language("<p>[[Hello</p>", {}), std::runtime_error);
  BOOST_CHECK_THROW(in_language("[[one|many]]", {}), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_catalogue_is_named) {
  const test::TempDir folder;
  std::ofstream(folder / "xx.mo") << "not made by msgfmt";
  BOOST_CHECK_EXCEPTION(Catalogue(folder / "xx.mo"), std::runtime_error, [&](const auto& error) {
    return std::string(error.what()).starts_with((folder / "xx.mo").string());
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
