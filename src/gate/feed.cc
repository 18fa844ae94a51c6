#include "gate/feed.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace doorward::gate {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kReadEvery{400};
constexpr std::chrono::seconds kNoteEvery{10};
// Leases that grow old together are looked at over this many readings, not in one go that takes the
// processor from the requests: ten of the thirty seconds that an old lease is good for.
constexpr std::size_t kReadingsToRefresh = 25;
constexpr std::size_t kNotesAtOnce = 10 * store::held_sessions::kBatch;
// Less than what store::revocations::recent looks back.
constexpr std::chrono::minutes kGapMax{2};
constexpr std::chrono::seconds kStepMax{30};

}  // namespace

Feed::Feed(store::Database& database, Clock& clock, Leases& leases, store::KeyReport* key_report)
    : database_(database), clock_(clock), leases_(leases), key_report_(key_report) {
  // Once before the first request is served, so that none is refused for want of the first word.
  guarded([&] { read_revocations(); });
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Feed::~Feed() {
  thread_.request_stop();
  thread_.join();
}

bool Feed::moves() const {
  return steady_clock::now() - moved_at_.load() < kStepMax;
}

void Feed::run(const std::stop_token& stop) {
  auto next_read = steady_clock::now() + kReadEvery;
  auto next_note = steady_clock::now() + kNoteEvery;
  while (!stop.stop_requested()) {
    moved_at_ = steady_clock::now();
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(next_read - steady_clock::now());
    // What is long is done in parts: a request that waits goes before it, and so does a reading.
    const bool refreshing = refreshes_ > 0 && !stale_.empty() && !database_lost_;
    const bool noting = noting_ && !database_lost_;
    if (left.count() <= 0) {
      // Not all gates of all machines at once, when a database comes back.
      next_read =
          steady_clock::now() + (database_lost_ ? jittered(kReadEvery, random_) : kReadEvery);
      guarded([&] {
        read_revocations();
        take_work();
        refreshes_ = 1 + stale_.size() / (store::held_sessions::kBatch * kReadingsToRefresh);
      });
    } else if (const auto token = leases_.wait_for_request(
                   stop, refreshing || noting ? std::chrono::milliseconds(0) : left)) {
      guarded([&] { look_at({*token}); });
    } else if (refreshing) {
      guarded([&] { refresh_some(); });
    } else if (noting) {
      note_or_log();
    }
    if (key_report_ != nullptr && !database_lost_) key_report_->give_when_due();
    if (steady_clock::now() < next_note) continue;
    next_note = steady_clock::now() + kNoteEvery;
    noting_ = !used_sessions_.empty();
  }
  take_work();
  while (!used_sessions_.empty() && note_or_log()) continue;
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

void Feed::take_work() {
  const auto work = leases_.take_work();
  used_sessions_.insert(used_sessions_.end(), work.used_sessions.begin(), work.used_sessions.end());
  stale_.insert(stale_.end(), work.tokens.begin(), work.tokens.end());
}

void Feed::refresh_some() {
  --refreshes_;
  const auto end = stale_.begin() + static_cast<std::ptrdiff_t>(
                                        std::min(stale_.size(), store::held_sessions::kBatch));
  const std::vector<std::string> some(stale_.begin(), end);
  // Before it is looked at: what can't be read must not be tried for ever.
  stale_.erase(stale_.begin(), end);
  look_at(some);
}

void Feed::note_some() {
  const auto count = std::min(used_sessions_.size(), kNotesAtOnce);
  const auto first = used_sessions_.end() - static_cast<std::ptrdiff_t>(count);
  database_.transact([&](store::Transaction& tx) {
    store::held_sessions::note_use(tx, {first, used_sessions_.end()}, clock_.now());
  });
  used_sessions_.erase(first, used_sessions_.end());
  noting_ = !used_sessions_.empty();
}

// A database that takes no notes may still be read: nobody is refused for want of one.
bool Feed::note_or_log() {
  try {
    note_some();
    notes_refused_ = false;
    return true;
  } catch (const std::exception& error) {
    noting_ = false;  // until the next round
    if (!std::exchange(notes_refused_, true))
      log::error("session_use_not_noted", {{"reason", error.what()}});
    return false;
  }
}

void Feed::look_at(const std::vector<std::string>& tokens) {
  const auto asked_at = steady_clock::now();
  leases_.looked_at(tokens, database_.read([&](store::Transaction& tx) {
    return store::held_sessions::find(tx, tokens);
  }),
                    asked_at);
}

}  // namespace doorward::gate
