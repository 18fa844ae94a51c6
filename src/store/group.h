// The groups of an account, which the portal is told with each request.
//
// Both tell the gates to look again, and return false when there was nothing to change.
#pragma once

#include <string>

#include "base/random.h"
#include "store/database.h"

namespace doorward::store::groups {

bool add(Transaction& tx, const Id& account_id, const std::string& name);
bool remove(Transaction& tx, const Id& account_id, const std::string& name);

}  // namespace doorward::store::groups
