#include "flow/budgets.h"

#include "base/crypto.h"
#include "domain/budget.h"
#include "store/known_browser.h"

namespace doorward::flow {
namespace {

using std::chrono::hours;
using store::attempts::Allowance;

constexpr hours kHour{1};
constexpr hours kDay{24};
// "Since the last good sign-in" has no end of its own; a year without a try is one.
constexpr hours kYear{24 * 365};

Allowance allowance(std::string_view name, std::uint64_t limit, std::chrono::seconds window,
                    std::initializer_list<std::string_view> subject) {
  return {bucket(name, subject), std::string(name), limit, window};
}

}  // namespace

Allowances Budgets::letters(const store::Flow& flow, std::string_view known_browser) const {
  if (is_own(flow.kind))
    return {allowance("own_letters_hour", limits_.own_letters_per_hour_max, kHour,
                      {flow.account_id.value(), known_browser})};
  return strange_letters(flow.email, known_browser);
}

Allowances Budgets::strange_letters(const Email& email, std::string_view known_browser) const {
  return {allowance("strange_letters_hour", limits_.strange_letters_per_hour_max, kHour,
                    {email.text(), known_browser}),
          allowance("strange_letters_day", limits_.strange_letters_per_day_max, kDay,
                    {email.text(), known_browser})};
}

Allowances Budgets::wrong_codes(const store::Flow& flow, std::string_view known_browser) const {
  if (is_own(flow.kind))
    return {allowance("own_codes_hour", limits_.own_codes_per_hour_max, kHour,
                      {flow.account_id.value(), known_browser}),
            allowance("own_codes_day", limits_.own_codes_per_day_max, kDay,
                      {flow.account_id.value(), known_browser})};
  return {allowance("strange_codes_day", limits_.strange_codes_per_day_max, kDay,
                    {flow.email.text(), known_browser})};
}

Allowance Budgets::flows(std::string_view network) const {
  return allowance("network_flows_hour", limits_.network_flows_per_hour_max, kHour, {network});
}

Allowance Budgets::passwords(std::string_view address, std::string_view network,
                             std::string_view known_browser) const {
  if (!known_browser.empty())
    return allowance("passwords_known_browser", limits_.passwords_max, limits_.password_window,
                     {address, known_browser});
  return allowance("passwords", limits_.passwords_max, limits_.password_window, {address, network});
}

store::attempts::DoublingWait Budgets::password_wait() const {
  return {std::chrono::minutes(1), limits_.password_wait_max};
}

Allowance Budgets::passwords_in_all(std::string_view address) const {
  return allowance("passwords_in_all", limits_.passwords_in_all_max, kYear, {address});
}

store::attempts::DoublingWait Budgets::passwords_in_all_wait() const {
  return {limits_.password_lock, limits_.password_lock};
}

std::optional<Wait> take_all(store::Transaction& tx, const Allowances& allowances, Timestamp now) {
  Allowances taken;
  for (const auto& allowance : allowances) {
    if (const auto wait = store::attempts::take(tx, allowance, now)) {
      give_back_all(tx, taken, now);
      return wait;
    }
    taken.push_back(allowance);
  }
  return std::nullopt;
}

void give_back_all(store::Transaction& tx, const Allowances& allowances, Timestamp now) {
  for (const auto& allowance : allowances) store::attempts::give_back(tx, allowance, now);
}

std::string known_browser(store::Transaction& tx, const std::optional<Id>& account_id,
                          const Visitor& visitor) {
  if (!account_id || visitor.browser_token.empty()) return "";
  auto hash = sha256(visitor.browser_token);
  return store::known_browsers::contains(tx, *account_id, hash) ? hash : "";
}

}  // namespace doorward::flow
