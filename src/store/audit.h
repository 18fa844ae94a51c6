// What happened, as a row and as a log line with the same ids.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "domain/alarm.h"
#include "domain/email.h"
#include "store/database.h"

namespace doorward::store::audit {

struct Event {
  std::string_view name;  // "sign_in", "code_wrong", …
  std::string request;    // the id that error pages and logs show
  std::optional<Id> account_id;
  std::string email;  // parsed addresses only, never raw input
  std::string network;
  std::string detail;                           // from a closed set, never input
  std::optional<Id> company_id = std::nullopt;  // looked up when only the account is known
};

// Adds the row in the caller's transaction, and returns its id. For programs whose stderr is read
// by a person.
Id add(Transaction& tx, Random& random, const Event& event, Timestamp now);

// The same for many of one moment, 16 rows a statement. REQUIRES: their company_id is set.
void add_all(Transaction& tx, Random& random, const std::vector<Event>& events, Timestamp now);

// Adds the row in the caller's transaction and writes the log line, with the row's id, at once: a
// line without a row means the transaction failed.
void record(Transaction& tx, Random& random, const Event& event, Timestamp now);

// A row as it is read.
struct Recorded {
  Id id;
  Timestamp at;
  std::string request;
  std::string name;
  std::optional<Id> account_id;
  std::optional<Id> company_id;
  std::string email;
  std::string network;
  std::string detail;
};

struct Filter {
  std::optional<Id> company_id;
  std::optional<Email> email;    // what happened with this address,
  std::optional<Id> account_id;  // or with its account, whatever its address was then
  std::optional<std::string> name;
};

// Where a page ended; the next one begins after it.
struct Position {
  Timestamp at;
  Id id;  // "" for the first moment of `at`
};

// The next `count` at most, the oldest first: pages of any trail, however long, in constant memory.
std::vector<Recorded> page(Transaction& tx, const Filter& filter, const Position& after,
                           std::size_t count);

// The last of that name for that account.
std::optional<Recorded> last(Transaction& tx, const Id& account_id, std::string_view name);

// The id of the company that once had that slug and was removed or merged.
std::optional<Id> former_company(Transaction& tx, const std::string& slug);

// How many of that name there were since then, and about how many addresses; counts to `count_max`
// of the newest.
EventTally tally(Transaction& tx, std::string_view name, Timestamp since, std::size_t count_max);

// Deletes at most `count` that are older, and returns how many that were.
std::uint64_t purge(Transaction& tx, Timestamp before, std::size_t count);

// The newest `count` that name the address.
std::vector<Recorded> newest_about(Transaction& tx, const Email& email, std::size_t count);
// From where wrong passwords were tried for it since then.
std::vector<std::string> wrong_password_networks(Transaction& tx, const Email& email,
                                                 Timestamp since);

// What a person is told of the account's events, by a program that may read no more: the newest
// `count`.
struct Past {
  Timestamp at;
  std::string name;
  std::string network;
  std::string detail;
};
std::vector<Past> newest(Transaction& tx, const Id& account_id, std::size_t count);

}  // namespace doorward::store::audit
