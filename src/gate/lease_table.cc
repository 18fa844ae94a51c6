#include "gate/lease_table.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "domain/session.h"

namespace doorward::gate {
namespace {

template <std::size_t size>
std::array<char, size> to_array(std::string_view bytes) {
  check(bytes.size() == size, "an id or hash of the size it has in the schema");
  std::array<char, size> out{};
  std::ranges::copy(bytes, out.begin());
  return out;
}

}  // namespace

Lease::Lease(const store::HeldSession& session, SteadyTime at)
    : looked_at(at),
      used_at(session.last_seen_at),
      noted_at(session.last_seen_at),
      token_hash_(to_array<32>(session.token_hash)),
      session_id_(to_array<kIdBytes>(session.id)),
      account_id_(to_array<kIdBytes>(session.account_id)),
      company_id_(to_array<kIdBytes>(session.company_id)),
      text_(session.email + session.name + session.groups),
      email_end_(static_cast<std::uint16_t>(session.email.size())),
      name_end_(static_cast<std::uint16_t>(session.email.size() + session.name.size())),
      status_(session.status),
      suspended_(session.suspended_at.has_value()),
      grace_days_(static_cast<std::uint16_t>(session.grace_days)),
      licence_from_(session.licence_from.value_or(Timestamp::min())),
      licence_until_(session.licence_until),
      ends_at_(session.ends_at) {}

bool Lease::runs(Timestamp now, std::chrono::seconds idle) const {
  return session_runs(ends_at_, used_at, now, idle);
}

std::optional<flow::Denial> Lease::denial(Timestamp now) const {
  const auto suspended_at = suspended_ ? std::optional(Timestamp::min()) : std::nullopt;
  return flow::denial(status_, licence_standing(licence_from_, licence_until_, suspended_at, now,
                                                std::chrono::days(grace_days_)));
}

std::optional<LicenceNotice> Lease::licence_notice(Timestamp now) const {
  return doorward::licence_notice(licence_until_, now, std::chrono::days(grace_days_));
}

bool Lease::concerned_by(const store::Revocation& revocation) const {
  const auto is = [&](const ShortId& id) {
    return std::string_view(id.data(), id.size()) == revocation.subject;
  };
  switch (revocation.scope) {
    case store::Revocation::Scope::session:
      return is(session_id_);
    case store::Revocation::Scope::account:
      return is(account_id_);
    case store::Revocation::Scope::company:
      return is(company_id_);
    case store::Revocation::Scope::everything:
      return true;
  }
  return true;
}

// SHA-256 is as good as any hash of itself.
std::size_t LeaseTable::HashOf::operator()(std::string_view token_hash) const {
  std::size_t hash = 0;
  std::memcpy(&hash, token_hash.data(), std::min(token_hash.size(), sizeof hash));
  return hash;
}

Lease* LeaseTable::find(std::string_view token_hash) {
  const auto found = index_.find(token_hash);
  if (found == index_.end()) return nullptr;
  leases_.splice(leases_.begin(), leases_, *found);
  return &**found;
}

Lease& LeaseTable::put(Lease lease) {
  if (auto* const older = find(lease.token_hash())) {
    lease.used_at = std::max(lease.used_at, older->used_at);
    // A note of ours that was asked for is on its way until the database shows it.
    lease.note_asked = older->note_asked && lease.noted_at == older->noted_at;
    *older = std::move(lease);
    return *older;
  }
  if (leases_.size() >= leases_max_) drop(leases_.back().token_hash());
  leases_.push_front(std::move(lease));
  index_.insert(leases_.begin());
  return leases_.front();
}

void LeaseTable::drop(std::string_view token_hash) {
  const auto found = index_.find(token_hash);
  if (found == index_.end()) return;
  const auto entry = *found;
  index_.erase(found);
  leases_.erase(entry);
}

void LeaseTable::revoke(std::span<const store::Revocation> revocations) {
  for (auto& lease : leases_)
    lease.revoked |= std::ranges::any_of(
        revocations, [&](const auto& revocation) { return lease.concerned_by(revocation); });
}

}  // namespace doorward::gate
