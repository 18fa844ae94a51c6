// The people: who they are, how they sign in, and whether they may.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "domain/domain_name.h"
#include "domain/email.h"
#include "store/database.h"

namespace doorward::store {

// No account and no company has it. Asked for where an address has no account, so that the database
// is asked as much as for one that has: the time of an answer must not tell (ASVS 6.3.8).
inline const Id kNobody(kIdBytes, '\0');

enum class AccountStatus { active, locked, removed };

struct Account {
  Id id;
  Email email;
  std::string name;
  std::string password_hash;  // "" for an imported account that was never validated
  Id company_id;
  AccountStatus status = AccountStatus::active;
  std::string role;                    // member, company_admin
  std::optional<Timestamp> proved_at;  // the last sign-in that proved the mailbox
  Timestamp created_at;
  // Since when mail servers say that the mailbox is gone; the next right code from it clears that.
  std::optional<Timestamp> mailbox_gone_at = std::nullopt;
  std::string language = {};  // of letters to them, as they last signed in; "": the site's
};

namespace accounts {

std::optional<Account> find(Transaction& tx, const Id& id);
std::optional<Account> find(Transaction& tx, const Email& email);
// The same for who must not learn whether there is one. A row is read either way, since reading one
// can be told by its time.
struct LookedUp {
  std::optional<Account> account;
  Id company_id = kNobody;  // the account's; without one, that of some other account
};
LookedUp look_up(Transaction& tx, const Email& email);

std::vector<Account> all(Transaction& tx, const std::optional<Id>& company_id);

// The same as of now, and nobody else has it until the transaction ends: for changes to one account
// that must not cross.
std::optional<Account> find_and_lock(Transaction& tx, const Id& id);
// What account.email_reversed is LIKE when the address ends so, with a domain or the end of one.
std::string reversed_like(const std::string& end);
// Of any company, removed ones left out.
std::vector<Account> at(Transaction& tx, const DomainPattern& domain);

// Throws Duplicate when the address has an account: of many sign-ups one wins.
void add(Transaction& tx, const Account& account, Timestamp now);

// Tells the gates, for the portal shows it.
void rename(Transaction& tx, const Id& id, const std::string& name);
void set_password(Transaction& tx, const Id& id, const std::string& password_hash, Timestamp now);
// What is left when a person deletes their account: a row for the audit trail to point at, removed,
// without name, password or role, under an address that nobody can have. The address they had is
// free: they may sign up again, and get another account. Tells the gates.
void erase(Transaction& tx, const Id& id);
// Whether that is what `erase` left: nobody's account.
bool is_erased(const Account& account);
// A stronger hash of the same password; does nothing when the password was changed meanwhile.
void replace_hash(Transaction& tx, const Account& account, const std::string& password_hash);
// Tells the gates to look again. False when that was the status already.
bool set_status(Transaction& tx, const Id& id, AccountStatus status);
// Tells the gates to look again. False when that was the role already.
bool set_role(Transaction& tx, const Id& id, const std::string& role);
// Signed in, with the mailbox proved, on pages in that language.
void mark_proved(Transaction& tx, const Id& id, const std::string& language, Timestamp now);

// Another mailbox has to be proved anew; one that merely changed its name has not.
enum class MailboxProof { stays, forgotten };
// The sign-in address. Tells the gates. Throws Duplicate when another account has it.
void set_email(Transaction& tx, const Id& id, const Email& email, MailboxProof proof);
// To another company, where they are members, whatever they were before.
void move_all(Transaction& tx, const Id& from_company, const Id& to_company);
// Deletes the account and all that belongs to it; the audit trail stays.
void remove_rows(Transaction& tx, const Id& id);

std::vector<std::string> groups(Transaction& tx, const Id& id);

}  // namespace accounts

std::string_view to_text(AccountStatus status);
// REQUIRES: what to_text gave (checked).
AccountStatus account_status_from(std::string_view text);

}  // namespace doorward::store
