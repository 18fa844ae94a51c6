#include "gate/feed.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace doorward::gate {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kReadEvery{400};
constexpr std::chrono::seconds kNoteEvery{10};
// Less than what store::revocations::recent looks back.
constexpr std::chrono::minutes kGapMax{2};

}  // namespace

Feed::Feed(store::Database& database, Clock& clock, Leases& leases)
    : database_(database), clock_(clock), leases_(leases) {
  // Once before the first request is served, so that none is refused for want of the first word.
  guarded([&] { read_revocations(); });
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Feed::~Feed() {
  thread_.request_stop();
  thread_.join();
}

void Feed::run(std::stop_token stop) {
  auto next_read = steady_clock::now() + kReadEvery;
  auto next_note = steady_clock::now() + kNoteEvery;
  while (!stop.stop_requested()) {
    const auto left = next_read - steady_clock::now();
    const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(left);
    if (time.count() > 0) {
      if (const auto token = leases_.wait_for_request(stop, time))
        guarded([&] { serve_request(*token); });
      continue;
    }
    next_read = steady_clock::now() + kReadEvery;
    guarded([&] {
      read_revocations();
      refresh();
    });
    if (steady_clock::now() < next_note) continue;
    next_note = steady_clock::now() + kNoteEvery;
    guarded([&] { note_use(); });
  }
  guarded([&] {
    refresh();
    note_use();
  });
}

template <class F>
void Feed::guarded(F&& step) {
  try {
    step();
    leases_.heard();
    if (std::exchange(database_lost_, false)) log::info("database_back");
  } catch (const std::exception& error) {
    leases_.failed();
    // Once for each outage: the requests that suffer from it have lines of their own.
    if (!std::exchange(database_lost_, true))
      log::error("database_lost", {{"reason", error.what()}});
  }
}

void Feed::serve_request(const std::string& token) {
  look_at({token});
}

void Feed::read_revocations() {
  const auto recent =
      database_.read([](store::Transaction& tx) { return store::revocations::recent(tx); });
  std::vector<store::Revocation> fresh;
  for (const auto& revocation : recent)
    if (!seen_.contains(revocation)) fresh.push_back(revocation);
  seen_ = {recent.begin(), recent.end()};
  // A machine that was suspended has missed rows without noticing.
  const auto now = clock_.now();
  if (now - std::exchange(read_at_, now) > kGapMax)
    fresh.push_back({store::Revocation::Scope::everything, Id(kIdBytes, '\0'), now});
  // A lease looked at from now on sees what was committed with the row; each one before may not.
  if (!fresh.empty()) leases_.revoke(fresh);
}

void Feed::refresh() {
  const auto work = leases_.take_work();
  used_sessions_.insert(used_sessions_.end(), work.used_sessions.begin(), work.used_sessions.end());
  // In parts: a request that waits for its look waits for one of them at most.
  for (std::size_t i = 0; i < work.tokens.size(); i += store::held_sessions::kBatch) {
    const auto end = std::min(work.tokens.size(), i + store::held_sessions::kBatch);
    look_at({work.tokens.begin() + static_cast<std::ptrdiff_t>(i),
             work.tokens.begin() + static_cast<std::ptrdiff_t>(end)});
    if (const auto token = leases_.wait_for_request({}, std::chrono::milliseconds(0)))
      serve_request(*token);
  }
}

void Feed::note_use() {
  if (used_sessions_.empty()) return;
  database_.transact([&](store::Transaction& tx) {
    store::held_sessions::note_use(tx, used_sessions_, clock_.now());
  });
  used_sessions_.clear();
}

void Feed::look_at(const std::vector<std::string>& tokens) {
  const auto asked_at = steady_clock::now();
  leases_.looked_at(tokens, database_.read([&](store::Transaction& tx) {
    return store::held_sessions::find(tx, tokens);
  }),
                    asked_at);
}

}  // namespace doorward::gate
