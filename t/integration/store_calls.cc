#include "t/integration/store_calls.h"

namespace doorward::test {
namespace {

template <class F>
auto read(TestDatabase& db, F&& f) {
  return db.database().read(std::forward<F>(f)).value();
}

std::string bytes(TestDatabase& db, const std::string& sql) {
  return db.value(sql + " LIMIT 1");
}

}  // namespace

Sample::Sample(TestDatabase& db)
    : random(db.random()),
      now(db.clock().now()),
      account(read(db,
                   [](store::Transaction& tx) {
                     return store::accounts::find(tx, *Email::parse("2512@c12.example"));
                   })),
      company(read(
          db,
          [&](store::Transaction& tx) { return store::companies::find(tx, account.company_id); })),
      other_company(read(
          db, [](store::Transaction& tx) { return store::companies::find_by_slug(tx, "c40"); })),
      flow(read(db,
                [&](store::Transaction& tx) {
                  return store::flows::find(
                      tx,
                      bytes(db,
                            "SELECT id FROM flow WHERE state = 'code_sent' AND kind = 'sign_in'"));
                })),
      letter(read(db,
                  [&](store::Transaction& tx) {
                    return store::outbox::find(
                        tx, bytes(db, "SELECT id FROM outbox WHERE state = 'queued'"));
                  })),
      session_id(bytes(db,
                       "SELECT id FROM session WHERE account_id = (SELECT id FROM account"
                       " WHERE email = '2512@c12.example') ORDER BY ends_at DESC")),
      token_hash(bytes(db,
                       "SELECT token_hash FROM session WHERE account_id = (SELECT id FROM"
                       " account WHERE email = '2512@c12.example') ORDER BY ends_at DESC")),
      invitation_id(bytes(db,
                          "SELECT id FROM invitation WHERE accepted_at IS NULL AND"
                          " expires_at > UTC_TIMESTAMP(6) AND company_id = (SELECT company_id FROM"
                          " account WHERE email = '2512@c12.example')")),
      bucket(bytes(db, "SELECT bucket FROM attempt ORDER BY ends_at DESC")) {}

}  // namespace doorward::test
