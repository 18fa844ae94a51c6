// What a company's administrator may do with the people of that company, and of no other.
//
// Who asks is looked up again in the transaction that changes something: an administrator who was
// removed a moment ago changes nothing any more. An id of another company's person is answered like
// one that nobody has.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "flow/budgets.h"
#include "flow/code_step.h"
#include "flow/services.h"
#include "store/invitation.h"
#include "store/session.h"

namespace doorward::flow {

inline constexpr const char* kMember = "member";
inline constexpr const char* kCompanyAdmin = "company_admin";

struct Done {};
struct AsItWas {};     // there was nothing to change
struct Nobody {};      // no such person, or not of this company
struct NotAllowed {};  // who asks is no administrator any more
struct Yourself {};    // one's own role and presence are for another administrator to change
struct NoSeat {};
using ChangeResult = std::variant<Done, AsItWas, Nobody, NotAllowed, Yourself, NoSeat>;

struct Invited {};
struct NotCovered {};  // the address is on none of the company's lists
struct HasAccount {};  // in this company
using InviteResult = std::variant<Invited, NotCovered, HasAccount, NotAllowed, TooMany>;

class CompanyPeople {
 public:
  // `administrator`: who asks.
  CompanyPeople(const Services& services, const store::Account& administrator)
      : services_(services), administrator_(administrator) {}

  // Out within a second, with all sessions and everything begun; may be let back in.
  ChangeResult remove(const Id& person, const Visitor& visitor) const;
  ChangeResult let_back_in(const Id& person, const Visitor& visitor) const;
  // REQUIRES: kMember or kCompanyAdmin.
  ChangeResult set_role(const Id& person, const char* role, const Visitor& visitor) const;
  ChangeResult end_sessions(const Id& person, const Visitor& visitor) const;

  // A letter to an address that the company's lists cover; counted like any letter that strangers
  // can cause.
  InviteResult invite(const Email& email, const std::string& name, const Visitor& visitor) const;
  // Ends the sign-up that was begun with it, too.
  ChangeResult withdraw(const Id& invitation, const Visitor& visitor) const;

 private:
  template <class F>
  ChangeResult change(const Id& person, const Visitor& visitor, const char* event, F&& f) const;
  // The one who asks, as of now, when an administrator still.
  std::optional<store::Account> asking(store::Transaction& tx) const;

  const Services& services_;
  const store::Account& administrator_;
};

}  // namespace doorward::flow
