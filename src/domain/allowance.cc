#include "domain/allowance.h"

#include "domain/budget.h"

namespace doorward::allowances {
namespace {

using std::chrono::hours;

constexpr hours kHour{1};
constexpr hours kDay{24};
// "Since the last good sign-in" has no end of its own; a year without a try is one.
constexpr hours kYear{24 * 365};

Allowance allowance(std::string_view name, std::uint64_t limit, std::chrono::seconds window,
                    std::initializer_list<std::string_view> subject) {
  return {bucket(name, subject), std::string(name), limit, window};
}

}  // namespace

Allowances strange_letters(const Limits& limits, std::string_view address,
                           std::string_view known_browser) {
  return {allowance("strange_letters_hour", limits.strange_letters_per_hour_max, kHour,
                    {address, known_browser}),
          allowance("strange_letters_day", limits.strange_letters_per_day_max, kDay,
                    {address, known_browser})};
}

Allowances strange_codes(const Limits& limits, std::string_view address,
                         std::string_view known_browser) {
  return {allowance("strange_codes_day", limits.strange_codes_per_day_max, kDay,
                    {address, known_browser})};
}

Allowances own_letters(const Limits& limits, std::string_view account_id,
                       std::string_view known_browser) {
  return {allowance("own_letters_hour", limits.own_letters_per_hour_max, kHour,
                    {account_id, known_browser})};
}

Allowances own_codes(const Limits& limits, std::string_view account_id,
                     std::string_view known_browser) {
  return {
      allowance("own_codes_hour", limits.own_codes_per_hour_max, kHour,
                {account_id, known_browser}),
      allowance("own_codes_day", limits.own_codes_per_day_max, kDay, {account_id, known_browser})};
}

Allowance name_changes(const Limits& limits, std::string_view account_id) {
  return allowance("name_changes_day", limits.name_changes_per_day_max, kDay, {account_id});
}

Allowance flows(const Limits& limits, std::string_view network) {
  return allowance("network_flows_hour", limits.network_flows_per_hour_max, kHour, {network});
}

Allowance passwords(const Limits& limits, std::string_view address, std::string_view network,
                    std::string_view known_browser) {
  if (!known_browser.empty())
    return allowance("passwords_known_browser", limits.passwords_max, limits.password_window,
                     {address, known_browser});
  return allowance("passwords", limits.passwords_max, limits.password_window, {address, network});
}

Allowance passwords_in_all(const Limits& limits, std::string_view address) {
  return allowance("passwords_in_all", limits.passwords_in_all_max, kYear, {address});
}

}  // namespace doorward::allowances
