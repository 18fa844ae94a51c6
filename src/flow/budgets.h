// The limits of the settings as allowances: who may ask for how many letters, codes and passwords.
//
// Three purses that never draw on each other: *strange* (asked for without the right password, per
// address), *own* (after the right password, per account), and for a browser the account knows one
// of each for itself. So a stranger who spends the strange purse leaves the owner's untouched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/allowance.h"
#include "flow/services.h"
#include "store/attempt.h"
#include "store/flow.h"

namespace doorward::flow {

using doorward::Allowances;
using Wait = std::chrono::seconds;

struct TooMany {  // a budget is spent
  Wait wait;
  std::string budget;  // its name
};

class Budgets {
 public:
  explicit Budgets(const Limits& limits) : limits_(limits) {}

  // `known_browser`: the hash of the visitor's browser token when the account knows it, else "".
  Allowances letters(const store::Flow& flow, std::string_view known_browser) const;
  // Letters that anybody may cause, such as an invitation.
  Allowances strange_letters(const Email& email, std::string_view known_browser) const;
  Allowances wrong_codes(const store::Flow& flow, std::string_view known_browser) const;

  // Flows begun without the right password.
  store::attempts::Allowance flows(std::string_view network) const;

  // Wrong passwords. `address` is the canonical address, whether or not it has an account; a known
  // browser counts by itself instead of by its network.
  store::attempts::Allowance passwords(std::string_view address, std::string_view network,
                                       std::string_view known_browser) const;
  store::attempts::DoublingWait password_wait() const;
  // All wrong passwords since the last good sign-in; past the limit each further one from a browser
  // the account doesn't know waits `password_lock`.
  store::attempts::Allowance passwords_in_all(std::string_view address) const;
  store::attempts::DoublingWait passwords_in_all_wait() const;

 private:
  const Limits& limits_;
};

// Takes one of each, or none of any and says which is spent.
std::optional<TooMany> take_all(store::Transaction& tx, const Allowances& allowances,
                                Timestamp now);
void give_back_all(store::Transaction& tx, const Allowances& allowances, Timestamp now);

// The hash of the visitor's browser token when the account of that address knows that browser, else
// "". Asks the same of the database whether or not there is an account.
std::string known_browser(store::Transaction& tx, const Email& email, const Visitor& visitor);

}  // namespace doorward::flow
