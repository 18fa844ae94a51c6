// A forgotten password, and the first password of an imported account (L1 "validate an existing
// account"): the same flow under two headings.
//
// It ends at the sign-in form and never creates a session: the mailbox alone does not open the
// door. All sessions, flows and counted wrong passwords of the account end with it.
#pragma once

#include <string_view>
#include <variant>

#include "flow/code_step.h"

namespace doorward::flow {

struct PasswordSet {};
using SetPasswordResult = std::variant<PasswordSet, MovedOn>;
using ResetBeginResult = std::variant<store::Flow, TooMany>;

class Reset {
 public:
  explicit Reset(const Services& services) : services_(services) {}

  // REQUIRES: `kind` is reset or validate. The same answer whether or not the address has an
  // account that may come in; only then does a letter go out.
  ResetBeginResult begin(FlowKind kind, const Email& email, std::string_view return_address,
                         const Visitor& visitor) const;

  // REQUIRES: `password` obeys the rules. MovedOn also when the person may not come in any more.
  SetPasswordResult set_password(const store::Flow& flow, std::string_view password,
                                 const Visitor& visitor) const;

 private:
  const Services& services_;
};

}  // namespace doorward::flow
