// The gate's leases and their feed, on a real database.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>

#include "gate/feed.h"
#include "store/revocation.h"
#include "store/session.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

const std::string kToken(32, 't');
constexpr auto kWait = 3s;  // longer than any look takes, shorter than anybody's patience

struct Fixture : test::TestServices {
  store::Company company = db.add_company("example", "example.com");
  store::Account account = add_account(company, "mia@example.com", "correct horse battery");
  store::Database gate_database = db.another();
  gate::Leases leases{gate::LeaseRules{.wait = kWait, .note_after = 0s}};
  std::optional<gate::Feed> feed;
  Id session_id = new_id(db.random(), db.clock().now());

  Fixture() {
    db.database().transact([&](store::Transaction& tx) {
      store::sessions::add(tx,
                           {.id = session_id,
                            .token_hash = kToken,
                            .key_id = "1",
                            .account_id = account.id,
                            .ends_at = db.clock().now() + 12h,
                            .browser = "Firefox on Linux",
                            .network = "192.0.2.0/24"},
                           db.clock().now());
    });
  }
  std::vector<std::string> add_sessions(int count) {
    std::vector<std::string> tokens;
    db.database().transact([&](store::Transaction& tx) {
      for (int i = 0; i < count; ++i) {
        tokens.push_back(std::string(29, 'm') + std::to_string(100 + i));
        store::sessions::add(tx,
                             {.id = new_id(db.random(), db.clock().now()),
                              .token_hash = tokens.back(),
                              .key_id = "1",
                              .account_id = account.id,
                              .ends_at = db.clock().now() + 12h,
                              .browser = "",
                              .network = ""},
                             db.clock().now());
      }
    });
    return tokens;
  }
  void start() { feed.emplace(gate_database, db.clock(), leases); }

  // True when it gets so within a second, which is what the gate promises.
  bool within_a_second(const std::function<bool()>& so) {
    const auto ends = Steady::now() + std::chrono::seconds(1);
    while (!so())
      if (Steady::now() > ends) return false;
    return true;
  }
  bool refuses() {
    try {
      leases.find(kToken);
      return false;
    } catch (const store::Unavailable&) {
      return true;
    }
  }
};

// A group that takes 5 ms to be read, for each session of a batch anew.
class SlowGroups {
 public:
  explicit SlowGroups(test::TestDatabase& db) : db_(db) {
    db_.run("CREATE TABLE one_group AS SELECT id AS account_id, 'slow' AS name FROM account");
    db_.run("CREATE VIEW slow_group AS SELECT * FROM one_group WHERE SLEEP(0.005) = 0");
    db_.run("RENAME TABLE account_group TO true_group, slow_group TO account_group");
  }
  ~SlowGroups() {
    db_.run("RENAME TABLE account_group TO slow_group, true_group TO account_group");
    db_.run("DROP VIEW slow_group");
    db_.run("DROP TABLE one_group");
  }

 private:
  test::TestDatabase& db_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(leases_suite, Fixture)

BOOST_AUTO_TEST_CASE(a_lease_answers_without_asking_the_database_again) {
  start();
  BOOST_TEST(leases.find(kToken)->name() == "Mia Quist");
  db.run("UPDATE account SET name = 'Somebody Else'");
  BOOST_TEST(leases.find(kToken)->name() == "Mia Quist");
  BOOST_TEST(leases.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_lease_that_is_no_longer_usable_is_looked_at_again) {
  gate::Leases forgetful({.fresh = 0ms, .usable = 0ms, .wait = kWait});
  gate::Feed its_feed(gate_database, db.clock(), forgetful);
  BOOST_TEST(forgetful.find(kToken)->name() == "Mia Quist");
  db.run("UPDATE account SET name = 'Mia Brand'");
  BOOST_TEST(forgetful.find(kToken)->name() == "Mia Brand");
}

BOOST_AUTO_TEST_CASE(an_old_lease_still_answers_and_is_refreshed_meanwhile) {
  gate::Leases old({.fresh = 0ms, .usable = 1h, .wait = kWait});
  gate::Feed its_feed(gate_database, db.clock(), old);
  BOOST_TEST(old.find(kToken)->name() == "Mia Quist");
  db.run("UPDATE account SET name = 'Mia Brand'");
  BOOST_TEST(old.find(kToken)->name() == "Mia Quist");
  BOOST_TEST(within_a_second([&] { return old.find(kToken)->name() == "Mia Brand"; }));
}

BOOST_AUTO_TEST_CASE(nobody_is_found_for_a_token_without_session) {
  start();
  BOOST_TEST(!leases.find(std::string(32, 'x')).has_value());
  BOOST_TEST(leases.size() == 0u);
}

BOOST_AUTO_TEST_CASE(an_ended_session_is_gone_within_a_second) {
  start();
  BOOST_TEST(leases.find(kToken).has_value());
  db.database().transact(
      [&](store::Transaction& tx) { store::sessions::end(tx, session_id, db.clock().now()); });
  BOOST_TEST(within_a_second([&] { return !leases.find(kToken).has_value(); }));
}

BOOST_AUTO_TEST_CASE(all_sessions_of_an_account_end_within_a_second) {
  start();
  BOOST_TEST(leases.find(kToken).has_value());
  db.database().transact(
      [&](store::Transaction& tx) { store::sessions::end_all(tx, account.id, db.clock().now()); });
  BOOST_TEST(within_a_second([&] { return !leases.find(kToken).has_value(); }));
}

BOOST_AUTO_TEST_CASE(a_changed_company_is_seen_within_a_second) {
  start();
  BOOST_TEST(!leases.find(kToken)->denial(db.clock().now()).has_value());
  company.suspended_at = db.clock().now();
  db.database().transact([&](store::Transaction& tx) { store::companies::update(tx, company); });
  BOOST_TEST(within_a_second([&] {
    return leases.find(kToken)->denial(db.clock().now()) == flow::Denial::licence_suspended;
  }));
}

BOOST_AUTO_TEST_CASE(a_revocation_denies_nobody_by_itself) {
  start();
  BOOST_TEST(leases.find(kToken).has_value());
  db.database().transact(
      [&](store::Transaction& tx) { store::revocations::add_for_everything(tx); });
  db.run("UPDATE account SET name = 'Mia Brand'");
  BOOST_TEST(within_a_second([&] { return leases.find(kToken)->name() == "Mia Brand"; }));
}

BOOST_AUTO_TEST_CASE(a_revocation_that_is_committed_late_counts_from_its_commit) {
  start();
  db.database().transact([&](store::Transaction& tx) {
    store::sessions::end(tx, session_id, db.clock().now());
    // Longer than two rounds of the feed, in which the lease is looked at anew.
    const auto until = Steady::now() + std::chrono::seconds(1);
    while (Steady::now() < until) BOOST_REQUIRE(leases.find(kToken).has_value());
  });
  BOOST_TEST(within_a_second([&] { return !leases.find(kToken).has_value(); }));
}

BOOST_AUTO_TEST_CASE(use_is_noted_at_the_latest_when_the_gate_stops) {
  start();
  BOOST_TEST(leases.find(kToken).has_value());
  db.clock().advance(10min);
  leases.used(kToken, db.clock().now());
  feed.reset();
  BOOST_TEST(db.value("SELECT TIMESTAMPDIFF(MINUTE, created_at, last_seen_at) FROM session") ==
             "10");
}

BOOST_AUTO_TEST_CASE(use_of_many_is_noted_in_parts) {
  const auto tokens = add_sessions(700);
  start();
  for (const auto& token : tokens) leases.find(token);
  db.clock().advance(10min);
  for (const auto& token : tokens) leases.used(token, db.clock().now());
  feed.reset();
  BOOST_TEST(db.value("SELECT COUNT(*) FROM session WHERE last_seen_at > created_at") == "700");
}

BOOST_AUTO_TEST_CASE(groups_come_with_the_company_and_however_many) {
  std::string expected;
  for (int i = 100; i < 200; ++i) {
    const auto name = std::string(37, 'g') + std::to_string(i);
    db.run("INSERT INTO account_group SELECT id, '" + name + "' FROM account");
    expected += name + ",";
  }
  start();
  BOOST_TEST(leases.find(kToken)->groups() == expected + "company:example");
}

BOOST_AUTO_TEST_CASE(many_sessions_are_found_in_batches) {
  const auto tokens = add_sessions(70);
  const auto found = db.database().read(
      [&](store::Transaction& tx) { return store::held_sessions::find(tx, tokens); });
  BOOST_TEST(found.size() == tokens.size());
}

BOOST_AUTO_TEST_CASE(many_leases_that_grow_old_at_once_hold_nothing_up) {
  gate::Leases old({.fresh = 0ms, .usable = 1h, .wait = kWait});
  gate::Feed its_feed(gate_database, db.clock(), old);
  old.find(kToken);
  const auto tokens = add_sessions(600);
  for (const auto& token : tokens) old.find(token);
  const SlowGroups slow(db);  // 600 times 5 ms are 3 seconds
  for (const auto& token : tokens) old.find(token);
  bool answering = true;
  const auto look_for = [&](std::chrono::milliseconds time) {
    for (const auto ends = Steady::now() + time; Steady::now() < ends;)
      answering = answering && old.answering();
  };
  look_for(1s);
  db.database().transact(
      [&](store::Transaction& tx) { store::sessions::end(tx, session_id, db.clock().now()); });
  BOOST_TEST(within_a_second([&] { return !old.find(kToken).has_value(); }));
  look_for(1500ms);
  BOOST_TEST(answering);
}

BOOST_AUTO_TEST_CASE(without_a_feed_a_request_waits_once_and_the_next_ones_not_at_all) {
  gate::Leases alone({.wait = 300ms});
  alone.heard();
  const auto started = Steady::now();
  BOOST_CHECK_THROW(alone.find(kToken), store::Unavailable);
  const auto first = Steady::now() - started;
  BOOST_TEST((first >= 300ms));
  BOOST_TEST(!alone.answering());
  for (int i = 0; i < 100; ++i) BOOST_CHECK_THROW(alone.find(kToken), store::Unavailable);
  BOOST_TEST((Steady::now() - started - first < 300ms));
  alone.heard();
  BOOST_TEST(alone.answering());
}

BOOST_AUTO_TEST_CASE(a_fresh_lease_outlives_the_database_and_a_revoked_one_does_not) {
  start();
  BOOST_TEST(leases.find(kToken).has_value());
  feed.reset();
  leases.failed();
  BOOST_TEST(leases.find(kToken).has_value());
  leases.revoke({{store::Revocation::Scope::session, session_id, db.clock().now()}});
  BOOST_TEST(refuses());
}

BOOST_AUTO_TEST_SUITE_END()
