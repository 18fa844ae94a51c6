// A mail server that hangs, trickles or hangs up at each of its answers: the letter waits, no
// longer than the time-out, and the others don't wait for it.

#define BOOST_TEST_DYN_LINK
#include <chrono>

#include <boost/test/unit_test.hpp>

#include "t/support/outcome_text.h"
#include "t/support/post_office.h"

using namespace doorward;
using namespace std::chrono_literals;
using test::ScriptedSmtp;

namespace {

constexpr auto kTimeout = 1s;             // but for the courier's, which is the post office's 2 s
constexpr auto kTimeoutAndMore = 3500ms;  // of the courier, on a machine that does other things too

struct Fixture : test::PostOffice {
  Fixture() { db.config().smtp.timeout = kTimeout; }

  static mail::Message message(const char* address = "mia@example.com") {
    return {.to = Email::parse(address).value(),
            .from = mail::Mailbox::parse("Example portal <portal@example.com>").value(),
            .subject = "A letter",
            .text = "text\r\n",
            .html = "<p>text</p>\r\n",
            .message_id = "<2a@portal.example.com>",
            .date = Timestamp{}};
  }

  // How one letter fares, which must not take longer than it may.
  mail::Outcome outcome() {
    const auto started = std::chrono::steady_clock::now();
    const auto outcome = mail::Smtp(config).send(message()).outcome;
    BOOST_TEST((std::chrono::steady_clock::now() - started < kTimeoutAndMore));
    return outcome;
  }

  // Each answer goes wrong in that manner, in turn.
  void go_wrong(const std::function<std::string(std::string_view)>& manner) {
    constexpr std::pair<const char*, const char*> kAnswers[] = {
        {"(greeting)", "220 scripted ESMTP"},
        {"EHLO", "250 scripted"},
        {"MAIL", "250 OK"},
        {"RCPT", "250 OK"},
        {"DATA", "354 Go ahead"},
        {"(end of data)", "250 OK"}};
    for (const auto& [command, reply] : kAnswers) {
      BOOST_TEST_CONTEXT(command) {
        server.answer(command, manner(reply));
        const bool letters_trouble = std::string_view(command) == "RCPT" ||
                                     std::string_view(command) == "DATA" ||
                                     std::string_view(command) == "(end of data)";
        BOOST_TEST(outcome() ==
                   (letters_trouble ? mail::Outcome::deferred : mail::Outcome::unreachable));
        server.answer(command, reply);
        BOOST_TEST(outcome() == mail::Outcome::accepted);
      }
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_slow, Fixture)

BOOST_AUTO_TEST_CASE(silence_at_any_answer_ends_after_the_time_out) {
  go_wrong([](std::string_view) { return ScriptedSmtp::kSilence; });
}

BOOST_AUTO_TEST_CASE(an_answer_that_trickles_ends_after_the_time_out) {
  go_wrong([](std::string_view reply) {
    return std::string(ScriptedSmtp::kTrickle) + std::string(reply);
  });
}

BOOST_AUTO_TEST_CASE(a_cut_at_any_answer_or_within_it_is_no_refusal) {
  go_wrong([](std::string_view) { return ScriptedSmtp::kHangUp; });
}

BOOST_AUTO_TEST_CASE(a_cut_within_the_letter_defers_it) {
  server.answer("DATA", std::string("354 Go ahead") + ScriptedSmtp::kHangUp);
  BOOST_TEST(outcome() == mail::Outcome::deferred);
  BOOST_TEST(server.taken().empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_never_says_goodbye_keeps_nobody) {
  server.answer("QUIT", ScriptedSmtp::kSilence);
  BOOST_TEST(outcome() == mail::Outcome::accepted);
}

BOOST_AUTO_TEST_CASE(a_letter_that_hangs_or_trickles_holds_no_other_up_for_long) {
  for (const std::string& reply :
       {std::string(ScriptedSmtp::kSilence), std::string(ScriptedSmtp::kTrickle) + "250 OK"}) {
    server.answer("RCPT TO:<slow@slow.example>", reply);
    const auto slow = queue("slow@slow.example");
    const auto other = queue("mia@example.com");
    const auto started = std::chrono::steady_clock::now();
    courier.deliver_due();
    BOOST_TEST((std::chrono::steady_clock::now() - started < kTimeoutAndMore));
    BOOST_TEST(state(slow) == "queued");
    BOOST_TEST(state(other) == "sent");
  }
}

BOOST_AUTO_TEST_SUITE_END()
