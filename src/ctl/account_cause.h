// Why somebody can't get in: the first thing that keeps them out, in the order in which the
// programs would meet it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "ctl/account_budgets.h"
#include "domain/email.h"
#include "store/account.h"
#include "store/company.h"
#include "store/outbox.h"

namespace doorward::ctl {

// What is known of an address, as of one moment.
struct PersonFacts {
  Email email;
  Timestamp now;
  std::optional<store::Account> account;
  std::optional<store::companies::Membership> membership;  // by the lists as they are now
  std::optional<store::Company> company;                   // of the account, else of the lists
  bool seats_full = false;
  bool invited = false;
  std::vector<SpentBudget> budgets = {};  // what of them is used, and concerns this address
  std::vector<store::Letter> letters = {};
  std::vector<std::string> similar_domains = {};  // listed ones, when this one is not
};

PersonFacts facts_of(store::Transaction& tx, const Limits& limits, const Email& email,
                     Timestamp now);

struct Cause {
  std::string code;      // for programs: "account_locked"
  std::string sentence;  // for people
};

Cause cause_of(const PersonFacts& facts, bool sign_up_open);

}  // namespace doorward::ctl
