// Moving an account to another address.
#pragma once

#include "base/random.h"
#include "domain/email.h"
#include "store/database.h"

namespace doorward::store::accounts {

// Nobody has proved the new mailbox yet. Tells the gates to look again. Throws Duplicate when the
// address has an account.
void set_unproved_email(Transaction& tx, const Id& id, const Email& email);

}  // namespace doorward::store::accounts
