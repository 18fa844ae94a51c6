#include "store/invitation.h"

#include "base/check.h"

namespace doorward::store::invitations {
namespace {

// REQUIRES: the columns id, company_id, email, name, invited_by, created_at, expires_at.
Invitation from_row(const Row& row) {
  auto email = Email::parse(row.text(2));
  check(email.has_value(), "a stored address is an address");
  return {row.text(0), row.text(1), std::move(*email), row.text(3),
          row.text(4), row.time(5), row.time(6)};
}

}  // namespace

void add(Transaction& tx, const Invitation& invitation, Timestamp now) {
  tx.execute(
      "UPDATE invitation SET withdrawn_at = ?"
      " WHERE email = ? AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?",
      {now, invitation.email.text(), now});
  tx.execute(
      "INSERT INTO invitation (id, company_id, email, name, invited_by, created_at, expires_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {invitation.id, invitation.company_id, invitation.email.text(), invitation.name,
       invitation.invited_by, invitation.created_at, invitation.expires_at});
}

std::optional<Invitation> find_open(Transaction& tx, const Id& company_id, const Email& email,
                                    Timestamp now) {
  const auto row = tx.one(
      "SELECT id, company_id, email, name, invited_by, created_at, expires_at FROM invitation"
      " WHERE email = ? AND company_id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL"
      " AND expires_at > ? ORDER BY created_at DESC, id DESC LIMIT 1",
      {email.text(), company_id, now});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

std::vector<Invitation> open_of(Transaction& tx, const Id& company_id, Timestamp now) {
  std::vector<Invitation> found;
  for (const auto& row :
       tx.all("SELECT id, company_id, email, name, invited_by, created_at, expires_at"
              " FROM invitation WHERE company_id = ? AND accepted_at IS NULL"
              " AND withdrawn_at IS NULL AND expires_at > ? ORDER BY created_at DESC, id DESC",
              {company_id, now}))
    found.push_back(from_row(row));
  return found;
}

std::optional<Email> withdraw(Transaction& tx, const Id& company_id, const Id& id, Timestamp now) {
  const auto changed = tx.execute(
      "UPDATE invitation SET withdrawn_at = ? WHERE id = ? AND company_id = ?"
      " AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?",
      {now, id, company_id, now});
  if (changed == 0) return std::nullopt;
  return Email::parse(tx.one("SELECT email FROM invitation WHERE id = ?", {id})->text(0));
}

void accept(Transaction& tx, const Email& email, Timestamp now) {
  tx.execute(
      "UPDATE invitation SET accepted_at = ?"
      " WHERE email = ? AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?",
      {now, email.text(), now});
}

}  // namespace doorward::store::invitations
