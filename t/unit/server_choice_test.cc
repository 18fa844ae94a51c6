#include "store/server_choice.h"

#include <set>

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;

using Order = std::vector<std::size_t>;

struct Fixture {
  SystemRandom random;
  store::ServerRules rules{.avoid = 10s, .look_every = 2s, .good_looks = 3};
  store::ServerChoice choice{3, rules, random};
  store::ServerChoice::Time now = std::chrono::steady_clock::now();

  // Looks as a program does, until it is to go somewhere or the time is over.
  std::optional<std::size_t> goes_back_within(std::chrono::seconds time, auto is_well) {
    for (const auto end = now + time; now < end; now += 100ms)
      if (const auto server = choice.due_look(now);
          server && choice.looked(*server, is_well(*server)))
        return server;
    return std::nullopt;
  }
};

BOOST_FIXTURE_TEST_SUITE(server_choice, Fixture)

BOOST_AUTO_TEST_CASE(all_are_tried_in_order_of_preference) {
  BOOST_TEST((choice.order(now) == Order{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(one_that_failed_is_tried_last_for_ten_seconds_give_or_take) {
  choice.failed(0, now);
  BOOST_TEST((choice.order(now) == Order{1, 2, 0}));
  BOOST_TEST((choice.order(now + 7900ms) == Order{1, 2, 0}));
  BOOST_TEST((choice.order(now + 12100ms) == Order{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(when_all_failed_all_are_tried_in_order) {
  for (const std::size_t server : {2, 0, 1}) choice.failed(server, now);
  BOOST_TEST((choice.order(now) == Order{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(who_uses_the_first_looks_at_no_other) {
  choice.use(0, now);
  BOOST_TEST(!goes_back_within(60s, [](std::size_t) { return true; }));
}

BOOST_AUTO_TEST_CASE(a_better_one_is_gone_back_to_after_several_good_looks) {
  choice.use(1, now);
  const auto begin = now;
  BOOST_TEST((goes_back_within(60s, [](std::size_t) { return true; }) == std::size_t{0}));
  BOOST_TEST((now - begin >= 4800ms && now - begin <= 7600ms));
}

BOOST_AUTO_TEST_CASE(one_that_comes_and_goes_is_not_gone_back_to) {
  choice.use(1, now);
  int looks = 0;
  BOOST_TEST(!goes_back_within(60s, [&](std::size_t) { return ++looks % 3 != 0; }));
  BOOST_TEST(looks > 20);
}

BOOST_AUTO_TEST_CASE(the_second_is_gone_back_to_while_the_first_is_gone) {
  choice.use(2, now);
  BOOST_TEST(
      (goes_back_within(60s, [](std::size_t server) { return server == 1; }) == std::size_t{1}));
}

BOOST_AUTO_TEST_CASE(machines_that_failed_together_do_not_look_together) {
  std::set<std::chrono::nanoseconds> waits;
  for (int machine = 0; machine < 50; ++machine) {
    store::ServerChoice other(2, rules, random);
    other.use(1, now);
    auto at = now;
    while (!other.due_look(at)) at += 1ms;
    waits.insert(at - now);
  }
  BOOST_TEST((*waits.begin() >= 1600ms && *waits.rbegin() <= 2401ms));
  BOOST_TEST(waits.size() > 20);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
