// doorwardctl db purge: what is long over goes, and nothing that is in use.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "t/integration/ctl_program.h"

using namespace doorward;

namespace {

struct Fixture : test::CtlProgram {
  Fixture() {
    const auto company = db.add_company("acme", "acme.example");
    db.run(
        "INSERT INTO account (id, email, name, company_id, status, role, created_at) SELECT"
        " 'account-account-', 'mia@acme.example', 'Mia', id, 'active', 'member',"
        " UTC_TIMESTAMP() FROM company");
  }

  // A time so many days ago; of the future when negative.
  static std::string ago(int days) {
    return "UTC_TIMESTAMP(6) - INTERVAL " + std::to_string(days) + " DAY";
  }
  static std::string id() {
    static int count = 0;
    return "UNHEX(MD5('" + std::to_string(++count) + "'))";
  }

  void add_flow(int ended) {
    db.run(
        "INSERT INTO flow (id, kind, state, secret_hash, email, decoy, return_address, code_key_id,"
        " generation, tries, sends, browser, network, created_at, expires_at) VALUES (" +
        id() +
        ", 'sign_up', 'code_sent', '', 'x@acme.example', 0, '/', '1', 1, 0, 1, '', '',"
        " UTC_TIMESTAMP(), " +
        ago(ended) + ")");
  }
  void add_budget(int ended, int waits_until) {
    db.run(
        "INSERT INTO attempt (bucket, budget, used, wait_until, ends_at) VALUES"
        " (UNHEX(SHA2(RAND(), 256)), 'passwords', 1, " +
        ago(waits_until) + ", " + ago(ended) + ")");
  }
  void add_revocation(int made) {
    db.run(
        "INSERT INTO revocation (scope, subject, created_at) VALUES ('account',"
        " 'account-account-', " +
        ago(made) + ")");
  }
  void add_session(int ended) {
    db.run(
        "INSERT INTO session (id, token_hash, key_id, account_id, created_at, last_seen_at,"
        " ends_at, browser, network) VALUES (" +
        id() +
        ", UNHEX(SHA2(RAND(), 256)), '1',"
        " 'account-account-', UTC_TIMESTAMP(), UTC_TIMESTAMP(), " +
        ago(ended) + ", '', '')");
  }
  void add_letter(const std::string& state, int due) {
    db.run(
        "INSERT INTO outbox (id, letter, recipient, domain, name, browser, network, priority,"
        " state, attempts, due_at, answer, created_at, details) VALUES (" +
        id() + ", 'password_changed', 'x@acme.example', 'acme.example', '', '', '', 1, '" + state +
        "', 1, " + ago(due) + ", '', UTC_TIMESTAMP(), '')");
  }
  void add_invitation(int ended) {
    db.run(
        "INSERT INTO invitation (id, company_id, email, name, invited_by, created_at, expires_at)"
        " SELECT " +
        id() + ", id, 'x@acme.example', 'X', 'account-account-', UTC_TIMESTAMP(), " + ago(ended) +
        " FROM company");
  }
  void add_report(int at) {
    db.run(
        "INSERT INTO held_key (process, purpose, program, host, pid, keys_held, in_use, at) VALUES"
        " (" +
        id() + ", 'form', 'web', 'here', 1, 'k1:00000000', 'k1', " + ago(at) + ")");
  }
  void add_event(int at) {
    db.run("INSERT INTO audit_event (id, at, request, event, email, network, detail) VALUES (" +
           id() + ", " + ago(at) + ", 'R', 'something', '', '', '')");
  }

  Json purge() { return Json::parse(out_of({"db", "purge", "--yes", "--json"})); }
  std::string count(const std::string& table) { return db.value("SELECT COUNT(*) FROM " + table); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_purge, Fixture)

BOOST_AUTO_TEST_CASE(what_is_long_over_goes_and_what_is_young_stays) {
  for (const int days : {2, 0}) {
    add_flow(days);
    add_budget(days, days);
    add_revocation(days);
    add_report(days);
  }
  for (const int days : {31, 29}) {
    add_session(days);
    add_letter("sent", days);
    add_letter("refused", days);
    add_letter("dropped", days);
    add_invitation(days);
  }
  for (const int days : {401, 399}) add_event(days);
  BOOST_TEST(purge() == Json::parse(R"({"flows": 1, "budgets": 1, "revocations": 1, "sessions": 1,
                                        "letters": 3, "invitations": 1, "reports": 1, "events": 1})"));
  for (const char* table : {"flow", "attempt", "revocation", "session", "invitation", "held_key"})
    BOOST_TEST(count(table) == "1", table);
  BOOST_TEST(count("outbox") == "3");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'audit_purged'") ==
             "1 older than 400 days");
  BOOST_TEST(purge()["letters"] == 0);
}

BOOST_AUTO_TEST_CASE(what_is_in_use_is_never_touched) {
  add_flow(-1);
  add_budget(2, -1);  // a long wait outlives the window it was earned in
  add_session(-1);
  add_letter("queued", 400);
  add_letter("leased", 400);
  add_invitation(-1);
  const auto purged = purge();
  for (const auto& [what, deleted] : purged.items()) BOOST_TEST(deleted == 0, what);
  BOOST_TEST(count("account") == "1");
}

BOOST_AUTO_TEST_CASE(more_than_a_batch_goes_at_once) {
  db.run(
      "INSERT INTO attempt (bucket, budget, used, wait_until, ends_at) SELECT"
      " UNHEX(SHA2(seq, 256)), 'letters', 1, '2020-01-01', '2020-01-01' FROM seq_1_to_2300");
  BOOST_TEST(purge()["budgets"] == 2300);
}

BOOST_AUTO_TEST_CASE(how_long_is_a_setting_of_a_day_or_more) {
  set("keep_letters", "2d");
  add_letter("sent", 3);
  BOOST_TEST(purge()["letters"] == 1);
  set("keep_letters", "1h");
  const auto refused = run({"db", "purge", "--yes"});
  BOOST_TEST(refused.status == EX_CONFIG);
  BOOST_TEST(refused.err.find("must be a day (1d) or more") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
