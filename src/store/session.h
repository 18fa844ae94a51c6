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

// All that end sessions also tell the gates to look again.
// False when there is no such session, or none any more.
bool end(Transaction& tx, const Id& id, Timestamp now);
std::uint64_t end_all(Transaction& tx, const Id& account_id, Timestamp now);
std::uint64_t end_others(Transaction& tx, const Id& account_id, const Id& kept, Timestamp now);
// The session goes on under another token; the one it had opens nothing any more.
void replace_token(Transaction& tx, const Id& id, const std::string& token_hash,
                   const std::string& key_id);
// Returns how many ended.
std::uint64_t end_company(Transaction& tx, const Id& company_id, Timestamp now);
// Everybody's, a slice in each transaction: a million in one would outlast the connection, and hold
// up who uses them. Begin behind "", go on behind `last`; none when there is nothing left.
struct EndedSlice {
  Id last;
  std::uint64_t sessions = 0;
};
std::optional<EndedSlice> end_slice(Transaction& tx, const Id& after, Timestamp now);

// A session as its owner and the operator see it.
struct Shown {
  Id id;
  std::string email;
  std::string browser;
  std::string network;
  Timestamp created_at;
  Timestamp last_seen_at;
  Timestamp ends_at;
};
struct Presence {
  Id account_id;
  std::uint32_t sessions = 0;
  Timestamp last_seen_at;
};
// Who of a company has such sessions.
std::vector<Presence> present(Transaction& tx, const Id& company_id, Timestamp now);
// Those that were neither ended nor are over at `now`, the newest first; idle ones are among them.
std::vector<Shown> open(Transaction& tx, const std::optional<Id>& account_id, Timestamp now);

// Every one the account had, the newest first, at most `count`.
struct Past {
  Shown session;
  std::optional<Timestamp> ended_at;
};
std::vector<Past> newest(Transaction& tx, const Id& account_id, std::size_t count);

bool is_open(Transaction& tx, const Id& id);
// Whether it is, or was, a session of that account.
bool is_of(Transaction& tx, const Id& account_id, const Id& id);

}  // namespace sessions
}  // namespace doorward::store
