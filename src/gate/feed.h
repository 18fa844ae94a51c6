// The gate's own thread, the only one of the house, with its own connection to the database.
//
// Every 400 ms it reads what was revoked, so that a sign-out, a lock or the end of a licence holds
// everywhere within a second; looks again, in batches, at leases that grow old; looks at once when
// a request waits for it; and every ten seconds notes which sessions were in use, and which keys
// this process holds.
#pragma once

#include <atomic>
#include <deque>
#include <set>
#include <thread>

#include "base/random.h"
#include "gate/leases.h"
#include "store/database.h"
#include "store/held_key.h"

namespace doorward::gate {

class Feed {
 public:
  // Starts the thread. `database`, already connected or not, belongs to it alone from then on.
  // REQUIRES: the stop signals are blocked, so that they go to the main thread.
  Feed(store::Database& database, Clock& clock, Leases& leases,
       store::KeyReport* key_report = nullptr);
  // Stops it, which notes what is still to be noted, and waits for that.
  ~Feed();
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  // False when the thread has been at one and the same step for half a minute, which the time-outs
  // of the database don't let it be.
  bool moves() const;

 private:
  void run(const std::stop_token& stop);
  // Each returns after the database has answered, or throws what store::Database throws.
  void read_revocations();
  void refresh_some();
  void note_some();
  void look_at(const std::vector<std::string>& tokens);

  void take_work();
  bool note_or_log();
  template <class F>
  void guarded(F&& step);

  store::Database& database_;
  SystemRandom random_;
  Clock& clock_;
  Leases& leases_;
  store::KeyReport* key_report_;
  std::set<store::Revocation> seen_;  // of those that `recent` still gives
  Timestamp read_at_{};               // when revocations were last read
  std::deque<std::string> stale_;     // tokens of leases to be looked at again
  std::size_t refreshes_ = 0;         // how many batches of them before the next reading
  std::vector<Id> used_sessions_;     // to be noted
  bool noting_ = false;
  bool notes_refused_ = false;
  bool database_lost_ = false;
  std::atomic<SteadyTime> moved_at_{std::chrono::steady_clock::now()};
  std::jthread thread_;
};

}  // namespace doorward::gate
