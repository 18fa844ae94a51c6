// Budgets: what is taken is counted once, however many take at a time.

#define BOOST_TEST_DYN_LINK
#include "store/attempt.h"

#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "domain/budget.h"
#include "t/support/test_database.h"

using namespace doorward;
using namespace std::chrono_literals;
using store::attempts::Allowance;

namespace {

Allowance five_an_hour() {
  return {bucket("test", {"mia@example.com"}), "test", 5, 1h};
}

struct Fixture {
  test::TestDatabase db;

  std::optional<std::chrono::seconds> take(const Allowance& allowance) {
    return db.database().transact([&](store::Transaction& tx) {
      return store::attempts::take(tx, allowance, db.clock().now());
    });
  }
  std::optional<std::chrono::seconds> take_doubling(const Allowance& allowance) {
    return db.database().transact([&](store::Transaction& tx) {
      return store::attempts::take(tx, allowance, {1min, 1h}, db.clock().now());
    });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(attempts, Fixture)

BOOST_AUTO_TEST_CASE(the_sixth_of_five_is_refused_and_says_how_long) {
  for (int i = 0; i < 5; ++i) BOOST_TEST(!take(five_an_hour()).has_value());
  db.clock().advance(10min);
  const auto wait = take(five_an_hour());
  BOOST_REQUIRE(wait.has_value());
  BOOST_TEST(wait->count() == 50 * 60);
}

BOOST_AUTO_TEST_CASE(the_window_begins_with_the_first_and_ends_on_the_second) {
  for (int i = 0; i < 5; ++i) take(five_an_hour());
  db.clock().advance(1h - 1us);
  BOOST_TEST(take(five_an_hour()).has_value());
  db.clock().advance(1us);
  BOOST_TEST(!take(five_an_hour()).has_value());
  BOOST_TEST(db.value("SELECT used FROM attempt") == "1");
}

BOOST_AUTO_TEST_CASE(what_is_given_back_can_be_taken_again) {
  for (int i = 0; i < 5; ++i) take(five_an_hour());
  db.database().transact([&](store::Transaction& tx) {
    store::attempts::give_back(tx, five_an_hour(), db.clock().now());
  });
  BOOST_TEST(!take(five_an_hour()).has_value());
  BOOST_TEST(take(five_an_hour()).has_value());
}

BOOST_AUTO_TEST_CASE(forty_at_once_take_exactly_five) {
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      auto database = db.another();
      for (int k = 0; k < 5; ++k)
        taken += !database.transact([&](store::Transaction& tx) {
          return store::attempts::take(tx, five_an_hour(), db.clock().now());
        });
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(taken == 5);
  BOOST_TEST(db.value("SELECT used FROM attempt") == "5");
}

BOOST_AUTO_TEST_CASE(past_the_limit_each_further_one_waits_twice_as_long_up_to_an_hour) {
  for (int i = 0; i < 5; ++i) BOOST_TEST(!take_doubling(five_an_hour()).has_value());
  for (const auto expected : {1min, 2min, 4min, 8min, 16min, 32min, 60min, 60min}) {
    const auto wait = take_doubling(five_an_hour());
    BOOST_REQUIRE(wait.has_value());
    BOOST_TEST(wait->count() == std::chrono::seconds(expected).count());
    db.clock().advance(*wait);
    BOOST_TEST(!take_doubling(five_an_hour()).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_refused_one_does_not_lengthen_the_wait) {
  for (int i = 0; i < 5; ++i) take_doubling(five_an_hour());
  for (int i = 0; i < 20; ++i) BOOST_TEST(take_doubling(five_an_hour())->count() == 60);
}

BOOST_AUTO_TEST_CASE(the_doubling_is_forgotten_after_a_quiet_window) {
  for (int i = 0; i < 5; ++i) take_doubling(five_an_hour());
  db.clock().advance(1min + 1h);
  for (int i = 0; i < 5; ++i) BOOST_TEST(!take_doubling(five_an_hour()).has_value());
}

BOOST_AUTO_TEST_CASE(the_right_one_given_back_also_lifts_the_wait_it_caused) {
  for (int i = 0; i < 5; ++i) take_doubling(five_an_hour());
  db.database().transact([&](store::Transaction& tx) {
    store::attempts::give_back(tx, five_an_hour(), db.clock().now());
  });
  BOOST_TEST(!take_doubling(five_an_hour()).has_value());
}

BOOST_AUTO_TEST_CASE(a_limit_of_none_refuses_all) {
  BOOST_TEST(take({bucket("none", {}), "none", 0, 1h}).has_value());
}

BOOST_AUTO_TEST_CASE(the_table_holds_no_address) {
  take(five_an_hour());
  BOOST_TEST(db.value("SELECT COUNT(*) FROM attempt WHERE bucket LIKE '%mia%'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
