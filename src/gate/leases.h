// Leases: how a gate answers without asking the database, and when it must ask after all.
//
// A lease younger than `fresh` answers alone. From then to `usable` it still does, and is looked at
// again meanwhile. Older, or revoked: a fresh look, or no answer. Two threads share this object:
// the one that serves requests asks for people, gate::Feed looks them up and brings revocations.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gate/lease_table.h"

namespace doorward::gate {

struct LeaseRules {
  std::chrono::milliseconds fresh{30'000};
  std::chrono::milliseconds usable{60'000};
  std::chrono::milliseconds wait{300};  // how long a request waits for a look
  std::chrono::seconds note_after{60};  // a use is not noted sooner than this after the last
  std::size_t leases_max = 50'000;
};

// What the feed has to do, taken in one go.
struct LeaseWork {
  std::vector<std::string> tokens;  // hashes to look at
  std::vector<Id> used_sessions;
};

class Leases {
 public:
  explicit Leases(const LeaseRules& rules) : rules_(rules), table_(rules.leases_max) {}

  // The lease of that session when it answers without the database's help, which proves that the
  // token is one of ours. Never waits.
  std::optional<Lease> at_hand(const std::string& token_hash);
  // The person of that session as far as the database knows, none when there is no such session.
  // Throws store::Unavailable when that can't be told within `wait`; and at once, without waiting,
  // from a failure on until the feed hears of the database again. One thread calls it.
  std::optional<Lease> find(const std::string& token_hash);
  // That find's lease let somebody in at `now`.
  void used(std::string_view token_hash, Timestamp now);
  // False when the database has not been heard of for two seconds.
  bool answering() const;

  // For the feed. Waits until a request waits for a look, `time` is over or a stop is asked for,
  // and returns what that request wants looked at.
  std::optional<std::string> wait_for_request(const std::stop_token& stop,
                                              std::chrono::milliseconds time);
  LeaseWork take_work();
  // Everything that was looked at before is looked at again, so far as one of these concerns it.
  void revoke(const std::vector<store::Revocation>& revocations);
  // The sessions found for `tokens`, which were asked for at `asked_at`.
  void looked_at(const std::vector<std::string>& tokens,
                 const std::vector<store::HeldSession>& found, SteadyTime asked_at);
  void heard();
  void failed();

  std::size_t size() const;

 private:
  std::optional<Lease> usable(const std::string& token_hash);
  std::optional<Lease> wait_for_look(std::unique_lock<std::mutex>& lock,
                                     const std::string& token_hash);
  bool is_answering() const;

  const LeaseRules rules_;
  mutable std::mutex mutex_;
  std::condition_variable_any asked_;
  std::condition_variable settled_;
  LeaseTable table_;
  std::optional<std::string> request_;  // the token that a request waits for
  bool request_taken_ = false;
  LeaseWork work_;
  bool failed_ = false;
  SteadyTime heard_at_{};
};

}  // namespace doorward::gate
