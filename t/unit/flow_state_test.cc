#include "domain/flow_state.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;
using test::kNow;
using test::kTick;
using enum FlowKind;
using enum FlowState;

constexpr FlowKind kAllKinds[] = {sign_up, sign_in, reset, validate, deletion};
constexpr FlowState kAllStates[] = {asked, password_ok, code_sent, verified, done};

BOOST_AUTO_TEST_SUITE(flow_state)

BOOST_AUTO_TEST_CASE(names_go_both_ways) {
  for (const auto kind : kAllKinds) BOOST_TEST((flow_kind_from(to_text(kind)) == kind));
  for (const auto state : kAllStates) BOOST_TEST((flow_state_from(to_text(state)) == state));
  BOOST_TEST(to_text(sign_up) == "sign_up");
  BOOST_TEST(to_text(password_ok) == "password_ok");
}

BOOST_AUTO_TEST_CASE(other_names_are_unknown) {
  for (const auto name : {"", "Sign_up", "sign-up", "sign_up ", "verified"})
    BOOST_TEST(!flow_kind_from(name).has_value(), name);
  for (const auto name : {"", "DONE", "done ", "reset"})
    BOOST_TEST(!flow_state_from(name).has_value(), name);
}

BOOST_AUTO_TEST_CASE(names_fit_their_columns) {
  for (const auto kind : kAllKinds) BOOST_TEST(to_text(kind).size() <= 10U);
  for (const auto state : kAllStates) BOOST_TEST(to_text(state).size() <= 12U);
}

BOOST_AUTO_TEST_CASE(lifetimes_are_60_15_and_30_minutes) {
  BOOST_TEST((lifetime(sign_up) == 60min));
  BOOST_TEST((lifetime(sign_in) == 15min));
  BOOST_TEST((lifetime(reset) == 30min));
  BOOST_TEST((lifetime(validate) == 30min));
  BOOST_TEST((lifetime(deletion) == 15min));
}

BOOST_AUTO_TEST_CASE(every_flow_goes_its_one_way_to_the_end) {
  for (const auto kind : kAllKinds) {
    BOOST_TEST(
        may_move(kind, kind == sign_in || kind == deletion ? password_ok : asked, code_sent));
    BOOST_TEST(may_move(kind, code_sent, verified));
    BOOST_TEST(may_move(kind, verified, done));
  }
}

BOOST_AUTO_TEST_CASE(no_flow_goes_any_other_way) {
  for (const auto kind : kAllKinds) {
    int moves = 0;
    for (const auto from : kAllStates)
      for (const auto to : kAllStates) moves += may_move(kind, from, to) ? 1 : 0;
    BOOST_TEST(moves == 3, to_text(kind));
    for (const auto state : kAllStates) {
      BOOST_TEST(!may_move(kind, state, state));
      BOOST_TEST(!may_move(kind, done, state));
      BOOST_TEST(!may_move(kind, state, asked));
      BOOST_TEST(!may_move(kind, state, password_ok));
    }
    BOOST_TEST(!may_move(kind, code_sent, done));
    BOOST_TEST(!may_move(kind, first_state(kind), verified));
  }
  BOOST_TEST(!may_move(sign_in, asked, code_sent));
  BOOST_TEST(!may_move(sign_up, password_ok, code_sent));
  BOOST_TEST(!may_move(reset, password_ok, code_sent));
}

BOOST_AUTO_TEST_CASE(resends_wait_30_then_60_then_120_seconds) {
  BOOST_TEST((resend_wait(1) == 30s));
  BOOST_TEST((resend_wait(2) == 60s));
  BOOST_TEST((resend_wait(3) == 120s));
  BOOST_TEST((resend_wait(4) == 120s));
  BOOST_TEST((resend_wait(UINT32_MAX) == 120s));
  BOOST_CHECK_THROW(resend_wait(0), std::logic_error);
  BOOST_TEST(kSendsMax == 5U);
}

BOOST_AUTO_TEST_CASE(code_with_five_minutes_left_is_sent_again) {
  BOOST_TEST(keeps_generation(kNow, kNow + 10min));
  BOOST_TEST(keeps_generation(kNow, kNow + 5min));
  BOOST_TEST(!keeps_generation(kNow, kNow + 5min - kTick));
  BOOST_TEST(!keeps_generation(kNow, kNow));
  BOOST_TEST(!keeps_generation(kNow, kNow - 1h));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
