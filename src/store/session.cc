#include "store/session.h"

#include "base/check.h"
#include "store/revocation.h"

namespace doorward::store::sessions {

void add(Transaction& tx, const NewSession& session, Timestamp now) {
  tx.execute(
      "INSERT INTO session (id, token_hash, key_id, account_id, created_at, last_seen_at, ends_at,"
      " browser, network) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {session.id, session.token_hash, session.key_id, session.account_id, now, now,
       session.ends_at, session.browser, session.network});
}

std::optional<SignedIn> find(Transaction& tx, const std::string& token_hash) {
  const auto row = tx.one(
      "SELECT id, account_id, last_seen_at, ends_at FROM session"
      " WHERE token_hash = ? AND ended_at IS NULL",
      {token_hash});
  if (!row) return std::nullopt;
  auto account = accounts::find(tx, row->text(1));
  check(account.has_value(), "a session has an account");
  auto company = companies::find(tx, account->company_id);
  check(company.has_value(), "an account has a company");
  auto groups = accounts::groups(tx, account->id);
  return SignedIn{{row->text(0), row->text(1), row->time(2), row->time(3)},
                  std::move(*account),
                  std::move(*company),
                  std::move(groups)};
}

void end(Transaction& tx, const Id& id, Timestamp now) {
  if (tx.execute("UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL", {now, id}) >
      0)
    revocations::add(tx, Revocation::Scope::session, id);
}

void end_all(Transaction& tx, const Id& account_id, Timestamp now) {
  if (tx.execute("UPDATE session SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL",
                 {now, account_id}) > 0)
    revocations::add(tx, Revocation::Scope::account, account_id);
}

}  // namespace doorward::store::sessions
