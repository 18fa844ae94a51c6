#include "store/account.h"

#include "base/check.h"
#include "base/text.h"
#include "store/revocation.h"

namespace doorward::store {
namespace {

// ".invalid" is reserved for what never is a domain (RFC 2606).
constexpr const char* kErasedDomain = "deleted.invalid";

Email stored_email(const std::string& text) {
  auto email = Email::parse(text);
  check(email && email->text() == text, "a stored address is canonical");
  return std::move(*email);
}

// The whole row of those accounts, for from_row.
std::string accounts_where(const char* condition) {
  return std::string(
             "SELECT id, email, name, password_hash, company_id, status, role, proved_at,"
             " created_at, mailbox_gone_at, language FROM account WHERE ") +
         condition;
}

Account from_row(const Row& row) {
  return {row.text(0), stored_email(row.text(1)),
          row.text(2), row.maybe_text(3).value_or(""),
          row.text(4), account_status_from(row.text(5)),
          row.text(6), row.maybe_time(7),
          row.time(8), row.maybe_time(9),
          row.text(10)};
}

std::vector<Account> from_rows(const std::vector<Row>& rows) {
  std::vector<Account> found;
  for (const auto& row : rows) found.push_back(from_row(row));
  return found;
}

}  // namespace

std::string_view to_text(AccountStatus status) {
  switch (status) {
    case AccountStatus::active:
      return "active";
    case AccountStatus::locked:
      return "locked";
    case AccountStatus::removed:
      return "removed";
  }
  check(false, "an account status that has a name");
  return "";
}

AccountStatus account_status_from(std::string_view text) {
  if (text == "active") return AccountStatus::active;
  if (text == "locked") return AccountStatus::locked;
  check(text == "removed", "an account status that this program knows");
  return AccountStatus::removed;
}

namespace accounts {

std::string reversed_like(const std::string& end) {
  // A domain holds neither % nor _.
  return std::string(end.rbegin(), end.rend()) + "%";
}

std::optional<Account> find(Transaction& tx, const Id& id) {
  const auto row = tx.one(accounts_where("id = ?").c_str(), {id});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

std::optional<Account> find(Transaction& tx, const Email& email) {
  const auto row = tx.one(accounts_where("email = ?").c_str(), {email.text()});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

LookedUp look_up(Transaction& tx, const Email& email) {
  // The second half is for an address behind the last one.
  const auto sql = "(" + accounts_where("email >= ? ORDER BY email LIMIT 1") + ") UNION ALL (" +
                   accounts_where("email < ? ORDER BY email DESC LIMIT 1") + ") LIMIT 1";
  const auto row = tx.one(sql.c_str(), {email.text(), email.text()});
  if (!row) return {};
  auto nearest = from_row(*row);
  auto company_id = nearest.company_id;
  if (nearest.email != email) return {std::nullopt, std::move(company_id)};
  return {std::move(nearest), std::move(company_id)};
}

std::optional<Account> find_and_lock(Transaction& tx, const Id& id) {
  const auto row = tx.one("SELECT id FROM account WHERE id = ? FOR UPDATE", {id});
  return row ? find(tx, id) : std::nullopt;
}

std::vector<Account> all(Transaction& tx, const std::optional<Id>& company_id) {
  return from_rows(tx.all(accounts_where("? IS NULL OR company_id = ? ORDER BY email").c_str(),
                          {or_null(company_id), or_null(company_id)}));
}

std::vector<Account> at(Transaction& tx, const DomainPattern& domain) {
  const auto text = domain.text();
  const auto end = text.starts_with('*') ? text.substr(1) : "@" + text;
  return from_rows(
      tx.all(accounts_where("email_reversed LIKE ? AND status <> 'removed' ORDER BY email").c_str(),
             {reversed_like(end)}));
}

void add(Transaction& tx, const Account& account, Timestamp now) {
  tx.execute(
      "INSERT INTO account (id, email, name, password_hash, company_id, status, role, proved_at,"
      " password_changed_at, created_at, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {account.id, account.email.text(), account.name,
       account.password_hash.empty() ? Value(nullptr) : Value(account.password_hash),
       account.company_id, std::string(to_text(account.status)), account.role,
       or_null(account.proved_at), now, now, account.language});
}

void rename(Transaction& tx, const Id& id, const std::string& name) {
  if (tx.execute("UPDATE account SET name = ? WHERE id = ?", {name, id}) > 0)
    revocations::add(tx, Revocation::Scope::account, id);
}

void set_password(Transaction& tx, const Id& id, const std::string& password_hash, Timestamp now) {
  tx.execute("UPDATE account SET password_hash = ?, password_changed_at = ? WHERE id = ?",
             {password_hash, now, id});
}

void erase(Transaction& tx, const Id& id) {
  tx.execute(
      "UPDATE account SET status = 'removed', email = ?, name = '', language = '', password_hash = "
      "NULL,"
      " role = 'member' WHERE id = ?",
      {text::hex(id) + "@" + kErasedDomain, id});
  revocations::add(tx, Revocation::Scope::account, id);
}

bool is_erased(const Account& account) {
  return account.email.domain().text() == kErasedDomain;
}

void replace_hash(Transaction& tx, const Account& account, const std::string& password_hash) {
  tx.execute("UPDATE account SET password_hash = ? WHERE id = ? AND password_hash = ?",
             {password_hash, account.id, account.password_hash});
}

bool set_status(Transaction& tx, const Id& id, AccountStatus status) {
  if (tx.execute("UPDATE account SET status = ? WHERE id = ?",
                 {std::string(to_text(status)), id}) == 0)
    return false;
  revocations::add(tx, Revocation::Scope::account, id);
  return true;
}

bool set_role(Transaction& tx, const Id& id, const std::string& role) {
  if (tx.execute("UPDATE account SET role = ? WHERE id = ?", {role, id}) == 0) return false;
  revocations::add(tx, Revocation::Scope::account, id);
  return true;
}

void mark_proved(Transaction& tx, const Id& id, const std::string& language, Timestamp now) {
  tx.execute("UPDATE account SET proved_at = ?, language = ? WHERE id = ?", {now, language, id});
}

void set_email(Transaction& tx, const Id& id, const Email& email, MailboxProof proof) {
  tx.execute("UPDATE account SET email = ?, proved_at = IF(?, proved_at, NULL) WHERE id = ?",
             {email.text(), std::int64_t{proof == MailboxProof::stays ? 1 : 0}, id});
  revocations::add(tx, Revocation::Scope::account, id);
}

void move_all(Transaction& tx, const Id& from_company, const Id& to_company) {
  revocations::add(tx, Revocation::Scope::company, from_company);
  tx.execute("UPDATE account SET company_id = ?, role = 'member' WHERE company_id = ?",
             {to_company, from_company});
}

void remove_rows(Transaction& tx, const Id& id) {
  revocations::add(tx, Revocation::Scope::account, id);
  tx.execute("DELETE FROM session WHERE account_id = ?", {id});
  tx.execute("DELETE FROM known_browser WHERE account_id = ?", {id});
  tx.execute("DELETE FROM account_group WHERE account_id = ?", {id});
  tx.execute("DELETE FROM account WHERE id = ?", {id});
}

std::vector<std::string> groups(Transaction& tx, const Id& id) {
  std::vector<std::string> names;
  for (const auto& row :
       tx.all("SELECT name FROM account_group WHERE account_id = ? ORDER BY name", {id}))
    names.push_back(row.text(0));
  return names;
}

}  // namespace accounts
}  // namespace doorward::store
