#include "flow/password_check.h"

#include "base/password_hash.h"
#include "store/audit.h"

namespace doorward::flow {

PasswordCheck::Spent PasswordCheck::spend(const std::optional<Email>& email,
                                          const std::string& address) const {
  const auto now = services_.clock.now();
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> Spent {
    Spent spent;
    if (email) spent.account = store::accounts::look_up(tx, *email).account;
    const auto browser = email ? known_browser(tx, *email, visitor_) : "";
    const auto passwords = budgets.passwords(address, visitor_.network, browser);
    const auto take = [&](const store::attempts::Allowance& allowance,
                          const store::attempts::DoublingWait& doubling) {
      if (const auto wait = store::attempts::take(tx, allowance, doubling, now))
        spent.refused = TooMany{*wait, allowance.name};
      return !spent.refused;
    };
    if (!take(passwords, budgets.password_wait())) return spent;
    spent.allowances.push_back(passwords);
    // What is no address has no owner to be guarded: in all, one's typing errors would shut out
    // everybody else's.
    if (!browser.empty() || !email) return spent;
    const auto in_all = budgets.passwords_in_all(address);
    if (take(in_all, budgets.passwords_in_all_wait()))
      spent.allowances.push_back(in_all);
    else
      give_back_all(tx, spent.allowances, now);
    return spent;
  });
}

bool PasswordCheck::is_right(const Spent& spent, const std::string& address,
                             std::string_view password) const {
  const auto& cost = services_.config.password;
  const auto& account = spent.account;
  const bool has_password = account && !account->password_hash.empty();
  // Without an account a decoy is checked: the time tells nothing (ASVS 6.3.8).
  const bool right = verify_password(
      has_password ? account->password_hash : decoy_hash({cost.memory_kib, cost.passes}), password);
  if (right && has_password) return true;

  services_.database.transact([&](store::Transaction& tx) {
    store::audit::record(
        tx, services_.random,
        {"password_wrong", visitor_.request_id, account ? std::optional(account->id) : std::nullopt,
         address, visitor_.network, "",
         account ? std::optional(account->company_id) : std::nullopt},
        services_.clock.now());
  });
  return false;
}

void PasswordCheck::give_back(store::Transaction& tx, const Spent& spent) const {
  give_back_all(tx, spent.allowances, services_.clock.now());
}

}  // namespace doorward::flow
