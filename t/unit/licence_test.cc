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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
