// What happened, as a row and as a log line with the same request id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "store/database.h"

namespace doorward::store::audit {

struct Event {
  std::string_view name;  // "sign_in", "code_wrong", …
  std::string request;    // the id that error pages and logs show
  std::optional<Id> account_id;
  std::string email;  // parsed addresses only, never raw input
  std::string network;
  std::string detail;  // from a closed set, never input
};

// Adds the row in the caller's transaction. For programs whose stderr is read by a person.
void add(Transaction& tx, Random& random, const Event& event, Timestamp now);

// The same for many of one moment, 16 rows a statement.
void add_all(Transaction& tx, Random& random, const std::vector<Event>& events, Timestamp now);

// Adds the row in the caller's transaction and writes the log line at once: a line without a row
// means the transaction failed.
void record(Transaction& tx, Random& random, const Event& event, Timestamp now);

// What happened to an account, the newest first, at most `count`; `request` is left out.
struct Past {
  Timestamp at;
  std::string name;
  std::string network;
  std::string detail;
};
std::vector<Past> newest(Transaction& tx, const Id& account_id, std::size_t count);

}  // namespace doorward::store::audit
