#include "store/audit.h"
#include "store/heartbeat.h"
#include "store/held_key.h"
#include "store/leftovers.h"
#include "t/integration/store_calls.h"

namespace doorward::test {

using store::Transaction;
namespace audit = store::audit;
namespace outbox = store::outbox;

namespace {

constexpr std::size_t kPage = 100;
constexpr std::size_t kSlice = 1000;  // as the purges of doorwardctl take them

StoreCalls about_letters(const Sample& s) {
  const auto& id = s.letter.id;
  auto added = s.letter;
  added.id = new_id(s.random, s.now);
  const auto lease = new_id(s.random, s.now);
  return {
      {[=, &s](Transaction& tx) { outbox::add(tx, added, s.now); }},
      {[=, &s](Transaction& tx) { outbox::lease(tx, lease, 4, std::chrono::seconds(60), s.now); }},
      {[=](Transaction& tx) { outbox::leased(tx, lease); }},
      {[=, &s](Transaction& tx) { outbox::mark_sent(tx, id, lease, "250", s.now); }},
      {[=, &s](Transaction& tx) { outbox::mark_refused(tx, id, lease, "550"); }},
      {[=, &s](Transaction& tx) { outbox::mark_dropped(tx, id, lease, ""); }},
      {[=, &s](Transaction& tx) { outbox::put_off(tx, id, lease, "450", s.now); }},
      {[&](Transaction& tx) { outbox::last_of_flow(tx, s.flow.id); }},
      {[&](Transaction& tx) { outbox::retry(tx, id, s.now); }},
      {[&](Transaction& tx) { outbox::retry_refused(tx, s.now); }},
      {[&](Transaction& tx) { outbox::drop(tx, id); }},
      {[](Transaction& tx) { outbox::drop_queued(tx); }},
      {[&](Transaction& tx) { outbox::find(tx, id); }},
      {[&](Transaction& tx) { outbox::mark_bounced(tx, id, "550"); }},
      {[](Transaction& tx) { outbox::newest(tx, kPage); }},
      {[&](Transaction& tx) { outbox::waiting_since(tx, s.now, s.now); }},
      {[&](Transaction& tx) { outbox::handed_since(tx, s.now - std::chrono::hours(1)); }},
      {[&](Transaction& tx) {
        outbox::newest_to(tx, s.account.email, s.account.created_at, kPage);
      }},
      {[&](Transaction& tx) { store::heartbeats::beat(tx, store::kMailer, s.now); }},
      {[](Transaction& tx) { store::heartbeats::last(tx, store::kMailer); }},
  };
}

StoreCalls about_events(const Sample& s) {
  const audit::Event event{"sign_in",      "AB12CD34EF", s.account.id, s.account.email.text(),
                           "192.0.2.0/24", "",           s.company.id};
  auto of_somebody = event;
  of_somebody.company_id = std::nullopt;
  const auto& email = s.account.email;
  const auto page = [&](Transaction& tx, const audit::Filter& filter) {
    audit::page(tx, filter, {s.now - std::chrono::days(300), ""}, kPage);
  };
  return {
      {[=, &s](Transaction& tx) { audit::add(tx, s.random, of_somebody, s.now); }},
      {[=, &s](Transaction& tx) {
        audit::add_all(tx, s.random, std::vector<audit::Event>(17, event), s.now);
      }},
      {[=](Transaction& tx) { page(tx, {}); }},
      {[=](Transaction& tx) {
        page(tx, {{}, {}, {}, "company_removed"});
      }},
      {[=, &s](Transaction& tx) {
        page(tx, {s.company.id, {}, {}, {}});
      }},
      {[=, &s](Transaction& tx) {
        page(tx, {s.company.id, {}, {}, "sign_in"});
      }},
      {[=, &s](Transaction& tx) {
        page(tx, {{}, email, s.account.id, {}});
      }},
      {[=, &s](Transaction& tx) {
        page(tx, {s.company.id, email, s.account.id, {}});
      }},
      {[=](Transaction& tx) {
        page(tx, {{}, *Email::parse("nobody@c1.example"), {}, {}});
      }},
      {[&](Transaction& tx) { audit::last(tx, s.account.id, "sign_in"); }},
      {[](Transaction& tx) { audit::former_company(tx, "gone"); }},
      {[&](Transaction& tx) {
        audit::tally(tx, "password_wrong", s.now - std::chrono::days(30), kSlice);
      }},
      {[&](Transaction& tx) { audit::purge(tx, s.now - std::chrono::days(400), kSlice); }},
      {[&](Transaction& tx) { audit::newest(tx, s.account.id, kPage); }},
      {[&](Transaction& tx) { audit::newest_about(tx, email, kPage); }},
      {[&](Transaction& tx) {
        audit::wrong_password_networks(tx, email, s.now - std::chrono::days(30));
      }},
  };
}

StoreCalls about_keys(const Sample& s) {
  namespace held_keys = store::held_keys;
  constexpr auto kFew = "a row for each process";
  constexpr auto kWhenRetired = "once, when a key is retired";
  const auto process = new_id(s.random, s.now);
  const store::HeldKeys held{"web", "host", 1, "session", {"k1:4f0c99ab"}, "k1", s.now, true};
  return {
      {[=](Transaction& tx) { held_keys::put(tx, process, held); }},
      {[&](Transaction& tx) { held_keys::since(tx, s.now); }, kFew},
      {[&](Transaction& tx) { held_keys::dependents(tx, "session", "k1", s.now); }, kWhenRetired},
      {[&](Transaction& tx) { held_keys::dependents(tx, "code", "k1", s.now); }, kWhenRetired},
  };
}

StoreCalls about_leftovers(const Sample& s) {
  StoreCalls calls;
  for (const auto kind : store::kLeftovers)
    calls.push_back({[&s, kind](Transaction& tx) {
      const bool is_kept = kind == store::Leftover::sessions || kind == store::Leftover::letters ||
                           kind == store::Leftover::invitations;
      store::purge(tx, kind, s.now - std::chrono::days(is_kept ? 30 : 1), kSlice);
    }});
  return calls;
}

}  // namespace

StoreCalls calls_about_records(const Sample& s) {
  auto calls = about_letters(s);
  for (auto&& more : {about_events(s), about_keys(s), about_leftovers(s)})
    calls.insert(calls.end(), more.begin(), more.end());
  return calls;
}

}  // namespace doorward::test
