#include "flow/reset.h"

#include "base/check.h"
#include "base/password_hash.h"
#include "flow/sign_in.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "store/session.h"

namespace doorward::flow {
namespace {

// Reads a company whether or not there is an account.
bool may_come_in(store::Transaction& tx, const std::optional<store::Account>& account,
                 const Id& company_id, Timestamp now) {
  const auto company = store::companies::find(tx, company_id);
  return account && !denial(*account, company.value(), now);
}

}  // namespace

ResetBeginResult Reset::begin(FlowKind kind, const Email& email, std::string_view return_address,
                              const Visitor& visitor) const {
  check(kind == FlowKind::reset || kind == FlowKind::validate, "a flow that sets a password");
  const auto now = services_.clock.now();
  const CodeStep code_step(services_);
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> ResetBeginResult {
    if (const auto refused = take_all(tx, {budgets.flows(visitor.network)}, now)) return *refused;
    auto flow = new_flow(services_, kind, email, return_address, visitor, now);
    const auto found = store::accounts::look_up(tx, email);
    flow.decoy = !may_come_in(tx, found.account, found.company_id, now);
    const char* letter = flow.decoy                   ? store::kDecoyLetter
                         : kind == FlowKind::validate ? "code_validate"
                                                      : "code_reset";
    if (const auto refused = code_step.begin(tx, flow, letter, visitor, now)) return *refused;
    return flow;
  });
}

SetPasswordResult Reset::set_password(const store::Flow& flow, std::string_view password,
                                      const Visitor& visitor) const {
  check(flow.kind == FlowKind::reset || flow.kind == FlowKind::validate,
        "only a reset sets a password");
  const auto& cost = services_.config.password;
  const auto hash = hash_password(password, {cost.memory_kib, cost.passes});
  const auto now = services_.clock.now();
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> SetPasswordResult {
    const auto account = store::accounts::find(tx, flow.account_id.value());
    // Locked or removed, or the licence over, while the flow was under way.
    if (!account || !may_come_in(tx, account, account->company_id, now)) return MovedOn{};
    if (!store::flows::finish(tx, flow.id, now)) return MovedOn{};
    store::accounts::set_password(tx, account->id, hash, now);
    store::sessions::end_all(tx, account->id, now);
    store::flows::abandon_others(tx, account->id, flow.id, now);
    store::attempts::clear(tx, budgets.passwords_in_all(account->email.text()), now);
    enqueue(tx, services_, flow, "password_changed", Urgency::notice, visitor, now);
    store::audit::record(
        tx, services_.random,
        {"password_changed", visitor.request_id, account->id, account->email.text(),
         visitor.network, std::string(to_text(flow.kind)), account->company_id},
        now);
    return PasswordSet{};
  });
}

}  // namespace doorward::flow
