// What a gate remembers: bounded, packed, and marked when it may no longer hold.

#include "gate/lease_table.h"

#include "t/unit/unit.h"

using namespace doorward;
using namespace std::chrono_literals;
using gate::Lease;
using gate::LeaseTable;
using Scope = store::Revocation::Scope;

namespace {

const Timestamp kNow = std::chrono::sys_days(std::chrono::year{2026} / 3 / 1);

std::string bytes(char fill, std::size_t size) {
  return std::string(size, fill);
}

store::HeldSession session(char token, char account = 'a', char company = 'c') {
  return {.token_hash = bytes(token, 32),
          .id = bytes(token, 16),
          .account_id = bytes(account, 16),
          .company_id = bytes(company, 16),
          .email = "mia@example.com",
          .name = "Mia Quist",
          .groups = "admins,company:example",
          .status = store::AccountStatus::active,
          .licence_from = std::nullopt,
          .licence_until = std::nullopt,
          .suspended_at = std::nullopt,
          .last_seen_at = kNow,
          .ends_at = kNow + 12h};
}

Lease lease(const store::HeldSession& of) {
  return {of, gate::SteadyTime()};
}

bool revoked(LeaseTable& table, char token) {
  return table.find(bytes(token, 32))->revoked;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lease_table)

BOOST_AUTO_TEST_CASE(a_lease_says_who_it_is) {
  const auto mia = lease(session('t'));
  BOOST_TEST(mia.email() == "mia@example.com");
  BOOST_TEST(mia.name() == "Mia Quist");
  BOOST_TEST(mia.groups() == "admins,company:example");
  BOOST_TEST(mia.session_id() == bytes('t', 16));
  BOOST_TEST(!mia.denial(kNow).has_value());
}

BOOST_AUTO_TEST_CASE(a_lease_lets_in_through_the_grace_and_not_a_moment_longer) {
  auto held = session('t');
  held.licence_until = kNow;
  held.grace_days = 3;
  const auto mia = lease(held);
  BOOST_TEST(!mia.denial(kNow).has_value());
  BOOST_TEST(!mia.denial(kNow + 72h - 1us).has_value());
  BOOST_TEST((mia.denial(kNow + 72h) == flow::Denial::licence_over));
  BOOST_TEST(mia.licence_notice(kNow)->in_grace);
  BOOST_TEST(!mia.licence_notice(kNow - 31 * 24h).has_value());
  BOOST_TEST(!lease(session('t')).licence_notice(kNow).has_value());
}

BOOST_AUTO_TEST_CASE(the_least_recently_used_lease_goes_first) {
  LeaseTable table(2);
  table.put(lease(session('1')));
  table.put(lease(session('2')));
  BOOST_TEST(table.find(bytes('1', 32)) != nullptr);
  table.put(lease(session('3')));
  BOOST_TEST(table.size() == 2u);
  BOOST_TEST(table.find(bytes('2', 32)) == nullptr);
  BOOST_TEST(table.find(bytes('1', 32)) != nullptr);
  BOOST_TEST(table.find(bytes('3', 32)) != nullptr);
}

BOOST_AUTO_TEST_CASE(a_revocation_marks_whom_it_concerns_and_nobody_else) {
  const std::pair<store::Revocation, std::string_view> rows[] = {
      {{Scope::session, bytes('1', 16), kNow}, "1"},
      {{Scope::account, bytes('x', 16), kNow}, "12"},
      {{Scope::company, bytes('c', 16), kNow}, "123"},
      {{Scope::company, bytes('x', 16), kNow}, ""},
      {{Scope::everything, bytes('\0', 16), kNow}, "1234"},
  };
  for (const auto& [row, concerned] : rows) {
    LeaseTable table(10);
    table.put(lease(session('1', 'x')));
    table.put(lease(session('2', 'x')));
    table.put(lease(session('3', 'y')));
    table.put(lease(session('4', 'z', 'd')));
    table.revoke(std::span(&row, 1));
    for (const char token : {'1', '2', '3', '4'})
      BOOST_TEST(revoked(table, token) == (concerned.find(token) != concerned.npos));
  }
}

BOOST_AUTO_TEST_CASE(a_fresh_look_keeps_the_last_use_and_clears_the_mark) {
  LeaseTable table(10);
  auto& first = table.put(lease(session('1')));
  first.used_at = kNow + 5min;
  first.revoked = first.refresh_asked = true;
  const auto& second = table.put(lease(session('1')));
  BOOST_TEST(table.size() == 1u);
  BOOST_TEST(!second.revoked);
  BOOST_TEST(!second.refresh_asked);
  BOOST_TEST((second.used_at == kNow + 5min));
}

BOOST_AUTO_TEST_CASE(a_use_is_noted_again_only_when_the_database_shows_the_last_note) {
  LeaseTable table(10);
  table.put(lease(session('1'))).note_asked = true;
  BOOST_TEST(table.put(lease(session('1'))).note_asked);
  auto noted = session('1');
  noted.last_seen_at += 1min;
  BOOST_TEST(!table.put(lease(noted)).note_asked);
}

BOOST_AUTO_TEST_CASE(a_licence_ends_on_the_second_without_a_look) {
  auto of = session('1');
  of.licence_until = kNow + 1h;
  const auto mia = lease(of);
  BOOST_TEST(!mia.denial(kNow + 1h - 1us).has_value());
  BOOST_TEST((mia.denial(kNow + 1h) == flow::Denial::licence_over));
}

BOOST_AUTO_TEST_CASE(who_is_locked_or_suspended_is_denied) {
  auto locked = session('1');
  locked.status = store::AccountStatus::locked;
  BOOST_TEST((lease(locked).denial(kNow) == flow::Denial::account_locked));
  auto suspended = session('1');
  suspended.suspended_at = kNow + 1h;
  BOOST_TEST((lease(suspended).denial(kNow) == flow::Denial::licence_suspended));
}

BOOST_AUTO_TEST_CASE(a_session_ends_by_the_clock_and_by_idleness) {
  auto mia = lease(session('1'));
  BOOST_TEST(mia.runs(kNow + 1h - 1us, 1h));
  BOOST_TEST(!mia.runs(kNow + 1h, 1h));
  mia.used_at = kNow + 11h + 30min;
  BOOST_TEST(mia.runs(kNow + 12h - 1us, 1h));
  BOOST_TEST(!mia.runs(kNow + 12h, 1h));
}

BOOST_AUTO_TEST_SUITE_END()
