#include "flow/deletion.h"

#include "base/check.h"
#include "flow/notice.h"
#include "flow/password_check.h"
#include "store/audit.h"
#include "store/known_browser.h"

namespace doorward::flow {

DeletionBeginResult Deletion::begin(std::string_view password) const {
  const auto& account = who_.account;
  const PasswordCheck password_check(services_, visitor_);
  const auto spent = password_check.spend(account.email, account.email.text());
  if (spent.refused) return *spent.refused;
  if (!password_check.is_right(spent, account.email.text(), password))
    return DeletionPasswordWrong{};

  const auto now = services_.clock.now();
  const CodeStep code_step(services_);
  return services_.database.transact([&](store::Transaction& tx) -> DeletionBeginResult {
    password_check.give_back(tx, spent);
    auto flow = new_flow(services_, FlowKind::deletion, account.email, "", visitor_, now);
    flow.account_id = account.id;
    flow.company_id = account.company_id;
    if (const auto refused = code_step.begin(tx, flow, "code_deletion", visitor_, now))
      return *refused;
    return flow;
  });
}

DeletionResult Deletion::finish(const store::Flow& flow) const {
  check(flow.kind == FlowKind::deletion && flow.account_id == who_.account.id,
        "a deletion is of the account of who asks");
  const auto now = services_.clock.now();
  return services_.database.transact([&](store::Transaction& tx) -> DeletionResult {
    const auto account = store::accounts::find_and_lock(tx, who_.account.id);
    if (!account || account->status != store::AccountStatus::active ||
        !store::sessions::is_open(tx, who_.session.id) || !store::flows::finish(tx, flow.id, now))
      return MovedOn{};
    // Before the name and the address are gone.
    send_notice(tx, services_, *account, "account_deleted", visitor_);
    store::audit::record(tx, services_.random,
                         {"account_deleted", visitor_.request_id, account->id,
                          account->email.text(), visitor_.network, ""},
                         now);
    store::sessions::end_all(tx, account->id, now);
    store::flows::abandon_all(tx, account->id, now);
    store::accounts::erase(tx, account->id);
    store::known_browsers::forget_all(tx, account->id);
    return Deleted{};
  });
}

}  // namespace doorward::flow
