#include "flow/budgets.h"

#include "base/crypto.h"
#include "store/known_browser.h"

namespace doorward::flow {

using store::attempts::Allowance;

Allowances Budgets::letters(const store::Flow& flow, std::string_view known_browser) const {
  if (is_own(flow.kind))
    return allowances::own_letters(limits_, flow.account_id.value(), known_browser);
  return strange_letters(flow.email, known_browser);
}

Allowances Budgets::strange_letters(const Email& email, std::string_view known_browser) const {
  return allowances::strange_letters(limits_, email.text(), known_browser);
}

Allowances Budgets::wrong_codes(const store::Flow& flow, std::string_view known_browser) const {
  if (is_own(flow.kind))
    return allowances::own_codes(limits_, flow.account_id.value(), known_browser);
  return allowances::strange_codes(limits_, flow.email.text(), known_browser);
}

Allowance Budgets::flows(std::string_view network) const {
  return allowances::flows(limits_, network);
}

Allowance Budgets::passwords(std::string_view address, std::string_view network,
                             std::string_view known_browser) const {
  return allowances::passwords(limits_, address, network, known_browser);
}

store::attempts::DoublingWait Budgets::password_wait() const {
  return {std::chrono::minutes(1), limits_.password_wait_max};
}

Allowance Budgets::passwords_in_all(std::string_view address) const {
  return allowances::passwords_in_all(limits_, address);
}

store::attempts::DoublingWait Budgets::passwords_in_all_wait() const {
  return {limits_.password_lock, limits_.password_lock};
}

std::optional<TooMany> take_all(store::Transaction& tx, const Allowances& allowances,
                                Timestamp now) {
  Allowances taken;
  for (const auto& allowance : allowances) {
    if (const auto wait = store::attempts::take(tx, allowance, now)) {
      give_back_all(tx, taken, now);
      return TooMany{*wait, allowance.name};
    }
    taken.push_back(allowance);
  }
  return std::nullopt;
}

void give_back_all(store::Transaction& tx, const Allowances& allowances, Timestamp now) {
  for (const auto& allowance : allowances) store::attempts::give_back(tx, allowance, now);
}

std::string known_browser(store::Transaction& tx, const Email& email, const Visitor& visitor) {
  if (visitor.browser_token.empty()) return "";
  auto hash = sha256(visitor.browser_token);
  return store::known_browsers::contains(tx, email, hash) ? hash : "";
}

}  // namespace doorward::flow
