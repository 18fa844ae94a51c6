#include "flow/sign_up.h"

#include "base/check.h"
#include "base/password_hash.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/invitation.h"
#include "store/outbox.h"

namespace doorward::flow {

BeginResult SignUp::begin(const Email& email, std::string_view return_address,
                          const Visitor& visitor) const {
  const auto now = services_.clock.now();
  const CodeStep code_step(services_);
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> BeginResult {
    if (const auto refused = take_all(tx, {budgets.flows(visitor.network)}, now)) return *refused;
    const auto membership = store::companies::membership(tx, email);
    if (!membership) return NotLicensed{};
    const auto& company = membership->company;
    if (const auto standing = company.standing(now); standing != LicenceStanding::runs)
      return LicenceNotRunning{company, standing};

    const bool listed = membership->listed && is_open_to(tx, company, email, now);
    const bool taken = store::accounts::look_up(tx, email).account.has_value();
    auto flow = new_flow(services_, FlowKind::sign_up, email, return_address, visitor, now);
    flow.company_id = company.id;
    flow.decoy = taken || !listed;
    const char* letter = taken && membership->listed ? "already_registered"
                         : !listed                   ? store::kDecoyLetter
                                                     : "code_sign_up";
    if (const auto refused = code_step.begin(tx, flow, letter, visitor, now)) return *refused;
    return Begun{std::move(flow)};
  });
}

bool SignUp::is_open_to(store::Transaction& tx, const store::Company& company, const Email& email,
                        Timestamp now) const {
  return services_.config.sign_up_open ||
         store::invitations::find_open(tx, company.id, email, now).has_value();
}

CreateResult SignUp::create(const store::Flow& flow, std::string_view name,
                            std::string_view password, const Visitor& visitor) const {
  check(flow.kind == FlowKind::sign_up, "only a sign-up makes an account");
  const auto& cost = services_.config.password;
  // Before the transaction: it takes as long as a hundred queries.
  const auto hash = hash_password(password, {cost.memory_kib, cost.passes});
  const auto now = services_.clock.now();
  const auto add = [&](store::Transaction& tx) -> CreateResult {
    const auto membership = store::companies::membership(tx, flow.email);
    if (!membership || !membership->listed) return NotLicensed{};
    const auto& company = membership->company;
    if (const auto standing = company.standing(now); standing != LicenceStanding::runs)
      return LicenceNotRunning{company, standing};
    const bool seat = store::companies::take_seat(tx, company);
    const bool open = is_open_to(tx, company, flow.email, now);
    // Asked under the company's lock: a button pressed twice must not hear that its own first press
    // took the last seat.
    const auto current = store::flows::find(tx, flow.id);
    if (!current || current->state != FlowState::verified) return MovedOn{};
    if (!open)
      return store::accounts::find(tx, flow.email) ? CreateResult(AlreadyRegistered{})
                                                   : CreateResult(NotInvited{});
    if (!seat) return SeatsFull{company};
    if (!store::flows::finish(tx, flow.id, now)) return MovedOn{};
    const store::Account account{.id = new_id(services_.random, now),
                                 .email = flow.email,
                                 .name = std::string(name),
                                 .password_hash = hash,
                                 .company_id = company.id,
                                 .status = store::AccountStatus::active,
                                 .role = "member",
                                 .proved_at = std::nullopt,
                                 .created_at = now,
                                 .mailbox_gone_at = std::nullopt,
                                 .language = visitor.language};
    store::accounts::add(tx, account, now);
    store::invitations::accept(tx, flow.email, now);
    store::audit::record(tx, services_.random,
                         {"account_created", visitor.request_id, account.id, flow.email.text(),
                          visitor.network, company.slug, company.id},
                         now);
    return Created{};
  };
  try {
    return services_.database.transact(add);
  } catch (const store::Duplicate&) {
    return AlreadyRegistered{};
  }
}

}  // namespace doorward::flow
