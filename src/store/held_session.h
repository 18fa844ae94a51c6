// What a gate has to know of a session to decide about a request, and no more: no password hash, no
// other session. Read for many sessions at once.
#pragma once

#include <string>
#include <vector>

#include "domain/licence.h"
#include "store/account.h"
#include "store/database.h"

namespace doorward::store {

struct HeldSession {
  std::string token_hash;
  Id id;
  Id account_id;
  Id company_id;
  std::string email;
  std::string name;
  std::string groups;  // "admins,editors,company:example"
  AccountStatus status = AccountStatus::active;
  std::optional<Timestamp> licence_from;
  std::optional<Timestamp> licence_until;
  std::uint32_t grace_days = 0;
  std::optional<Timestamp> suspended_at;
  Timestamp last_seen_at;
  Timestamp ends_at;
};

namespace held_sessions {

// How many one statement asks for; find and note_use take any number.
inline constexpr std::size_t kBatch = 128;

// Of those tokens the sessions that were not ended, in any order; whether their time is over is the
// caller's question.
std::vector<HeldSession> find(Transaction& tx, const std::vector<std::string>& token_hashes);

// These sessions were in use now. One whose row somebody holds is left out.
void note_use(Transaction& tx, const std::vector<Id>& ids, Timestamp now);

}  // namespace held_sessions
}  // namespace doorward::store
