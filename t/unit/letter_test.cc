#include "mail/letter.h"

#include "mail/header.h"
#include "t/unit/unit.h"

namespace doorward::mail {
namespace {

const Templates& templates() {
  static const Templates all("templates");
  return all;
}

Config portal() {
  Config config;
  config.public_url = "https://portal.example.com";
  config.site_name = "Example portal";
  config.support_contact = "help@example.com";
  config.smtp.from = "Example portal <portal@example.com>";
  return config;
}

store::Letter letter(const std::string& name) {
  const Timestamp asked_at = *text::from_iso_date("2026-11-24") + std::chrono::minutes(642);
  return {.id = Id(16, '\x2a'),
          .letter = name,
          .recipient = Email::parse("mia@example.com").value(),
          .flow_id = std::nullopt,
          .name = "Mia Quist",
          .browser = "Firefox on Linux",
          .network = "192.0.2.0/24",
          .urgent = true,
          .state = store::LetterState::leased,
          .attempts = 0,
          .due_at = asked_at,
          .handed_at = std::nullopt,
          .answer = "",
          .created_at = asked_at};
}

Code code() {
  return {"038501", *text::from_iso_date("2026-11-24") + std::chrono::minutes(652)};
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

bool only_crlf(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) return false;
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) return false;
  }
  return true;
}

const auto kCodeLetters = {"code_sign_up", "code_sign_in", "code_reset", "code_validate",
                           "code_deletion"};
const auto kNotices = {"account_deleted", "already_registered", "domain_renamed",
                       "licence_ends",    "invitation",         "name_changed",
                       "new_browser",     "password_changed",   "test"};

BOOST_AUTO_TEST_SUITE(letter_)

BOOST_AUTO_TEST_CASE(a_code_letter_says_the_code_its_end_and_who_asked) {
  const auto config = portal();
  const Letters letters(config, templates());
  for (const char* name : kCodeLetters) {
    BOOST_TEST_CONTEXT(name) {
      const auto message = letters.compose(letter(name), code());
      BOOST_TEST(message.subject.starts_with("038501 "));
      for (const auto& body : {message.text, message.html})
        for (const char* part : {"038501", "10:52 UTC", "24 November 2026, 10:42 UTC",
                                 "Firefox on Linux", "192.0.2.0/24", "Example portal"})
          BOOST_TEST(has(body, part), part);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_code_letter_ends_with_the_line_that_browsers_read) {
  const auto config = portal();
  const auto message = Letters(config, templates()).compose(letter("code_sign_in"), code());
  BOOST_TEST(message.text.ends_with("\r\n@portal.example.com #038501\r\n"));
}

BOOST_AUTO_TEST_CASE(body_lines_end_with_crlf) {
  const auto config = portal();
  const Letters letters(config, templates());
  for (const auto& names : {kCodeLetters}) {
    for (const char* name : names) {
      const auto message = letters.compose(letter(name), code());
      BOOST_TEST(only_crlf(message.text), name);
      BOOST_TEST(only_crlf(message.html), name);
    }
  }
  for (const char* name : kNotices) {
    const auto message = letters.compose(letter(name), std::nullopt);
    BOOST_TEST(only_crlf(message.text), name);
    BOOST_TEST(only_crlf(message.html), name);
  }
}

BOOST_AUTO_TEST_CASE(every_kind_of_line_end_becomes_crlf_and_nul_goes) {
  BOOST_TEST(with_crlf("a\nb\r\nc\rd\n\re") == "a\r\nb\r\nc\r\nd\r\n\r\ne");
  BOOST_TEST(with_crlf(std::string_view("a\0b", 3)) == "ab");
  BOOST_TEST(with_crlf("\r\r\n\n") == "\r\n\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(the_message_id_is_the_rows_id_at_the_site) {
  const auto config = portal();
  const auto message = Letters(config, templates()).compose(letter("test"), std::nullopt);
  BOOST_TEST(message.message_id == "<2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a@portal.example.com>");
}

BOOST_AUTO_TEST_CASE(a_name_can_neither_break_html_nor_be_a_template) {
  const auto config = portal();
  auto hostile = letter("password_changed");
  hostile.name = "<script>{{CODE}}{{>F}}</script>";
  const auto message = Letters(config, templates()).compose(hostile, std::nullopt);
  BOOST_TEST(!has(message.html, "<script>"));
  BOOST_TEST(has(message.html, "{{CODE}}"));
  BOOST_TEST(has(message.text, "Hello <script>{{CODE}}{{>F}}</script>,"));
}

BOOST_AUTO_TEST_CASE(the_letter_about_a_licence_names_company_and_last_day) {
  const auto config = portal();
  auto ends = letter("licence_ends");
  ends.details = {{"COMPANY", "Acme & Sons"}, {"LICENCE_LAST_DAY", "1 March 2027"}};
  const auto message = Letters(config, templates()).compose(ends, std::nullopt);
  BOOST_TEST(message.subject == "Acme & Sons's licence ends on 1 March 2027");
  BOOST_TEST(has(message.text, "Acme & Sons's licence for Example portal ends on 1 March 2027."));
  BOOST_TEST(has(message.html, "Acme &amp; Sons"));
}

BOOST_AUTO_TEST_CASE(a_person_without_a_name_is_greeted_by_the_address) {
  const auto config = portal();
  auto nameless = letter("password_changed");
  nameless.name = "";
  const auto message = Letters(config, templates()).compose(nameless, std::nullopt);
  BOOST_TEST(has(message.text, "Hello mia@example.com,"));
}

BOOST_AUTO_TEST_CASE(a_site_name_with_line_breaks_stays_in_the_subject) {
  auto config = portal();
  config.site_name = "Example\r\nBcc: all@example.org\n";
  const auto message = Letters(config, templates()).compose(letter("test"), std::nullopt);
  BOOST_TEST(message.subject == "Test email from Example Bcc: all@example.org");
}

BOOST_AUTO_TEST_CASE(mail_from_is_a_mailbox_or_the_program_does_not_start) {
  auto config = portal();
  for (const char* bad : {"", "Example", "a@b", "X <a@example.com", "<a@example.com> X",
                          "X <a@example.com\r\nRCPT TO:<b@example.com>>"}) {
    config.smtp.from = bad;
    BOOST_CHECK_THROW(Letters(config, templates()), ConfigError);
  }
  for (const char* good : {"a@example.com", "<a@example.com>", "\"X, Y\" <a@example.com>"}) {
    config.smtp.from = good;
    BOOST_CHECK_NO_THROW(Letters(config, templates()));
  }
}

BOOST_AUTO_TEST_CASE(the_mail_host_has_no_port_and_is_a_name) {
  Config config;
  const auto host_of = [&](const char* url) {
    config.public_url = url;
    return mail_host(config);
  };
  BOOST_TEST(host_of("https://portal.example.com:8443") == "portal.example.com");
  BOOST_TEST(host_of("http://localhost:8080") == "localhost");
  BOOST_TEST(host_of("http://127.0.0.1:8080") == "localhost");
  BOOST_TEST(host_of("http://[::1]:8080") == "localhost");
}

BOOST_AUTO_TEST_CASE(plain_text_stays_as_it_is_in_a_header) {
  BOOST_TEST(header_text("038501 is your verification code") == "038501 is your verification code");
  BOOST_TEST(header_text(" a\t\r\n b\x7f\x01") == "a b");
  BOOST_TEST(header_phrase("Example portal") == "Example portal");
  BOOST_TEST(header_phrase("") == "");
  BOOST_TEST(header_phrase("Quist, \"Mia\" <m\\>") == R"("Quist, \"Mia\" <m\\>")");
}

BOOST_AUTO_TEST_CASE(other_text_becomes_encoded_words_that_keep_characters_whole) {
  BOOST_TEST(header_text("Zürich é") == "=?utf-8?Q?Z=C3=BCrich_=C3=A9?=");
  BOOST_TEST(header_text("=?utf-8?Q?x?=") == "=?utf-8?Q?=3D=3Futf=2D8=3FQ=3Fx=3F=3D?=");
  std::string snowmen;
  for (int i = 0; i < 20; ++i) snowmen += "☃";
  const auto words = header_text(snowmen);
  for (const auto line : text::split(words, '\n')) {
    BOOST_TEST(line.size() <= 77u);  // 76 and the CR
    BOOST_TEST(has(std::string(line), "?Q?=E2=98=83"));
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_makes_no_longer_word_than_mail_allows) {
  const auto words = header_text("x" + std::string(60, '\x95'));
  for (const auto line : text::split(words, '\n')) BOOST_TEST(line.size() <= 77u, words);
}

BOOST_AUTO_TEST_CASE(a_date_is_written_as_mail_writes_it) {
  const Timestamp day = *text::from_iso_date("2026-11-24");
  BOOST_TEST(header_date(day + std::chrono::seconds(38527)) == "Tue, 24 Nov 2026 10:42:07 +0000");
  BOOST_TEST(header_date(*text::from_iso_date("2027-03-01")) == "Mon, 01 Mar 2027 00:00:00 +0000");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward::mail
