#include "store/group.h"

#include "store/revocation.h"

namespace doorward::store::groups {

bool add(Transaction& tx, const Id& account_id, const std::string& name) {
  if (tx.execute("INSERT INTO account_group (account_id, name) VALUES (?, ?)"
                 " ON DUPLICATE KEY UPDATE name = account_group.name",
                 {account_id, name}) == 0)
    return false;
  revocations::add(tx, Revocation::Scope::account, account_id);
  return true;
}

bool remove(Transaction& tx, const Id& account_id, const std::string& name) {
  if (tx.execute("DELETE FROM account_group WHERE account_id = ? AND name = ?",
                 {account_id, name}) == 0)
    return false;
  revocations::add(tx, Revocation::Scope::account, account_id);
  return true;
}

}  // namespace doorward::store::groups
