// The connection: what every session is set to, what is retried, and what is told apart.

#define BOOST_TEST_DYN_LINK
#include <thread>

#include <boost/test/unit_test.hpp>

#include "store/migration.h"
#include "t/support/test_database.h"

using namespace doorward;
using store::Transaction;

namespace {

struct Fixture {
  test::TestDatabase db;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database, Fixture)

BOOST_AUTO_TEST_CASE(every_session_is_strict_utc_and_read_committed) {
  BOOST_TEST(db.value("SELECT @@SESSION.time_zone") == "+00:00");
  BOOST_TEST(db.value("SELECT @@SESSION.tx_isolation") == "READ-COMMITTED");
  BOOST_TEST(db.value("SELECT @@SESSION.sql_mode LIKE '%STRICT_ALL_TABLES%'") == "1");
}

BOOST_AUTO_TEST_CASE(bytes_come_back_as_they_went_in) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const auto back =
      db.database().read([&](Transaction& tx) { return tx.one("SELECT ?", {bytes})->text(0); });
  BOOST_TEST((back == bytes));
}

BOOST_AUTO_TEST_CASE(microseconds_come_back_as_they_went_in) {
  const Timestamp time{std::chrono::microseconds(1'795'516'927'123'456)};
  const auto back = db.database().read(
      [&](Transaction& tx) { return tx.one("SELECT CAST(? AS DATETIME(6))", {time})->time(0); });
  BOOST_TEST((back == time));
}

BOOST_AUTO_TEST_CASE(a_transaction_that_throws_leaves_nothing) {
  db.add_company("acme", "acme.example");
  BOOST_CHECK_THROW(db.database().transact([](Transaction& tx) {
    tx.execute("UPDATE company SET name = 'changed'");
    throw std::runtime_error("half way");
  }),
                    std::runtime_error);
  BOOST_TEST(db.value("SELECT name FROM company") == "The acme company");
}

BOOST_AUTO_TEST_CASE(a_duplicate_key_is_told_apart_and_the_transaction_goes_on) {
  db.add_company("acme", "acme.example");
  const bool duplicate = db.database().transact([](Transaction& tx) {
    try {
      tx.execute("INSERT INTO company_domain SELECT * FROM company_domain");
    } catch (const store::Duplicate&) {
      tx.execute("UPDATE company SET name = 'went on'");
      return true;
    }
    return false;
  });
  BOOST_TEST(duplicate);
  BOOST_TEST(db.value("SELECT name FROM company") == "went on");
}

BOOST_AUTO_TEST_CASE(a_connection_that_was_killed_is_made_anew_and_the_work_repeated) {
  const auto id = db.value("SELECT CONNECTION_ID()");
  auto killer = db.another();
  int runs = 0;
  db.database().transact([&](Transaction& tx) {
    if (++runs == 1) killer.transact([&](Transaction& other) { other.run_once("KILL " + id); });
    tx.one("SELECT 1");
  });
  BOOST_TEST(runs == 2);
  BOOST_TEST(db.value("SELECT CONNECTION_ID()") != id);
  BOOST_TEST(db.value("SELECT @@SESSION.tx_isolation") == "READ-COMMITTED");
}

BOOST_AUTO_TEST_CASE(the_loser_of_a_deadlock_is_run_again_whole) {
  const auto a = db.add_company("a", "a.example");
  const auto b = db.add_company("b", "b.example");
  const auto rename_both = [](store::Database& database, const Id& first, const Id& second) {
    database.transact([&](Transaction& tx) {
      tx.execute("UPDATE company SET name = CONCAT(name, '!') WHERE id = ?", {first});
      // Long enough that the other has its first lock too.
      tx.one("SELECT SLEEP(0.2)");
      tx.execute("UPDATE company SET name = CONCAT(name, '!') WHERE id = ?", {second});
    });
  };
  auto other = db.another();
  std::thread thread([&] { rename_both(other, b.id, a.id); });
  rename_both(db.database(), a.id, b.id);
  thread.join();
  BOOST_TEST(db.value("SELECT COUNT(*) FROM company WHERE name LIKE '%company!!'") == "2");
}

BOOST_AUTO_TEST_CASE(no_server_is_unavailable_not_a_bug) {
  auto settings = db.config().database;
  settings.socket = "/nonexistent/mysqld.sock";
  store::Database nowhere(settings, db.clock());
  BOOST_CHECK_THROW(nowhere.connect(), store::Unavailable);
  BOOST_CHECK_NO_THROW(nowhere.connect_or_log());
}

BOOST_AUTO_TEST_CASE(the_clock_is_taught_the_time_of_the_database) {
  SystemClock clock;
  clock.learn(clock.now() - std::chrono::hours(5));
  store::Database database(db.config().database, clock);
  database.connect();
  const auto apart = clock.now() - SystemClock().now();
  BOOST_TEST(std::chrono::abs(apart).count() < 1'000'000);
}

BOOST_AUTO_TEST_CASE(migrating_again_does_nothing) {
  const auto migrations = store::load_migrations("sql");
  BOOST_TEST(migrations.size() == static_cast<std::size_t>(store::kSchemaVersion));
  BOOST_TEST(store::migrate(db.database(), migrations, db.clock()).empty());
}

BOOST_AUTO_TEST_CASE(a_migration_that_was_cut_off_after_its_column_is_finished_by_the_next_run) {
  db.run("DELETE FROM schema_migration WHERE version = 8");
  const auto done = store::migrate(db.database(), store::load_migrations("sql"), db.clock());
  BOOST_REQUIRE(done.size() == 1);
  BOOST_TEST(done.front().name == "0008_letter_details.sql");
}

BOOST_AUTO_TEST_CASE(a_migration_that_was_edited_after_it_ran_is_refused) {
  auto migrations = store::load_migrations("sql");
  migrations[2].sha256[0] = migrations[2].sha256[0] == '0' ? '1' : '0';
  BOOST_CHECK_THROW(store::migrate(db.database(), migrations, db.clock()), ConfigError);
}

BOOST_AUTO_TEST_CASE(a_schema_for_newer_programs_is_refused) {
  db.run("INSERT INTO schema_migration VALUES (9999, '99.0.0', REPEAT('0', 64), NOW())");
  auto another = db.another();
  store::Database checked(db.config().database, db.clock());
  BOOST_CHECK_THROW(checked.connect(), ConfigError);
  db.run("DELETE FROM schema_migration WHERE version = 9999");
  BOOST_CHECK_NO_THROW(checked.connect());
}

BOOST_AUTO_TEST_CASE(identity_columns_have_no_collation) {
  BOOST_TEST(db.value("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = "
                      "DATABASE() AND column_name IN ('email', 'recipient', 'domain') AND "
                      "data_type <> 'varbinary'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
