#include "store/attempt.h"
#include "store/held_session.h"
#include "store/revocation.h"
#include "store/session.h"
#include "t/integration/store_calls.h"

namespace doorward::test {

using store::Transaction;
namespace attempts = store::attempts;
namespace flows = store::flows;
namespace held_sessions = store::held_sessions;
namespace sessions = store::sessions;

namespace {

StoreCalls about_sessions(const Sample& s) {
  const auto& id = s.session_id;
  const auto& account_id = s.account.id;
  const sessions::NewSession added{
      new_id(s.random, s.now),       s.random.bytes(32), "k1",          account_id,
      s.now + std::chrono::hours(1), "Firefox on Linux", "192.0.2.0/24"};
  return {
      {[=, &s](Transaction& tx) { sessions::add(tx, added, s.now); }},
      {[&](Transaction& tx) { sessions::find(tx, s.token_hash); }},
      {[&](Transaction& tx) { sessions::end(tx, id, s.now); }},
      {[&](Transaction& tx) { sessions::end_all(tx, account_id, s.now); }},
      {[&](Transaction& tx) { sessions::end_others(tx, account_id, id, s.now); }},
      {[&](Transaction& tx) { sessions::replace_token(tx, id, s.random.bytes(32), "k1"); }},
      {[&](Transaction& tx) { sessions::end_company(tx, s.company.id, s.now); }},
      {[&](Transaction& tx) { sessions::end_slice(tx, "", s.now); }},
      {[&](Transaction& tx) { sessions::present(tx, s.company.id, s.now); }},
      {[&](Transaction& tx) { sessions::open(tx, account_id, s.now); }},
      {[&](Transaction& tx) { sessions::open(tx, std::nullopt, s.now); },
       "the operator's list of all"},
      {[&](Transaction& tx) { sessions::newest(tx, account_id, 100); }},
      {[&](Transaction& tx) { sessions::is_open(tx, id); }},
      {[&](Transaction& tx) { sessions::is_of(tx, account_id, id); }},
      {[&](Transaction& tx) { held_sessions::find(tx, {s.token_hash}); }},
      {[&](Transaction& tx) {
        held_sessions::find(tx, {s.token_hash, s.random.bytes(32)});
      }},
      {[&](Transaction& tx) { held_sessions::note_use(tx, {id}, s.now + std::chrono::hours(1)); }},
      {[&](Transaction& tx) {
        held_sessions::note_use(tx, {id, s.random.bytes(16)}, s.now + std::chrono::hours(1));
      }},
      {[&](Transaction& tx) {
        store::revocations::add(tx, store::Revocation::Scope::session, id);
      }},
      {[](Transaction& tx) { store::revocations::add_for_everything(tx); }},
      {[](Transaction& tx) { store::revocations::recent(tx); }},
  };
}

StoreCalls about_flows(const Sample& s) {
  const auto& id = s.flow.id;
  auto added = s.flow;
  added.id = new_id(s.random, s.now);
  return {
      {[=](Transaction& tx) { flows::add(tx, added); }},
      {[&](Transaction& tx) { flows::find(tx, id); }},
      {[&](Transaction& tx) { flows::mark_sent(tx, s.flow, 2, s.now, s.now); }},
      {[&](Transaction& tx) { flows::spend_try(tx, id, 5, s.now); }},
      {[&](Transaction& tx) { flows::mark_verified(tx, s.flow); }},
      {[&](Transaction& tx) { flows::signed_up(tx, s.account.email, s.flow.secret_hash, s.now); }},
      {[&](Transaction& tx) { flows::finish(tx, id, s.now); }},
      {[&](Transaction& tx) { flows::abandon(tx, id, s.now); }},
      {[&](Transaction& tx) { flows::abandon_all(tx, s.account.id, s.now); }},
      {[&](Transaction& tx) { flows::abandon_others(tx, s.account.id, id, s.now); }},
      {[&](Transaction& tx) { flows::abandon_company(tx, s.company.id, s.now); }},
      {[&](Transaction& tx) { flows::abandon_unproved(tx, s.account.email, s.now); }},
      {[&](Transaction& tx) { flows::abandon_uncovered_sign_ups(tx, s.now); }},
      {[&](Transaction& tx) { store::outbox::code_facts(tx, id); }},
  };
}

StoreCalls about_budgets(const Sample& s) {
  const Allowance spent{s.bucket, "letters", 5, std::chrono::hours(1)};
  const Allowance untouched{s.random.bytes(32), "letters", 5, std::chrono::hours(1)};
  return {
      {[=, &s](Transaction& tx) { attempts::take(tx, untouched, s.now); }},
      {[=, &s](Transaction& tx) {
        for (std::uint64_t tried = 0; tried <= spent.limit; ++tried)
          attempts::take(tx, spent, s.now);
      }},
      {[=, &s](Transaction& tx) {
        for (std::uint64_t tried = 0; tried <= spent.limit; ++tried)
          attempts::take(tx, untouched, attempts::DoublingWait{}, s.now);
      }},
      {[=, &s](Transaction& tx) { attempts::give_back(tx, spent, s.now); }},
      {[=, &s](Transaction& tx) { attempts::clear(tx, spent, s.now); }},
      {[=, &s](Transaction& tx) { attempts::wait(tx, spent, s.now); }},
      {[=, &s](Transaction& tx) { attempts::use(tx, spent, s.now); }},
      {[&](Transaction& tx) { attempts::all(tx, s.now, 100); }},
  };
}

}  // namespace

StoreCalls calls_about_traffic(const Sample& s) {
  auto calls = about_sessions(s);
  for (auto&& more : {about_flows(s), about_budgets(s)})
    calls.insert(calls.end(), more.begin(), more.end());
  return calls;
}

}  // namespace doorward::test
