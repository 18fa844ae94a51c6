#include "store/session.h"

#include "base/check.h"
#include "store/revocation.h"

namespace doorward::store::sessions {
namespace {

constexpr std::int64_t kSliceRows = 1000;

// REQUIRES: the columns id, email, browser, network, created_at, last_seen_at, ends_at.
Shown shown(const Row& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3),
          row.time(4), row.time(5), row.time(6)};
}

}  // namespace

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

bool end(Transaction& tx, const Id& id, Timestamp now) {
  if (tx.execute("UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL", {now, id}) ==
      0)
    return false;
  revocations::add(tx, Revocation::Scope::session, id);
  return true;
}

std::uint64_t end_all(Transaction& tx, const Id& account_id, Timestamp now) {
  const auto ended =
      tx.execute("UPDATE session SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL",
                 {now, account_id});
  if (ended > 0) revocations::add(tx, Revocation::Scope::account, account_id);
  return ended;
}

std::uint64_t end_others(Transaction& tx, const Id& account_id, const Id& kept, Timestamp now) {
  const auto ended = tx.execute(
      "UPDATE session SET ended_at = ? WHERE account_id = ? AND id <> ? AND ended_at IS NULL",
      {now, account_id, kept});
  if (ended > 0) revocations::add(tx, Revocation::Scope::account, account_id);
  return ended;
}

void replace_token(Transaction& tx, const Id& id, const std::string& token_hash,
                   const std::string& key_id) {
  tx.execute("UPDATE session SET token_hash = ?, key_id = ? WHERE id = ?",
             {token_hash, key_id, id});
  revocations::add(tx, Revocation::Scope::session, id);
}

std::uint64_t end_company(Transaction& tx, const Id& company_id, Timestamp now) {
  revocations::add(tx, Revocation::Scope::company, company_id);
  // A join: of an IN (SELECT …) in an UPDATE the server makes a walk through all sessions.
  return tx.execute(
      "UPDATE account a JOIN session s ON s.account_id = a.id SET s.ended_at = ?"
      " WHERE a.company_id = ? AND s.ended_at IS NULL",
      {now, company_id});
}

std::optional<EndedSlice> end_slice(Transaction& tx, const Id& after, Timestamp now) {
  const auto row =
      tx.one("SELECT MAX(id) FROM (SELECT id FROM session WHERE id > ? ORDER BY id LIMIT ?) slice",
             {after, kSliceRows});
  if (row->is_null(0)) return std::nullopt;
  revocations::add_for_everything(tx);
  return EndedSlice{row->text(0), tx.execute("UPDATE session SET ended_at = ?"
                                             " WHERE id > ? AND id <= ? AND ended_at IS NULL",
                                             {now, after, row->text(0)})};
}

std::vector<Presence> present(Transaction& tx, const Id& company_id, Timestamp now) {
  std::vector<Presence> found;
  for (const auto& row : tx.all("SELECT s.account_id, COUNT(*), MAX(s.last_seen_at)"
                                " FROM session s JOIN account a ON a.id = s.account_id"
                                " WHERE a.company_id = ? AND s.ended_at IS NULL AND s.ends_at > ?"
                                " GROUP BY s.account_id",
                                {company_id, now}))
    found.push_back({row.text(0), row.count(1), row.time(2)});
  return found;
}

std::vector<Shown> open(Transaction& tx, const std::optional<Id>& account_id, Timestamp now) {
  std::vector<Shown> found;
  for (const auto& row :
       tx.all("SELECT s.id, a.email, s.browser, s.network, s.created_at, s.last_seen_at, s.ends_at"
              " FROM session s JOIN account a ON a.id = s.account_id"
              " WHERE s.ended_at IS NULL AND s.ends_at > ? AND (? IS NULL OR s.account_id = ?)"
              " ORDER BY s.created_at DESC, s.id",
              {now, or_null(account_id), or_null(account_id)}))
    found.push_back(shown(row));
  return found;
}

std::vector<Past> newest(Transaction& tx, const Id& account_id, std::size_t count) {
  std::vector<Past> found;
  for (const auto& row :
       tx.all("SELECT s.id, a.email, s.browser, s.network, s.created_at, s.last_seen_at, s.ends_at,"
              " s.ended_at FROM session s JOIN account a ON a.id = s.account_id"
              " WHERE s.account_id = ? ORDER BY s.created_at DESC, s.id LIMIT ?",
              {account_id, static_cast<std::int64_t>(count)}))
    found.push_back({shown(row), row.maybe_time(7)});
  return found;
}

bool is_open(Transaction& tx, const Id& id) {
  return tx.one("SELECT 1 FROM session WHERE id = ? AND ended_at IS NULL", {id}).has_value();
}

bool is_of(Transaction& tx, const Id& account_id, const Id& id) {
  return tx.one("SELECT 1 FROM session WHERE id = ? AND account_id = ?", {id, account_id})
      .has_value();
}

}  // namespace doorward::store::sessions
