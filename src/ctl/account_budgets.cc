#include "ctl/account_budgets.h"

#include <algorithm>

#include "store/audit.h"
#include "store/known_browser.h"

namespace doorward::ctl {
namespace {

// A wait for passwords is at most this long, unless the settings say more.
constexpr std::chrono::hours kNetworksSince{24};

// Waits double for wrong passwords; the other budgets are simply used up.
bool waits(const Allowance& allowance) {
  return allowance.name.starts_with("passwords");
}

std::vector<std::string> browsers_of(store::Transaction& tx,
                                     const std::optional<store::Account>& account) {
  std::vector<std::string> browsers{""};
  if (account)
    for (auto& hash : store::known_browsers::all(tx, account->id))
      browsers.push_back(std::move(hash));
  return browsers;
}

// All that exist for the address, spent or not.
Allowances budgets_of(store::Transaction& tx, const Limits& limits, const Email& email,
                      const std::optional<store::Account>& account, Timestamp now) {
  const auto& address = email.text();
  Allowances budgets;
  const auto add = [&](const Allowances& some) {
    budgets.insert(budgets.end(), some.begin(), some.end());
  };
  const auto since =
      now - std::max<std::chrono::seconds>(kNetworksSince, 2 * limits.password_wait_max);
  for (const auto& network : store::audit::wrong_password_networks(tx, email, since))
    add({allowances::passwords(limits, address, network, "")});
  add({allowances::passwords_in_all(limits, address)});
  for (const auto& browser : browsers_of(tx, account)) {
    if (!browser.empty()) add({allowances::passwords(limits, address, "", browser)});
    add(allowances::strange_codes(limits, address, browser));
    add(allowances::strange_letters(limits, address, browser));
    if (!account) continue;
    add(allowances::own_codes(limits, account->id, browser));
    add(allowances::own_letters(limits, account->id, browser));
  }
  if (account) add({allowances::name_changes(limits, account->id)});
  return budgets;
}

}  // namespace

std::vector<SpentBudget> spent_budgets(store::Transaction& tx, const Limits& limits,
                                       const Email& email,
                                       const std::optional<store::Account>& account,
                                       Timestamp now) {
  std::vector<SpentBudget> all;
  for (const auto& allowance : budgets_of(tx, limits, email, account, now)) {
    const auto use = store::attempts::use(tx, allowance, now);
    if (!use) continue;
    SpentBudget spent{allowance, *use, std::nullopt};
    if (waits(allowance) && use->wait_until > now) spent.blocked_until = use->wait_until;
    if (!waits(allowance) && use->used >= allowance.limit) spent.blocked_until = use->ends_at;
    all.push_back(std::move(spent));
  }
  return all;
}

}  // namespace doorward::ctl
