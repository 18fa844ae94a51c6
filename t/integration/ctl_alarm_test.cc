// doorwardctl alarm: what is seen in the tables, who is written to, and how.

#define BOOST_TEST_DYN_LINK
#include <thread>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "base/text.h"
#include "store/heartbeat.h"
#include "t/integration/ctl_program.h"
#include "t/support/scripted_smtp.h"

using namespace doorward;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// All is well at first, by the database's clock, which is the program's.
struct Fixture : test::CtlProgram {
  test::ScriptedSmtp server;

  Fixture() {
    set("operator_address", "ops@example.com");
    set("smtp_url", server.url());
    set("smtp_tls", "none");
    set("smtp_timeout", "2s");
    mailer_seen("0 SECOND");
  }

  void mailer_seen(const std::string& ago) {
    db.run("REPLACE INTO heartbeat VALUES ('mailer', UTC_TIMESTAMP(6) - INTERVAL " + ago + ")");
  }
  // So many events, each about another address.
  void events(const std::string& name, int count, const std::string& ago = "1 MINUTE") {
    for (int i = 0; i < count; ++i)
      db.run(
          "INSERT INTO audit_event (id, at, request, event, email, network, detail) VALUES"
          " (UNHEX(REPLACE(UUID(), '-', '')), UTC_TIMESTAMP(6) - INTERVAL " +
          ago + ", 'x', '" + name + "', 'p" + std::to_string(i) + "@example.com', '', '')");
  }
  void letter(const std::string& state, const std::string& written_ago, const std::string& due_in,
              const std::string& domain = "example.com", const std::string& kind = "code_reset") {
    db.run(
        "INSERT INTO outbox (id, letter, recipient, domain, name, browser, network, priority,"
        " state, attempts, due_at, handed_at, answer, created_at) VALUES"
        " (UNHEX(REPLACE(UUID(), '-', '')), '" +
        kind + "', 'mia@" + domain + "', '" + domain + "', '', '', '', 0, '" + state +
        "', 1, UTC_TIMESTAMP(6) + INTERVAL " + due_in + ", IF('" + state +
        "' = 'sent', UTC_TIMESTAMP(6), NULL),"
        " 'certificate has expired', UTC_TIMESTAMP(6) - INTERVAL " +
        written_ago + ")");
  }
  Json list() { return Json::parse(out_of({"alarm", "list", "--json"})); }
  Json send() { return Json::parse(out_of({"alarm", "send", "--json"})); }
  std::string queued() { return db.value("SELECT COUNT(*) FROM outbox WHERE letter = 'alarm'"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_alarm, Fixture)

BOOST_AUTO_TEST_CASE(nothing_is_written_when_all_is_well) {
  events("code_wrong", 99);
  BOOST_TEST(out_of({"alarm", "list"}) == "none\n");
  BOOST_TEST(out_of({"alarm", "send"}) == "none\n");
  BOOST_TEST(queued() == "0");
  BOOST_TEST(server.taken().empty());
}

BOOST_AUTO_TEST_CASE(wrong_codes_of_the_last_ten_minutes_give_one_letter_an_hour) {
  events("code_wrong", 1, "11 MINUTE");
  events("code_wrong", 99);
  BOOST_TEST(list().empty());
  events("code_wrong", 1);
  const auto alarm = list().at(0);
  BOOST_TEST(alarm["alarm"] == "wrong_codes");
  BOOST_TEST(alarm["count"] == 100);
  BOOST_TEST(alarm["addresses"] == 99);
  BOOST_TEST(send().at(0)["letter"] == "queued");
  BOOST_TEST(send().at(0)["letter"] == "written within the hour");
  BOOST_TEST(queued() == "1");
  BOOST_TEST(db.value("SELECT recipient FROM outbox") == "ops@example.com");
  BOOST_TEST(db.value("SELECT JSON_VALUE(details, '$.COUNT') FROM outbox") == "100");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'alarm_written'") ==
             "wrong_codes queued");
  BOOST_TEST(server.taken().empty());
  db.run("UPDATE attempt SET ends_at = ends_at - INTERVAL 1 HOUR");
  BOOST_TEST(send().at(0)["letter"] == "queued");
  BOOST_TEST(queued() == "2");
}

BOOST_AUTO_TEST_CASE(each_kind_has_an_hour_of_its_own) {
  events("code_wrong", 100);
  send();
  set("alarm_wrong_passwords", "2");
  events("password_wrong", 2);
  BOOST_TEST(send().size() == 2u);
  BOOST_TEST(queued() == "2");
}

BOOST_AUTO_TEST_CASE(of_many_runs_at_once_one_writes_the_letter) {
  events("code_wrong", 100);
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) threads.emplace_back([&] { run({"alarm", "send"}); });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(queued() == "1");
}

BOOST_AUTO_TEST_CASE(without_an_address_it_only_says_what_it_sees) {
  set("operator_address", "");
  mailer_seen("1 HOUR");
  BOOST_TEST(contains(out_of({"alarm", "send"}), "operator_address is not set"));
  BOOST_TEST(queued() == "0");
  BOOST_TEST(server.taken().empty());
  set("operator_address", "ops");
  BOOST_TEST(run({"alarm", "send"}).status == EX_CONFIG);
}

BOOST_AUTO_TEST_CASE(a_dead_mailer_is_told_of_past_the_outbox) {
  mailer_seen("1 HOUR");
  letter("queued", "1 HOUR", "-1 HOUR");
  events("code_wrong", 100);
  const auto told = send();
  BOOST_REQUIRE(told.size() == 2u);
  BOOST_TEST(told[0]["alarm"] == "mailer");
  BOOST_TEST(told[1]["alarm"] == "wrong_codes");
  for (const auto& alarm : told) BOOST_TEST(alarm["letter"] == "sent past the outbox");
  BOOST_TEST(queued() == "0");
  const auto taken = server.taken();
  BOOST_REQUIRE(taken.size() == 2u);
  BOOST_TEST(taken[0].recipient == "ops@example.com");
  BOOST_TEST(contains(taken[0].data, "Subject: Alarm: no mailer is at work"));
  BOOST_TEST(contains(taken[0].data, "systemctl status doorward-mailer"));
  BOOST_TEST(contains(taken[0].data, "Letters that wait: 1"));
  send();
  BOOST_TEST(server.taken().size() == 2u);
}

BOOST_AUTO_TEST_CASE(an_old_outbox_names_the_servers_answer) {
  letter("queued", "1 MINUTE", "1 SECOND");
  BOOST_TEST(list().empty());
  letter("queued", "3 MINUTE", "1 SECOND");
  const auto alarm = list().at(0);
  BOOST_TEST(alarm["alarm"] == "outbox");
  BOOST_TEST(alarm["count"] == 1);
  BOOST_TEST(alarm["answer"] == "certificate has expired");
  send();
  BOOST_TEST(contains(server.taken().at(0).data, "certificate has expired"));
  letter("sent", "1 MINUTE", "1 MINUTE");
  BOOST_TEST(list().empty());
}

BOOST_AUTO_TEST_CASE(a_letter_in_hand_counts_as_one_that_waits) {
  letter("leased", "3 MINUTE", "100 SECOND");
  BOOST_TEST(list().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_decoy_neither_waits_nor_leaves) {
  letter("queued", "3 MINUTE", "1 SECOND", "example.com", "decoy");
  BOOST_TEST(list().empty());
  letter("queued", "3 MINUTE", "1 SECOND");
  letter("sent", "1 MINUTE", "1 MINUTE", "example.com", "decoy");
  BOOST_TEST(list().size() == 1u);
}

BOOST_AUTO_TEST_CASE(full_mailboxes_of_few_domains_are_no_alarm) {
  for (const char* domain : {"a.example", "b.example", "c.example", "d.example"})
    letter("queued", "3 MINUTE", "10 MINUTE", domain);
  BOOST_TEST(list().empty());
  letter("queued", "3 MINUTE", "10 MINUTE", "e.example");
  BOOST_TEST(list().at(0)["alarm"] == "outbox");
}

BOOST_AUTO_TEST_CASE(when_no_letter_can_leave_it_fails_and_tries_again) {
  mailer_seen("1 HOUR");
  server.go_away();
  for (int i = 0; i < 2; ++i) {
    const auto ran = run({"alarm", "send"});
    BOOST_TEST(ran.status == EX_UNAVAILABLE);
    BOOST_TEST(contains(ran.err, "alarm mailer, and no letter can leave: smtp://"));
  }
  server.come_back();
  BOOST_TEST(send().at(0)["letter"] == "sent past the outbox");
  BOOST_TEST(server.taken().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_lock_held_back_is_an_alarm_and_many_mailboxes_are) {
  events("mailbox_gone", 9, "23 HOUR");
  BOOST_TEST(list().empty());
  events("account_lock_held_back", 1, "23 HOUR");
  BOOST_TEST(list().at(0)["held_back"] == 1);
  db.run("DELETE FROM audit_event WHERE event = 'account_lock_held_back'");
  events("mailbox_gone", 1, "1 HOUR");
  BOOST_TEST(list().at(0)["count"] == 10);
  send();
  BOOST_TEST(queued() == "1");
}

BOOST_AUTO_TEST_SUITE_END()
