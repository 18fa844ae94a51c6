#include "store/unproved_email.h"

#include "store/revocation.h"

namespace doorward::store::accounts {

void set_unproved_email(Transaction& tx, const Id& id, const Email& email) {
  tx.execute("UPDATE account SET email = ?, proved_at = NULL WHERE id = ?", {email.text(), id});
  revocations::add(tx, Revocation::Scope::account, id);
}

}  // namespace doorward::store::accounts
