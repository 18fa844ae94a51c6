// One letter, a real SMTP conversation: what goes over the wire, and what an answer means.

#define BOOST_TEST_DYN_LINK
#include <chrono>
#include <cstdlib>

#include <boost/test/unit_test.hpp>

#include "mail/smtp.h"
#include "t/support/outcome_text.h"
#include "t/support/scripted_smtp.h"

using namespace doorward;
using namespace std::chrono_literals;
using test::ScriptedSmtp;

namespace {

struct Fixture {
  ScriptedSmtp server;
  Config config;

  Fixture() {
    config.public_url = "https://portal.example.com";
    config.smtp.url = server.url();
    config.smtp.tls = SmtpTls::none;
    config.smtp.from = "Example portal <portal@example.com>";
    config.smtp.timeout = 2s;
  }

  static mail::Message message() {
    return {.to = Email::parse("mia@example.com").value(),
            .from = mail::Mailbox::parse("Example portal <portal@example.com>").value(),
            .subject = "038501 is your verification code",
            .text = "038501\r\n.\r\n..two dots\r\nlast line\r\n",
            .html = "<p>Zürich</p>\r\n",
            .message_id = "<2a@portal.example.com>",
            .date = Timestamp{}};
  }
  mail::Delivery send(const mail::Message& message = Fixture::message()) {
    return mail::Smtp(config).send(message);
  }
  mail::Outcome outcome() { return send().outcome; }
  std::string taken() { return server.taken().at(0).data; }
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

using enum mail::Outcome;

BOOST_FIXTURE_TEST_SUITE(mail_smtp, Fixture)

BOOST_AUTO_TEST_CASE(a_letter_that_is_taken_is_accepted_with_the_servers_words) {
  const auto delivery = send();
  BOOST_TEST(delivery.outcome == accepted);
  BOOST_TEST(delivery.answer == "250 2.0.0 OK queued as 4711");
  const auto letter = server.taken().at(0);
  BOOST_TEST(letter.sender == "portal@example.com");
  BOOST_TEST(letter.recipient == "mia@example.com");
}

BOOST_AUTO_TEST_CASE(the_dialogue_is_ehlo_mail_rcpt_data_quit) {
  send();
  const auto commands = server.commands();
  BOOST_REQUIRE(commands.size() == 5u);
  BOOST_TEST(commands[0] == "EHLO portal.example.com");
  BOOST_TEST(commands[1].starts_with("MAIL FROM:<portal@example.com>"));
  BOOST_TEST(commands[2] == "RCPT TO:<mia@example.com>");
  BOOST_TEST(commands[3] == "DATA");
  BOOST_TEST(commands[4] == "QUIT");
}

BOOST_AUTO_TEST_CASE(the_header_has_each_line_once_and_no_more_than_needed) {
  send();
  const auto data = taken();
  const auto header = "\r\n" + data.substr(0, data.find("\r\n\r\n") + 2);
  for (const char* line :
       {"From: Example portal <portal@example.com>", "To: <mia@example.com>",
        "Subject: 038501 is your verification code", "Date: Thu, 01 Jan 1970 00:00:00 +0000",
        "Message-ID: <2a@portal.example.com>", "Auto-Submitted: auto-generated",
        "Mime-Version: 1.0"})
    BOOST_TEST(count(header, "\r\n" + std::string(line) + "\r\n") == 1u, line << " in " << header);
  BOOST_TEST(count(header, "\r\nContent-Type: multipart/alternative; boundary=") == 1u);
  BOOST_TEST(count(header, "\r\n") == 9u, header);
}

BOOST_AUTO_TEST_CASE(text_comes_before_html_and_both_are_quoted_printable_utf8) {
  send();
  const auto data = taken();
  const auto text = data.find("Content-Type: text/plain; charset=utf-8\r\n");
  const auto html = data.find("Content-Type: text/html; charset=utf-8\r\n");
  BOOST_REQUIRE(text != std::string::npos && html != std::string::npos);
  BOOST_TEST(text < html);
  BOOST_TEST(count(data, "Content-Transfer-Encoding: quoted-printable\r\n") == 2u);
  BOOST_TEST(has(data, "<p>Z=C3=BCrich</p>\r\n"));
}

BOOST_AUTO_TEST_CASE(lone_dots_do_not_end_the_letter) {
  send();
  BOOST_TEST(has(taken(), "038501\r\n.\r\n..two dots\r\nlast line\r\n"));
  BOOST_TEST(server.taken().size() == 1u);
}

BOOST_AUTO_TEST_CASE(no_line_is_longer_than_servers_take) {
  auto long_lines = message();
  long_lines.text = std::string(5000, 'x') + "\r\n";
  BOOST_TEST(send(long_lines).outcome == accepted);
  const auto data = taken();
  for (std::size_t start = 0, end; (end = data.find("\r\n", start)) != std::string::npos;
       start = end + 2)
    BOOST_TEST_REQUIRE(end - start <= 100u);
}

BOOST_AUTO_TEST_CASE(names_and_subjects_can_not_add_headers) {
  auto hostile = message();
  hostile.from.name = "Portal\r\nBcc: all@example.org";
  hostile.subject = "Ü\r\nBcc: all@example.org\r\n\r\nbody";
  BOOST_TEST(send(hostile).outcome == accepted);
  BOOST_TEST(!has(taken(), "\nBcc:"));
  BOOST_TEST(server.count_of("RCPT") == 1u);
}

BOOST_AUTO_TEST_CASE(a_message_id_with_a_line_break_is_never_sent) {
  auto broken = message();
  broken.message_id = "<a@b>\r\nBcc: all@example.org";
  BOOST_CHECK_THROW(send(broken), std::logic_error);
  BOOST_TEST(server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_connection_serves_many_letters) {
  mail::Smtp smtp(config);
  for (int i = 0; i < 3; ++i) BOOST_TEST(smtp.send(message()).outcome == accepted);
  BOOST_TEST(server.connections() == 1u);
  BOOST_TEST(server.taken().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_server_that_hung_up_in_between_is_called_again_at_once) {
  mail::Smtp smtp(config);
  server.answer("(end of data)", std::string("250 OK") + ScriptedSmtp::kHangUp);
  for (int i = 0; i < 3; ++i) BOOST_TEST(smtp.send(message()).outcome == accepted);
  BOOST_TEST(server.taken().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_server_that_says_farewell_to_an_idle_connection_is_called_again_at_once) {
  mail::Smtp smtp(config);
  server.answer("(end of data)",
                std::string("250 OK\r\n421 4.4.2 idle for too long") + ScriptedSmtp::kHangUp);
  for (int i = 0; i < 3; ++i) BOOST_TEST(smtp.send(message()).outcome == accepted);
  BOOST_TEST(server.taken().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_final_5xx_at_rcpt_refuses_the_letter) {
  server.answer("RCPT", "550-5.1.1 No such\r\n550 5.1.1 mailbox here");
  const auto delivery = send();
  BOOST_TEST(delivery.outcome == refused);
  BOOST_TEST(delivery.answer == "550-5.1.1 No such 5.1.1 mailbox here");
}

BOOST_AUTO_TEST_CASE(a_final_5xx_to_the_letter_itself_refuses_it) {
  server.answer("(end of data)", "554 5.7.1 We don't like it");
  BOOST_TEST(outcome() == refused);
  server.answer("DATA", "554 No valid recipients");
  BOOST_TEST(outcome() == refused);
}

BOOST_AUTO_TEST_CASE(a_4xx_to_recipient_or_letter_defers) {
  for (const char* command : {"(end of data)", "DATA", "RCPT"}) {
    server.answer(command, "451 4.3.2 Later");
    const auto delivery = send();
    BOOST_TEST(delivery.outcome == deferred, command);
    BOOST_TEST(delivery.answer == "451 4.3.2 Later", command);
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_refuses_us_is_unreachable_and_no_letters_fault) {
  server.answer("RCPT", "530 5.7.0 Authentication required");
  BOOST_TEST(outcome() == unreachable);
  for (const char* command : {"MAIL", "EHLO", "(greeting)"}) {
    server.answer(command, "554 5.7.1 Not you");
    server.answer("HELO", "554 5.7.1 Not you");
    BOOST_TEST(outcome() == unreachable, command);
  }
}

BOOST_AUTO_TEST_CASE(silence_ends_after_the_time_out_and_is_no_refusal) {
  config.smtp.timeout = 1s;
  for (const char* command : {"(end of data)", "DATA", "RCPT"}) {
    server.answer(command, ScriptedSmtp::kSilence);
    const auto started = std::chrono::steady_clock::now();
    BOOST_TEST(outcome() == deferred, command);
    const auto took = std::chrono::steady_clock::now() - started;
    BOOST_TEST((took > 900ms && took < 2500ms), command);
  }
  server.answer("(greeting)", ScriptedSmtp::kSilence);
  BOOST_TEST(outcome() == unreachable);
}

BOOST_AUTO_TEST_CASE(a_server_that_hangs_up_without_a_word_is_no_refusal) {
  for (const char* command : {"(end of data)", "DATA", "RCPT"}) {
    server.answer(command, ScriptedSmtp::kHangUp);
    BOOST_TEST(outcome() == deferred, command);
  }
}

BOOST_AUTO_TEST_CASE(no_server_is_unreachable_and_says_so) {
  server.go_away();
  const auto delivery = send();
  BOOST_TEST(delivery.outcome == unreachable);
  BOOST_TEST(has(delivery.answer, "onnect"), delivery.answer);
}

BOOST_AUTO_TEST_CASE(answers_are_printable_and_short) {
  server.answer("RCPT", "550 \x1b[31mred\x01 " + std::string(600, 'x'));
  const auto answer = send().answer;
  BOOST_TEST(answer.starts_with("550 [31mred x"), answer);
  BOOST_TEST(answer.size() <= 200u);
}

BOOST_AUTO_TEST_CASE(the_environment_names_no_proxy) {
  setenv("all_proxy", "http://127.0.0.1:1", 1);
  BOOST_TEST(outcome() == accepted);
  unsetenv("all_proxy");
}

BOOST_AUTO_TEST_CASE(the_test_letter_goes_straight_to_the_server) {
  const Templates templates("templates");
  SystemRandom random;
  const auto delivery = mail::send_test(config, templates, Email::parse("ops@example.com").value(),
                                        random, Timestamp{});
  BOOST_TEST(delivery.outcome == accepted);
  BOOST_TEST(server.taken().at(0).recipient == "ops@example.com");
}

BOOST_AUTO_TEST_SUITE_END()
