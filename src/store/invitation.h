// Who was asked to sign up. An invitation opens no door by itself: it lets its address ask for a
// code where sign-up is closed, and proposes a name; company, licence, seats and the mailbox are
// judged as for everybody.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "domain/email.h"
#include "store/database.h"

namespace doorward::store {

struct Invitation {
  Id id;
  Id company_id;
  Email email;
  std::string name;  // proposed
  Id invited_by;     // account
  Timestamp created_at;
  Timestamp expires_at;
};

namespace invitations {

// Takes the place of an open one to the same address.
void add(Transaction& tx, const Invitation& invitation, Timestamp now);

// Open ones are neither accepted, withdrawn nor expired.
std::optional<Invitation> find_open(Transaction& tx, const Id& company_id, const Email& email,
                                    Timestamp now);
// The newest first.
std::vector<Invitation> open_of(Transaction& tx, const Id& company_id, Timestamp now);

// Which one; none when that company has no such open one.
std::optional<Email> withdraw(Transaction& tx, const Id& company_id, const Id& id, Timestamp now);
void accept(Transaction& tx, const Email& email, Timestamp now);

}  // namespace invitations
}  // namespace doorward::store
