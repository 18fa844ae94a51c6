#include "domain/licence.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;
using test::kNow;
using test::kTick;
using enum LicenceStanding;

constexpr auto kNone = std::nullopt;

BOOST_AUTO_TEST_SUITE(licence)

BOOST_AUTO_TEST_CASE(licence_without_dates_runs) {
  BOOST_TEST((licence_standing(kNone, kNone, kNone, kNow) == runs));
}

BOOST_AUTO_TEST_CASE(licence_runs_from_its_first_moment) {
  BOOST_TEST((licence_standing(kNow + kTick, kNone, kNone, kNow) == not_started));
  BOOST_TEST((licence_standing(kNow, kNone, kNone, kNow) == runs));
}

BOOST_AUTO_TEST_CASE(licence_is_over_from_its_end_on) {
  BOOST_TEST((licence_standing(kNone, kNow + kTick, kNone, kNow) == runs));
  BOOST_TEST((licence_standing(kNone, kNow, kNone, kNow) == over));
  BOOST_TEST((licence_standing(kNow - 24h, kNow - kTick, kNone, kNow) == over));
}

BOOST_AUTO_TEST_CASE(suspension_goes_before_all_else) {
  BOOST_TEST((licence_standing(kNone, kNone, kNow - 1h, kNow) == suspended));
  BOOST_TEST((licence_standing(kNone, kNone, kNow + 1s, kNow) == suspended));
  BOOST_TEST((licence_standing(kNone, kNow - 1h, kNow, kNow) == suspended));
}

BOOST_AUTO_TEST_CASE(licence_runs_through_its_last_day) {
  const auto last_day = text::from_iso_date("2027-03-01").value();
  const auto until = last_day_to_end(last_day);
  BOOST_TEST((licence_standing(kNone, until, kNone, last_day + 24h - kTick) == runs));
  BOOST_TEST((licence_standing(kNone, until, kNone, last_day + 24h) == over));
  BOOST_TEST((end_to_last_day(until) == last_day));
  BOOST_TEST((end_to_last_day(until - 1h) == last_day));
}

BOOST_AUTO_TEST_CASE(grace_follows_the_end_and_ends_on_the_moment) {
  const auto at = [](std::chrono::microseconds after_end) {
    return licence_standing(kNone, kNow, kNone, kNow + after_end, std::chrono::days(2));
  };
  BOOST_TEST((at(-kTick) == runs));
  BOOST_TEST((at(0s) == in_grace));
  BOOST_TEST((at(48h - kTick) == in_grace));
  BOOST_TEST((at(48h) == over));
  BOOST_TEST((licence_standing(kNone, kNow, kNow, kNow, std::chrono::days(2)) == suspended));
}

BOOST_AUTO_TEST_CASE(the_notice_shows_from_thirty_days_ahead_through_the_grace) {
  const auto last_day = text::from_iso_date("2027-03-01").value();
  const auto until = last_day_to_end(last_day);
  const std::chrono::days grace(14);
  BOOST_TEST(!licence_notice(kNone, kNow, grace).has_value());
  BOOST_TEST(!licence_notice(until, until - 30 * 24h - kTick, grace).has_value());
  const auto ahead = licence_notice(until, until - 30 * 24h, grace).value();
  BOOST_TEST((ahead.last_day == last_day));
  BOOST_TEST(!ahead.in_grace);
  BOOST_TEST(!licence_notice(until, until - kTick, grace)->in_grace);
  const auto after = licence_notice(until, until, grace).value();
  BOOST_TEST(after.in_grace);
  BOOST_TEST((after.last_grace == last_day + grace));
  BOOST_TEST(licence_notice(until, until + grace - kTick, grace).has_value());
  BOOST_TEST(!licence_notice(until, until + grace, grace).has_value());
}

BOOST_AUTO_TEST_CASE(the_letter_of_the_nearest_day_is_due) {
  const auto days_ahead = [](std::chrono::microseconds left) {
    return licence_letter_days(kNow + left, kNow).value_or(0);
  };
  BOOST_TEST(days_ahead(30 * 24h + kTick) == 0);
  BOOST_TEST(days_ahead(30 * 24h) == 30);
  BOOST_TEST(days_ahead(7 * 24h + kTick) == 30);
  BOOST_TEST(days_ahead(7 * 24h) == 7);
  BOOST_TEST(days_ahead(24h + kTick) == 7);
  BOOST_TEST(days_ahead(24h) == 1);
  BOOST_TEST(days_ahead(kTick) == 1);
  BOOST_TEST(days_ahead(0s) == 0);
  BOOST_TEST(!licence_letter_days(kNone, kNow).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
