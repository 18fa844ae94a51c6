// What a signed-in person does with their own account.
//
// Every change is one transaction with its audit event, and whatever takes something away (a
// session, a password) tells the gates and abandons the flows of the account that are under way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "flow/code_step.h"
#include "store/session.h"

namespace doorward::flow {

struct PasswordReplaced {
  std::string token;  // for the session cookie: the one that asked goes on with another
};
struct PasswordWrong {};
using ReplacePasswordResult = std::variant<PasswordReplaced, PasswordWrong, TooMany, MovedOn>;

class OwnAccount {
 public:
  // REQUIRES: `who` may use the account now (flow::denial). Keeps references to all three.
  OwnAccount(const Services& services, const store::SignedIn& who, const Visitor& visitor)
      : services_(services), who_(who), visitor_(visitor) {}

  // A letter tells of it. The refusal, when the name was changed too often of late.
  // REQUIRES: `name` obeys the rules (parse_person_name).
  std::optional<TooMany> rename(const std::string& name) const;

  // Ends all other sessions. MovedOn: the password was changed, or this session ended, meanwhile.
  // REQUIRES: `password` obeys the rules.
  ReplacePasswordResult replace_password(std::string_view current, std::string_view password) const;

  // False when it is no session of this account, whosever it is; one that has ended already is.
  bool end_session(const Id& id) const;
  // All but the one that asks; of two that ask at the same moment one stays.
  void end_other_sessions() const;

 private:
  // The account as of now, locked until the transaction ends; none when it, or the session that
  // asks, was stopped since the page was opened.
  std::optional<store::Account> hold(store::Transaction& tx) const;
  void record(store::Transaction& tx, std::string_view event, const std::string& detail) const;

  const Services& services_;
  const store::SignedIn& who_;
  const Visitor& visitor_;
};

}  // namespace doorward::flow
