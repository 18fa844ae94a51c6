// Whose mailbox is gone, as mail servers say. Known by the account; whoever has none is not noted.
#pragma once

#include <cstdint>
#include <optional>

#include "base/random.h"
#include "domain/email.h"
#include "store/account.h"
#include "store/database.h"

namespace doorward::store::mailboxes {

struct Marked {
  Id account_id;
  AccountStatus status = AccountStatus::active;
};

// Notes that this mailbox is gone. None when nobody has an account with it, it is noted already, or
// the person proved it at `heard_at`, or later: what was said then is no longer true.
std::optional<Marked> mark_gone(Transaction& tx, const Email& email, Timestamp heard_at,
                                Timestamp now);

// The mailbox works. True when it was thought to be gone.
bool mark_back(Transaction& tx, const Id& account_id);

// How many have an account with an address at that very domain, removed ones left out.
std::uint64_t people_at(Transaction& tx, const DomainName& domain);

}  // namespace doorward::store::mailboxes
