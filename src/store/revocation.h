// Revocations: rows that make every gate look again at what it remembers of a session.
//
// A row denies nobody. The database stays the one truth, so neither the order of commits nor a
// clock that is off can let somebody in or keep somebody out.
#pragma once

#include <compare>
#include <vector>

#include "base/random.h"
#include "store/database.h"

namespace doorward::store {

struct Revocation {
  enum class Scope { session, account, company, everything };
  Scope scope;
  Id subject;  // of a session, account or company; zeros for everything
  Timestamp created_at;

  auto operator<=>(const Revocation&) const = default;
};

namespace revocations {

// Belongs in the transaction that changes what a gate would decide: seen when that is.
void add(Transaction& tx, Revocation::Scope scope, const Id& subject);
// Of everybody.
void add_for_everything(Transaction& tx);

// Those that were written in the last three minutes: no transaction of ours stays open that long,
// so a gate that reads them again and again misses none, however late it was committed.
std::vector<Revocation> recent(Transaction& tx);

}  // namespace revocations
}  // namespace doorward::store
