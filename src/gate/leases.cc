#include "gate/leases.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace doorward::gate {
namespace {

// The feed reads every 400 ms; a database that hangs is noticed by its silence.
constexpr std::chrono::seconds kSilenceMax{2};

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

std::optional<Lease> Leases::at_hand(const std::string& token_hash) {
  const std::lock_guard lock(mutex_);
  return usable(token_hash);
}

std::optional<Lease> Leases::find(const std::string& token_hash) {
  std::unique_lock lock(mutex_);
  if (auto lease = usable(token_hash)) return lease;
  return wait_for_look(lock, token_hash);
}

std::optional<Lease> Leases::usable(const std::string& token_hash) {
  auto* const lease = table_.find(token_hash);
  if (lease == nullptr || lease->revoked) return std::nullopt;
  const auto age = steady_now() - lease->looked_at;
  if (age >= rules_.usable) return std::nullopt;
  if (age >= rules_.fresh && !std::exchange(lease->refresh_asked, true))
    work_.tokens.push_back(token_hash);
  return *lease;
}

std::optional<Lease> Leases::wait_for_look(std::unique_lock<std::mutex>& lock,
                                           const std::string& token_hash) {
  if (!is_answering()) throw store::Unavailable("the database does not answer");
  request_ = token_hash;
  request_taken_ = false;
  asked_.notify_one();
  const bool settled =
      settled_.wait_for(lock, rules_.wait, [&] { return !request_.has_value() || failed_; });
  request_.reset();
  if (!settled) failed_ = true;
  if (failed_) throw store::Unavailable("the database did not answer in time");
  auto* const lease = table_.find(token_hash);
  // Whatever revoked it meanwhile was seen before this look, or marks it for the next one.
  return lease == nullptr ? std::nullopt : std::optional(*lease);
}

void Leases::used(std::string_view token_hash, Timestamp now) {
  const std::lock_guard lock(mutex_);
  auto* const lease = table_.find(token_hash);
  if (lease == nullptr) return;
  lease->used_at = std::max(lease->used_at, now);
  if (now - lease->noted_at < rules_.note_after || std::exchange(lease->note_asked, true)) return;
  work_.used_sessions.push_back(lease->session_id());
}

bool Leases::is_answering() const {
  return !failed_ && steady_now() - heard_at_ < kSilenceMax;
}

bool Leases::answering() const {
  const std::lock_guard lock(mutex_);
  return is_answering();
}

std::optional<std::string> Leases::wait_for_request(const std::stop_token& stop,
                                                    std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  const auto wanted = [&] { return request_.has_value() && !request_taken_; };
  if (!asked_.wait_for(lock, stop, time, wanted)) return std::nullopt;
  request_taken_ = true;
  return request_;
}

LeaseWork Leases::take_work() {
  const std::lock_guard lock(mutex_);
  return std::exchange(work_, {});
}

void Leases::revoke(const std::vector<store::Revocation>& revocations) {
  const std::lock_guard lock(mutex_);
  table_.revoke(revocations);
}

void Leases::looked_at(const std::vector<std::string>& tokens,
                       const std::vector<store::HeldSession>& found, SteadyTime asked_at) {
  // What takes time is done without the lock, and the lock is taken for one lease at a time:
  // requests wait for it.
  std::unordered_set<std::string_view> gone(tokens.begin(), tokens.end());
  std::vector<Lease> leases;
  leases.reserve(found.size());
  for (const auto& session : found) {
    leases.emplace_back(session, asked_at);
    gone.erase(session.token_hash);
  }
  for (auto& lease : leases) {
    const std::lock_guard lock(mutex_);
    table_.put(std::move(lease));
  }
  const std::lock_guard lock(mutex_);
  for (const auto token_hash : gone) table_.drop(token_hash);
  if (request_ && std::ranges::find(tokens, *request_) != tokens.end()) {
    request_.reset();
    settled_.notify_all();
  }
}

void Leases::heard() {
  const std::lock_guard lock(mutex_);
  failed_ = false;
  heard_at_ = steady_now();
}

void Leases::failed() {
  const std::lock_guard lock(mutex_);
  failed_ = true;
  settled_.notify_all();
}

std::size_t Leases::size() const {
  const std::lock_guard lock(mutex_);
  return table_.size();
}

}  // namespace doorward::gate
