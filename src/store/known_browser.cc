#include "store/known_browser.h"

#include "store/account.h"

namespace doorward::store::known_browsers {

std::vector<Seen> of(Transaction& tx, const Id& account_id) {
  std::vector<Seen> found;
  for (const auto& row : tx.all("SELECT created_at, last_seen_at FROM known_browser"
                                " WHERE account_id = ? ORDER BY last_seen_at DESC",
                                {account_id}))
    found.push_back({row.time(0), row.time(1)});
  return found;
}

bool contains(Transaction& tx, const Email& email, const std::string& token_hash) {
  return tx
      .one(
          "SELECT 1 FROM known_browser WHERE token_hash = ?"
          " AND account_id = COALESCE((SELECT id FROM account WHERE email = ?), ?)",
          {token_hash, email.text(), kNobody})
      .has_value();
}

void remember(Transaction& tx, const Id& account_id, const std::string& token_hash, Timestamp now) {
  tx.execute(
      "INSERT INTO known_browser (account_id, token_hash, created_at, last_seen_at)"
      " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE last_seen_at = VALUES(last_seen_at)",
      {account_id, token_hash, now, now});
  const auto count =
      tx.one("SELECT COUNT(*) FROM known_browser WHERE account_id = ?", {account_id})->number(0);
  if (count > kPerAccountMax)
    tx.execute("DELETE FROM known_browser WHERE account_id = ? ORDER BY last_seen_at LIMIT ?",
               {account_id, count - kPerAccountMax});
}

void forget_all(Transaction& tx, const Id& account_id) {
  tx.execute("DELETE FROM known_browser WHERE account_id = ?", {account_id});
}

std::vector<std::string> all(Transaction& tx, const Id& account_id) {
  std::vector<std::string> found;
  for (const auto& row : tx.all("SELECT token_hash FROM known_browser WHERE account_id = ?"
                                " ORDER BY last_seen_at DESC, token_hash",
                                {account_id}))
    found.push_back(row.text(0));
  return found;
}

}  // namespace doorward::store::known_browsers
