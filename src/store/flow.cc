#include "store/flow.h"

#include "base/check.h"
#include "store/company.h"

namespace doorward::store::flows {
namespace {

template <class T>
T known(std::optional<T> value, const char* what) {
  check(value.has_value(), what);
  return std::move(*value);
}

}  // namespace

void add(Transaction& tx, const Flow& flow) {
  tx.execute(
      "INSERT INTO flow (id, kind, state, secret_hash, email, account_id, company_id, decoy,"
      " return_address, code_key_id, generation, tries, sends, sent_at, code_ends_at, browser,"
      " network, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
      " ?, ?, ?)",
      {flow.id, std::string(to_text(flow.kind)), std::string(to_text(flow.state)), flow.secret_hash,
       flow.email.text(), or_null(flow.account_id), or_null(flow.company_id),
       std::int64_t{flow.decoy}, flow.return_address, flow.code_key_id,
       std::int64_t{flow.generation}, std::int64_t{flow.tries}, std::int64_t{flow.sends},
       or_null(flow.sent_at), or_null(flow.code_ends_at), flow.browser, flow.network,
       flow.created_at, flow.expires_at});
}

std::optional<Flow> find(Transaction& tx, const Id& id) {
  const auto row = tx.one(
      "SELECT id, kind, state, secret_hash, email, account_id, company_id, decoy, return_address,"
      " code_key_id, generation, tries, sends, sent_at, code_ends_at, browser, network, created_at,"
      " expires_at, done_at FROM flow WHERE id = ?",
      {id});
  if (!row) return std::nullopt;
  return Flow{row->text(0),
              known(flow_kind_from(row->text(1)), "a flow kind that this program knows"),
              known(flow_state_from(row->text(2)), "a flow state that this program knows"),
              row->text(3),
              known(Email::parse(row->text(4)), "a stored address is an address"),
              row->maybe_text(5),
              row->maybe_text(6),
              row->number(7) != 0,
              row->text(8),
              row->text(9),
              row->count(10),
              row->count(11),
              row->count(12),
              row->maybe_time(13),
              row->maybe_time(14),
              row->text(15),
              row->text(16),
              row->time(17),
              row->time(18),
              row->maybe_time(19)};
}

bool mark_sent(Transaction& tx, const Flow& flow, std::uint32_t generation, Timestamp code_ends_at,
               Timestamp now) {
  return tx.execute(
             "UPDATE flow SET state = 'code_sent', sends = sends + 1, generation = ?,"
             " code_ends_at = ?, sent_at = ? WHERE id = ? AND state = ? AND sends = ?",
             {std::int64_t{generation}, code_ends_at, now, flow.id,
              std::string(to_text(flow.state)), std::int64_t{flow.sends}}) == 1;
}

bool spend_try(Transaction& tx, const Id& id, std::uint32_t tries_max, Timestamp now) {
  return tx.execute(
             "UPDATE flow SET tries = tries + 1"
             " WHERE id = ? AND state = 'code_sent' AND tries < ? AND code_ends_at > ?"
             " AND expires_at > ?",
             {id, std::int64_t{tries_max}, now, now}) == 1;
}

bool mark_verified(Transaction& tx, const Flow& flow) {
  return tx.execute(
             "UPDATE flow SET state = 'verified', account_id = ?, company_id = ?"
             " WHERE id = ? AND state = 'code_sent' AND generation = ? AND decoy = 0",
             {or_null(flow.account_id), or_null(flow.company_id), flow.id,
              std::int64_t{flow.generation}}) == 1;
}

bool signed_up(Transaction& tx, const Email& email, const std::string& secret_hash,
               Timestamp since) {
  return tx
      .one(
          "SELECT 1 FROM flow WHERE email = ? AND kind = 'sign_up' AND state = 'done'"
          " AND secret_hash = ? AND done_at >= ? LIMIT 1",
          {email.text(), secret_hash, since})
      .has_value();
}

bool finish(Transaction& tx, const Id& id, Timestamp now) {
  return tx.execute(
             "UPDATE flow SET state = 'done', done_at = ? WHERE id = ? AND state = 'verified'"
             " AND expires_at > ?",
             {now, id, now}) == 1;
}

void abandon(Transaction& tx, const Id& id, Timestamp now) {
  tx.execute("UPDATE flow SET expires_at = ? WHERE id = ? AND state <> 'done' AND expires_at > ?",
             {now, id, now});
}

void abandon_all(Transaction& tx, const Id& account_id, Timestamp now) {
  tx.execute(
      "UPDATE flow SET expires_at = ? WHERE account_id = ? AND state <> 'done' AND expires_at > ?",
      {now, account_id, now});
  if (const auto row = tx.one("SELECT email FROM account WHERE id = ?", {account_id}))
    abandon_unproved(tx, known(Email::parse(row->text(0)), "a stored address is an address"), now);
}

void abandon_others(Transaction& tx, const Id& account_id, const Id& kept, Timestamp now) {
  tx.execute(
      "UPDATE flow SET expires_at = ? WHERE id <> ? AND state <> 'done' AND expires_at > ?"
      " AND (account_id = ? OR (account_id IS NULL AND decoy = 0"
      "      AND email = (SELECT email FROM account WHERE id = ?)))",
      {now, kept, now, account_id, account_id});
}

void abandon_company(Transaction& tx, const Id& company_id, Timestamp now) {
  tx.execute(
      "UPDATE flow SET expires_at = ? WHERE expires_at > ? AND state <> 'done'"
      " AND (company_id = ? OR account_id IN (SELECT id FROM account WHERE company_id = ?)"
      "  OR (decoy = 0 AND email IN (SELECT email FROM account WHERE company_id = ?)))",
      {now, now, company_id, company_id, company_id});
}

// Not the decoys: that they end would tell a stranger that the address has an account.
void abandon_unproved(Transaction& tx, const Email& email, Timestamp now) {
  tx.execute(
      "UPDATE flow SET expires_at = ? WHERE email = ? AND account_id IS NULL AND decoy = 0"
      " AND state <> 'done' AND expires_at > ?",
      {now, email.text(), now});
}

void abandon_uncovered_sign_ups(Transaction& tx, Timestamp now) {
  for (const auto& row : tx.all("SELECT id, email, company_id FROM flow WHERE expires_at > ?"
                                " AND kind = 'sign_up' AND state <> 'done'",
                                {now})) {
    const auto email = known(Email::parse(row.text(1)), "a stored address is an address");
    const auto membership = companies::membership(tx, email);
    if (!membership || !membership->listed || membership->company.id != row.text(2))
      abandon(tx, row.text(0), now);
  }
}

}  // namespace doorward::store::flows
