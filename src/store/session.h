// Who is signed in. Rows hold the hash of a token, never the token.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "store/account.h"
#include "store/company.h"
#include "store/database.h"

namespace doorward::store {

struct Session {
  Id id;
  Id account_id;
  Timestamp last_seen_at;
  Timestamp ends_at;
};

// Everything a decision about a signed-in person needs, as of one moment.
struct SignedIn {
  Session session;
  Account account;
  Company company;
  std::vector<std::string> groups;
};

namespace sessions {

struct NewSession {
  Id id;
  std::string token_hash;
  std::string key_id;
  Id account_id;
  Timestamp ends_at;
  std::string browser;
  std::string network;
};
void add(Transaction& tx, const NewSession& session, Timestamp now);

// The session of that token, unless it was ended; whether its time is over is the caller's
// question.
std::optional<SignedIn> find(Transaction& tx, const std::string& token_hash);

// Both also tell the gates to look again.
void end(Transaction& tx, const Id& id, Timestamp now);
void end_all(Transaction& tx, const Id& account_id, Timestamp now);

}  // namespace sessions
}  // namespace doorward::store
