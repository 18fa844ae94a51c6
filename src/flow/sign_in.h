// Sign-in (L2, M1 to M5): the password, then a code, then a session.
//
// An unknown address and a wrong password are answered alike, in word, status and time. That an
// account is locked or a licence is over is told only after the code as well: by then it is told to
// the person whose account it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "flow/code_step.h"
#include "flow/password_check.h"
#include "store/session.h"

namespace doorward::flow {

struct WrongCredentials {};
struct PasswordRight {
  store::Flow flow;
};
using PasswordResult = std::variant<PasswordRight, WrongCredentials, TooMany>;

enum class Denial {
  licence_over,
  licence_not_started,
  licence_suspended,
  account_locked,
  account_removed,
  not_listed,  // no list of the company covers the address any more
  role_missing,
};
std::string_view to_text(Denial denial);
std::optional<Denial> denial_from(std::string_view text);

// Why a signed-in person may not go on now; none: they may. Looked up at the end of a sign-in and
// by the gate at every request. Whether a list of the company covers the address is judged at the
// end of a sign-in alone: whatever changes a list ends the sessions of those it no longer covers.
std::optional<Denial> denial(store::AccountStatus account, LicenceStanding licence);
inline std::optional<Denial> denial(const store::Account& account, const store::Company& company,
                                    Timestamp now) {
  return denial(account.status, company.standing(now));
}

struct SignedIn {
  std::string token;          // for the session cookie
  std::string browser_token;  // for the browser cookie, raw
  std::string return_address;
};
struct Denied {
  Denial reason;
  store::Company company;
};
using FinishResult = std::variant<SignedIn, Denied, MovedOn>;

class SignIn {
 public:
  explicit SignIn(const Services& services) : services_(services) {}

  // `address` as typed. Takes as long for an address that has no account.
  PasswordResult with_password(std::string_view address, std::string_view password,
                               std::string_view return_address, const Visitor& visitor) const;

  // verified -> done, and the session. Called again for the same flow within a minute (a button
  // pressed twice) it answers with the same token, so that a lost answer signs nobody out.
  FinishResult finish(const store::Flow& flow, const Visitor& visitor) const;

 private:
  store::Flow begin(const PasswordCheck::Spent& spent, std::string_view password,
                    std::string_view return_address, const Visitor& visitor) const;
  bool proved_by_sign_up(store::Transaction& tx, const store::Account& account,
                         const store::Flow& flow, Timestamp now) const;
  void tell_of_new_browser(store::Transaction& tx, const store::Account& account,
                           const SignedIn& signed_in, const Visitor& visitor) const;
  void end_earlier_session(store::Transaction& tx, const Visitor& visitor, Timestamp now) const;
  void add_session(store::Transaction& tx, const store::Account& account, const SignedIn& signed_in,
                   const Visitor& visitor, Timestamp now) const;

  const Services& services_;
};

}  // namespace doorward::flow
