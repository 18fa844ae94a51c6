// A password is asked for: a try is spent and committed before the password is compared, and given
// back when it was right (ASVS 6.3.1). The same budgets at sign-in and where a signed-in person
// confirms that it is them, so that neither page is a way around the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "flow/budgets.h"
#include "flow/services.h"
#include "store/account.h"

namespace doorward::flow {

class PasswordCheck {
 public:
  PasswordCheck(const Services& services, const Visitor& visitor)
      : services_(services), visitor_(visitor) {}

  struct Spent {
    std::optional<TooMany> refused;  // nothing was spent, and nothing may be compared
    std::optional<store::Account> account;
    Allowances allowances;
  };
  // `address` is canonical, and `email` its parsed form if it has one.
  Spent spend(const std::optional<Email>& email, const std::string& address) const;

  // Takes as long where there is no account, or none with a password. A wrong one leaves an event.
  bool is_right(const Spent& spent, const std::string& address, std::string_view password) const;

  // Only wrong passwords are to be counted.
  void give_back(store::Transaction& tx, const Spent& spent) const;

 private:
  const Services& services_;
  const Visitor& visitor_;
};

}  // namespace doorward::flow
