// The browsers an account has completed a sign-in with, by the hash of a 400-day cookie.
//
// Being known widens budgets and silences a letter; it never stands in for a password or a code.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "domain/email.h"
#include "store/database.h"

namespace doorward::store::known_browsers {

inline constexpr std::int64_t kPerAccountMax = 10;

struct Seen {
  Timestamp created_at;
  Timestamp last_seen_at;
};
// The account's, the one seen last first.
std::vector<Seen> of(Transaction& tx, const Id& account_id);

// True when the account of that address knows it. Looks among its browsers whether or not there is
// an account.
bool contains(Transaction& tx, const Email& email, const std::string& token_hash);
// Adds it, or notes that it was seen again; past ten the one not seen for longest is forgotten.
void remember(Transaction& tx, const Id& account_id, const std::string& token_hash, Timestamp now);
void forget_all(Transaction& tx, const Id& account_id);

// The hashes of their tokens, the last seen first.
std::vector<std::string> all(Transaction& tx, const Id& account_id);

}  // namespace doorward::store::known_browsers
