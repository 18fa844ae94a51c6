// What is spent of the budgets that concern one address.
#pragma once

#include <optional>
#include <vector>

#include "base/config.h"
#include "domain/allowance.h"
#include "domain/email.h"
#include "store/account.h"
#include "store/attempt.h"

namespace doorward::ctl {

struct SpentBudget {
  Allowance allowance;
  store::attempts::Use use;
  std::optional<Timestamp> blocked_until;  // none: there is some left
};

// Of the address from anywhere, from each browser its account knows, and from each network that
// wrong passwords were tried from: buckets are hashes, and can't be asked whose they are.
std::vector<SpentBudget> spent_budgets(store::Transaction& tx, const Limits& limits,
                                       const Email& email,
                                       const std::optional<store::Account>& account, Timestamp now);

}  // namespace doorward::ctl
