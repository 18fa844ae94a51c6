// The end of an account, by the person it is of: the password, then a mailed code, then "Delete".
//
// All three, since it can't be undone: who finds a browser left open knows no password, and who
// knows the password alone does not read the mailbox.
#pragma once

#include <string_view>
#include <variant>

#include "flow/code_step.h"
#include "store/session.h"

namespace doorward::flow {

struct DeletionPasswordWrong {};
using DeletionBeginResult = std::variant<store::Flow, DeletionPasswordWrong, TooMany>;

struct Deleted {};
using DeletionResult = std::variant<Deleted, MovedOn>;

class Deletion {
 public:
  // REQUIRES: `who` may use the account now (flow::denial). Keeps references to all three.
  Deletion(const Services& services, const store::SignedIn& who, const Visitor& visitor)
      : services_(services), who_(who), visitor_(visitor) {}

  // Spends a try before the password is compared; with the right one the code is on its way.
  DeletionBeginResult begin(std::string_view password) const;

  // Erases name and password, frees the address, ends all sessions and flows, forgets the browsers,
  // and writes a last letter. REQUIRES: `flow` is a deletion of this account. MovedOn: it is done,
  // or was stopped: an account that was locked meanwhile is not erased, for that would free its
  // address.
  DeletionResult finish(const store::Flow& flow) const;

 private:
  const Services& services_;
  const store::SignedIn& who_;
  const Visitor& visitor_;
};

}  // namespace doorward::flow
