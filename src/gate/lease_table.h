// What one gate process remembers of sessions: bounded, least recently used goes first.
//
// A plain container: it knows no database, no clock and no lock. Losing it loses nothing. About
// 400 bytes an entry, whose strings are packed into one.
#pragma once

#include <array>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/clock.h"
#include "flow/sign_in.h"
#include "store/held_session.h"
#include "store/revocation.h"

namespace doorward::gate {

using SteadyTime = std::chrono::steady_clock::time_point;

// One session as the database had it at `looked_at`.
class Lease {
 public:
  Lease(const store::HeldSession& session, SteadyTime looked_at);

  std::string_view email() const { return part(0, email_end_); }
  std::string_view name() const { return part(email_end_, name_end_); }
  std::string_view groups() const { return part(name_end_, text_.size()); }
  std::string_view token_hash() const { return {token_hash_.data(), token_hash_.size()}; }
  Id session_id() const { return {session_id_.data(), session_id_.size()}; }

  // False when the session's time is over: absolute, or idle counted from used_at.
  bool runs(Timestamp now, std::chrono::seconds idle) const;
  // Why the person may not go on at `now`; judged on the second, without asking anybody.
  std::optional<flow::Denial> denial(Timestamp now) const;
  // What its badge says of the licence's end, when that is near.
  std::optional<LicenceNotice> licence_notice(Timestamp now) const;
  bool concerned_by(const store::Revocation& revocation) const;

  SteadyTime looked_at;
  Timestamp used_at;     // the last use that this process or the database knows of
  Timestamp noted_at;    // the last use that the database was told of
  bool revoked = false;  // what it says may no longer hold: look again
  bool refresh_asked = false;
  bool note_asked = false;

 private:
  using ShortId = std::array<char, kIdBytes>;

  std::string_view part(std::size_t from, std::size_t to) const {
    return std::string_view(text_).substr(from, to - from);
  }

  std::array<char, 32> token_hash_;
  ShortId session_id_;
  ShortId account_id_;
  ShortId company_id_;
  std::string text_;  // email, name and groups, one after the other
  std::uint16_t email_end_;
  std::uint16_t name_end_;
  store::AccountStatus status_;
  bool suspended_;
  std::uint16_t grace_days_;
  Timestamp licence_from_;
  std::optional<Timestamp> licence_until_;
  Timestamp ends_at_;
};

class LeaseTable {
 public:
  explicit LeaseTable(std::size_t leases_max) : leases_max_(leases_max) {}
  LeaseTable(const LeaseTable&) = delete;
  LeaseTable& operator=(const LeaseTable&) = delete;

  // Counts as a use. Valid until the next put or drop; null when there is none.
  Lease* find(std::string_view token_hash);
  // In place of an older one of the same token, whose last use it keeps.
  Lease& put(Lease lease);
  void drop(std::string_view token_hash);
  // Marks every lease that one of them concerns.
  void revoke(std::span<const store::Revocation> revocations);

  std::size_t size() const { return leases_.size(); }

 private:
  using Leases = std::list<Lease>;  // the most recently used in front
  using Entry = Leases::iterator;
  struct HashOf {
    using is_transparent = void;
    std::size_t operator()(std::string_view token_hash) const;
    std::size_t operator()(Entry entry) const { return (*this)(entry->token_hash()); }
  };
  struct SameToken {
    using is_transparent = void;
    static std::string_view of(std::string_view token_hash) { return token_hash; }
    static std::string_view of(Entry entry) { return entry->token_hash(); }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return of(a) == of(b);
    }
  };

  std::size_t leases_max_;
  Leases leases_;
  std::unordered_set<Entry, HashOf, SameToken> index_;
};

}  // namespace doorward::gate
