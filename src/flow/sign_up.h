// Sign-up (C1 to C3): an address of a licensed company, a code, then name and password.
//
// Whether an address has an account shows only in the letter it gets. Whether a *domain* is
// licensed is said at once: domains are no secret, and a person who mistyped must know.
#pragma once

#include <string_view>
#include <variant>

#include "flow/code_step.h"
#include "store/company.h"

namespace doorward::flow {

struct Begun {
  store::Flow flow;
};
struct NotLicensed {};
struct LicenceNotRunning {
  store::Company company;
  LicenceStanding standing;
};
using BeginResult = std::variant<Begun, NotLicensed, LicenceNotRunning, TooMany>;

struct Created {};
struct AlreadyRegistered {};  // the mailbox is proved, so this may be told
struct NotInvited {};         // sign-up is closed, and the invitation was withdrawn or is over
struct SeatsFull {
  store::Company company;
};
using CreateResult = std::variant<Created, AlreadyRegistered, NotLicensed, LicenceNotRunning,
                                  NotInvited, SeatsFull, MovedOn>;

class SignUp {
 public:
  explicit SignUp(const Services& services) : services_(services) {}

  BeginResult begin(const Email& email, std::string_view return_address,
                    const Visitor& visitor) const;

  // REQUIRES: `name` and `password` obey their rules. Of many for one address one wins.
  CreateResult create(const store::Flow& flow, std::string_view name, std::string_view password,
                      const Visitor& visitor) const;

 private:
  // By itself, or by an open invitation of that company.
  bool is_open_to(store::Transaction& tx, const store::Company& company, const Email& email,
                  Timestamp now) const;

  const Services& services_;
};

}  // namespace doorward::flow
