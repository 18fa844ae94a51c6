#include "store/mailbox.h"

namespace doorward::store::mailboxes {

std::optional<Marked> mark_gone(Transaction& tx, const Email& email, Timestamp heard_at,
                                Timestamp now) {
  const auto marked = tx.execute(
      "UPDATE account SET mailbox_gone_at = ? WHERE email = ? AND mailbox_gone_at IS NULL"
      " AND status <> 'removed' AND (proved_at IS NULL OR proved_at < ?)",
      {now, email.text(), heard_at});
  if (marked == 0) return std::nullopt;
  const auto row = tx.one("SELECT id, status FROM account WHERE email = ?", {email.text()});
  return Marked{row.value().text(0), account_status_from(row->text(1))};
}

bool mark_back(Transaction& tx, const Id& account_id) {
  return tx.execute(
             "UPDATE account SET mailbox_gone_at = NULL"
             " WHERE id = ? AND mailbox_gone_at IS NOT NULL",
             {account_id}) == 1;
}

std::uint64_t people_at(Transaction& tx, const DomainName& domain) {
  return tx
      .one("SELECT COUNT(*) FROM account WHERE email_reversed LIKE ? AND status <> 'removed'",
           {accounts::reversed_like("@" + domain.text())})
      ->count(0);
}

}  // namespace doorward::store::mailboxes
