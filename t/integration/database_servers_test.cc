// Several database servers: one at a time, the first that is well; and none that is read-only.

#define BOOST_TEST_DYN_LINK
#include <cstdlib>
#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include "t/support/test_database.h"

using namespace doorward;
using namespace std::chrono_literals;
using store::Transaction;

namespace {

constexpr store::ServerRules kSoon{.avoid = 200ms, .look_every = 10ms, .good_looks = 3};

// The server of the tests by two names, of which each can be taken away and given back.
struct Fixture {
  test::TestDatabase db;
  std::filesystem::path folder;
  std::filesystem::path first, second;

  Fixture() {
    char name[] = "/tmp/doorward-servers.XXXXXX";
    folder = mkdtemp(name);
    first = folder / "first";
    second = folder / "second";
    give(first);
    give(second);
  }
  ~Fixture() { std::filesystem::remove_all(folder); }

  void give(const std::filesystem::path& name) {
    std::filesystem::create_symlink(db.config().database.socket, name);
  }
  DatabaseSettings settings() {
    auto settings = db.config().database;
    settings.hosts = {first, second};
    return settings;
  }
};

// The row proves that it works, too.
std::string used(store::Database& database) {
  database.read([](Transaction& tx) { return tx.one("SELECT 1")->number(0); });
  return database.server().name();
}

// Not within a transaction, where it is refused.
void set_read_only(test::TestDatabase& db, bool value) {
  db.database().read([&](Transaction& tx) {
    tx.run_once("SET GLOBAL read_only = " + std::to_string(value));
    return true;
  });
}

bool becomes(store::Database& database, const std::string& name) {
  for (const auto end = std::chrono::steady_clock::now() + 10s;
       std::chrono::steady_clock::now() < end; usleep(5000))
    if (used(database) == name) return true;
  return false;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database_servers, Fixture)

BOOST_AUTO_TEST_CASE(the_first_is_used_while_it_is_well) {
  store::Database database(settings(), db.clock(), store::SchemaCheck::required, kSoon);
  for (int i = 0; i < 50; ++i, usleep(2000)) BOOST_TEST(used(database) == first.string());
}

BOOST_AUTO_TEST_CASE(another_takes_over_within_the_transaction_and_the_first_is_gone_back_to) {
  store::Database database(settings(), db.clock(), store::SchemaCheck::required, kSoon);
  BOOST_TEST(used(database) == first.string());
  int runs = 0;
  database.transact([&](Transaction& tx) {
    if (++runs == 1) {
      std::filesystem::remove(first);
      db.run("KILL " + tx.one("SELECT CONNECTION_ID()")->text(0));
    }
    tx.one("SELECT 1");
  });
  BOOST_TEST(runs == 2);
  BOOST_TEST(database.server().name() == second.string());
  usleep(300'000);
  BOOST_TEST(used(database) == second.string(), "it is still away");
  give(first);
  BOOST_TEST(becomes(database, first));
}

BOOST_AUTO_TEST_CASE(who_starts_without_the_first_comes_to_it_later) {
  std::filesystem::remove(first);
  store::Database database(settings(), db.clock(), store::SchemaCheck::required, kSoon);
  BOOST_TEST(used(database) == second.string());
  give(first);
  BOOST_TEST(becomes(database, first));
}

BOOST_AUTO_TEST_CASE(of_none_that_answers_all_are_named) {
  std::filesystem::remove(first);
  std::filesystem::remove(second);
  store::Database database(settings(), db.clock());
  BOOST_CHECK_EXCEPTION(database.connect(), store::Unavailable, [&](const auto& error) {
    const std::string what = error.what();
    return what.find(first) != std::string::npos && what.find(second) != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(an_old_schema_on_every_one_is_no_outage) {
  const auto newest = db.value("SELECT MAX(version) FROM schema_migration");
  db.run("DELETE FROM schema_migration WHERE version = " + newest);
  store::Database database(settings(), db.clock());
  BOOST_CHECK_THROW(database.connect(), ConfigError);
}

BOOST_AUTO_TEST_CASE(a_replica_is_not_even_read_from) {
  store::Database database(settings(), db.clock());
  set_read_only(db, true);
  BOOST_CHECK_EXCEPTION(used(database), store::Unavailable, [](const auto& error) {
    return std::string(error.what()).find("it is read-only") != std::string::npos;
  });
  set_read_only(db, false);
  BOOST_TEST(used(database) == first.string());
}

BOOST_AUTO_TEST_CASE(a_server_that_became_a_replica_is_left_within_seconds) {
  store::Database database(settings(), db.clock());
  BOOST_TEST(used(database) == first.string());
  set_read_only(db, true);
  bool left = false;
  for (const auto end = std::chrono::steady_clock::now() + 10s;
       !left && std::chrono::steady_clock::now() < end; usleep(50'000)) {
    try {
      used(database);
    } catch (const store::Unavailable&) {
      left = true;
    }
  }
  set_read_only(db, false);
  BOOST_TEST(left);
}

BOOST_AUTO_TEST_CASE(every_table_has_a_primary_key_and_rows_that_a_cluster_replicates) {
  BOOST_TEST(db.value("SELECT COUNT(*) FROM information_schema.tables t WHERE table_schema = "
                      "DATABASE() AND table_type = 'BASE TABLE'") != "0");
  BOOST_TEST(db.value("SELECT COALESCE(GROUP_CONCAT(table_name), 'none') FROM"
                      " information_schema.tables t WHERE table_schema = DATABASE() AND"
                      " (engine <> 'InnoDB' OR NOT EXISTS (SELECT 1 FROM"
                      " information_schema.table_constraints c WHERE c.table_schema ="
                      " t.table_schema AND c.table_name = t.table_name AND"
                      " c.constraint_type = 'PRIMARY KEY'))") == "none");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema ="
                      " DATABASE() AND extra LIKE '%auto_increment%'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
