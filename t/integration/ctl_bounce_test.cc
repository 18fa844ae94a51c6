// doorwardctl mail bounce, as a mail server starts it.

#define BOOST_TEST_DYN_LINK
#include <fstream>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/key_file.h"
#include "base/text.h"
#include "domain/bounce_address.h"
#include "store/outbox.h"
#include "t/integration/ctl_program.h"

using namespace doorward;
using namespace std::chrono_literals;
using namespace std::string_literals;
using test::Ran;

namespace {

constexpr auto kAddress = "bounce@portal.example.com";

struct Fixture : test::CtlProgram {
  Id letter;
  std::string sender;

  Fixture() {
    set("bounce_address", kAddress);
    out_of({"key", "create"});
    const auto company = db.add_company("acme", "acme.example");
    const auto now = db.clock().now();
    letter = new_id(db.random(), now);
    sender = BounceAddress::parse(kAddress)->sender(letter, KeyFile::load(file("code.key"))).text();
    db.database().transact([&](store::Transaction& tx) {
      tx.execute(
          "INSERT INTO account (id, email, name, company_id, status, role, created_at)"
          " VALUES (?, 'mia@acme.example', 'Mia', ?, 'active', 'member', ?)",
          {new_id(db.random(), now), company.id, now});
      store::outbox::add(tx,
                         {.id = letter,
                          .letter = "password_changed",
                          .recipient = Email::parse("mia@acme.example").value(),
                          .flow_id = std::nullopt,
                          .name = "",
                          .browser = "",
                          .network = "",
                          .urgent = false,
                          .state = store::LetterState::queued,
                          .attempts = 0,
                          .due_at = now,
                          .handed_at = std::nullopt,
                          .answer = "",
                          .created_at = now},
                         now);
    });
    db.run("UPDATE outbox SET state = 'sent', answer = '250 OK'");
  }

  Ran bounce(const std::string& message, std::vector<std::string> more = {}) const {
    std::ofstream(file("message"), std::ios::binary) << message;
    const int saved = dup(STDIN_FILENO);
    const int in = open(file("message").c_str(), O_RDONLY);
    dup2(in, STDIN_FILENO);
    more.insert(more.begin(), {"mail", "bounce"});
    auto ran = run(more);
    dup2(saved, STDIN_FILENO);
    close(in);
    close(saved);
    return ran;
  }

  std::string report(const std::string& to, const std::string& recipient, const std::string& status,
                     const std::string& action = "failed") const {
    return "Delivered-To: " + to +
           "\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n"
           "\n--b\nContent-Type: text/plain\n\nSorry.\n"
           "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
           "Final-Recipient: rfc822; " +
           recipient + "\nAction: " + action + "\nStatus: " + status + "\n\n--b--\n";
  }
  std::string state() {
    return db.value(
        "SELECT CONCAT_WS(' ', a.status, IF(a.mailbox_gone_at IS NULL, 'there', 'gone'),"
        " o.state, o.answer) FROM account a, outbox o");
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_bounce, Fixture)

BOOST_AUTO_TEST_CASE(marks_whose_mailbox_is_gone) {
  const auto ran = bounce(report(sender, "Mia@acme.example", "5.1.1"));
  BOOST_TEST(ran.status == EX_OK, ran.err);
  BOOST_TEST(ran.out == "mia@acme.example: mailbox gone\n");
  BOOST_TEST(state() == "active gone refused bounced: 5.1.1");
  BOOST_TEST(db.value("SELECT CONCAT_WS(' ', event, email, detail) FROM audit_event"
                      " WHERE request = 'doorwardctl'") ==
             "mailbox_gone mia@acme.example 5.1.1 in a bounce");
  BOOST_TEST(contains(out_of({"account", "list"}), "MAILBOX GONE AT"));
  BOOST_TEST(contains(out_of({"account", "list", "--json"}), R"("mailbox_gone_at": "2)"));
  BOOST_TEST(contains(bounce(report(sender, "mia@acme.example", "5.1.1"), {"--json"}).out,
                      R"("outcome": "known")"));
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event = 'mailbox_gone'") == "1");
}

BOOST_AUTO_TEST_CASE(a_forged_bounce_does_nothing_and_sends_nothing_back) {
  auto forged = sender;
  forged[7 + 47] = forged[7 + 47] == '0' ? '1' : '0';
  for (const auto& to : {forged, std::string(kAddress), text::hex(letter), "mia@acme.example"s}) {
    const auto ran = bounce(report(to, "mia@acme.example", "5.1.1"), {"--json"});
    BOOST_TEST(ran.status == EX_OK);
    BOOST_TEST(contains(ran.out, R"("outcome": "ignored")"), ran.out);
  }
  // Of another's letter: the token tells whom it is about, not the report.
  bounce(report(sender, "kim@acme.example", "5.1.1"));
  BOOST_TEST(state() == "active there sent 250 OK");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event = 'mailbox_gone'") == "0");
}

BOOST_AUTO_TEST_CASE(only_five_statuses_mark) {
  for (const char* status :
       {"5.7.1", "5.2.2", "5.2.3", "5.0.0", "5.1.0", "5.1.3", "5.4.4", "4.1.1", "5.1.1.1", "x"}) {
    db.run("UPDATE outbox SET state = 'sent', answer = '250 OK'");
    BOOST_TEST(contains(bounce(report(sender, "mia@acme.example", status)).out, "ignored: "));
    BOOST_TEST(contains(state(), "active there refused bounced: "), status);
  }
  for (const char* status : {"5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1"}) {
    db.run("UPDATE account SET mailbox_gone_at = NULL");
    bounce(report(sender, "mia@acme.example", status));
    BOOST_TEST(contains(state(), "active gone"), status);
  }
}

BOOST_AUTO_TEST_CASE(late_is_not_gone) {
  BOOST_TEST(contains(bounce(report(sender, "mia@acme.example", "4.4.1", "delayed")).out,
                      "ignored: it is no report of a failure"));
  BOOST_TEST(state() == "active there sent 250 OK");
}

BOOST_AUTO_TEST_CASE(who_proved_the_mailbox_since_is_not_marked) {
  db.run("UPDATE account SET proved_at = (SELECT created_at FROM outbox)");
  BOOST_TEST(contains(bounce(report(sender, "mia@acme.example", "5.1.1")).out, "nothing new"));
  BOOST_TEST(contains(state(), "active there"));
}

BOOST_AUTO_TEST_CASE(locks_when_told_to) {
  set("lock_on_mailbox_gone", "yes");
  BOOST_TEST(bounce(report(sender, "mia@acme.example", "5.1.1")).out ==
             "mia@acme.example: mailbox gone, account locked\n");
  BOOST_TEST(state() == "locked gone refused bounced: 5.1.1");
}

BOOST_AUTO_TEST_CASE(takes_whatever_is_piped_to_it) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (const auto& message : {""s, all, std::string(3'000'000, 'x'), std::string(500'000, '\n')})
    BOOST_TEST(bounce(message).status == EX_OK);
  BOOST_TEST(
      bounce(report(sender, "mia@acme.example", "5.1.1") + std::string(3'000'000, 'x')).status ==
      EX_OK);
  BOOST_TEST(contains(state(), "active gone"));
}

BOOST_AUTO_TEST_CASE(says_what_is_missing) {
  const auto message = report(sender, "mia@acme.example", "5.1.1");
  set("database_socket", file("nowhere"));
  BOOST_TEST(bounce(message).status == EX_TEMPFAIL);
  set("bounce_address", "");
  BOOST_TEST(bounce(message).status == EX_CONFIG);
  set("bounce_address", "a.very.long.bounce.address@portal.example.com");
  BOOST_TEST(bounce(message).status == EX_CONFIG);
  BOOST_TEST(run({"mail", "bounce", "x"}).status == EX_USAGE);
}

BOOST_AUTO_TEST_SUITE_END()
