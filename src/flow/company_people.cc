#include "flow/company_people.h"

#include "base/text.h"
#include "store/audit.h"
#include "store/flow.h"
#include "store/outbox.h"

namespace doorward::flow {
namespace {

constexpr std::chrono::hours kInvitationLife{24 * 14};

}  // namespace

std::optional<store::Account> CompanyPeople::asking(store::Transaction& tx) const {
  // Two who take each other's role away at once would leave nobody.
  store::companies::lock(tx, administrator_.company_id);
  auto account = store::accounts::find(tx, administrator_.id);
  if (!account || account->status != store::AccountStatus::active ||
      account->role != kCompanyAdmin || account->company_id != administrator_.company_id)
    return std::nullopt;
  return account;
}

// `f(tx, person)` changes one person of the company; what it did is recorded as `event`.
template <class F>
ChangeResult CompanyPeople::change(const Id& person, const Visitor& visitor, const char* event,
                                   F&& f) const {
  const auto now = services_.clock.now();
  return services_.database.transact([&](store::Transaction& tx) -> ChangeResult {
    const auto administrator = asking(tx);
    if (!administrator) return NotAllowed{};
    const auto found = store::accounts::find(tx, person);
    if (!found || found->company_id != administrator->company_id ||
        store::accounts::is_erased(*found))
      return Nobody{};
    if (found->id == administrator->id) return Yourself{};
    const ChangeResult result = f(tx, *found, now);
    if (std::holds_alternative<Done>(result))
      store::audit::record(
          tx, services_.random,
          {event, visitor.request_id, found->id, found->email.text(), visitor.network,
           "by " + text::hex(administrator->id), found->company_id},
          now);
    return result;
  });
}

ChangeResult CompanyPeople::remove(const Id& person, const Visitor& visitor) const {
  return change(
      person, visitor, "account_removed",
      [](store::Transaction& tx, const store::Account& found, Timestamp now) -> ChangeResult {
        // Nor a locked one: let back in, it would be rid of the operator's lock.
        if (found.status != store::AccountStatus::active) return AsItWas{};
        store::accounts::set_status(tx, found.id, store::AccountStatus::removed);
        store::accounts::set_role(tx, found.id, kMember);
        store::sessions::end_all(tx, found.id, now);
        store::flows::abandon_all(tx, found.id, now);
        return Done{};
      });
}

ChangeResult CompanyPeople::let_back_in(const Id& person, const Visitor& visitor) const {
  return change(person, visitor, "account_let_back_in",
                [](store::Transaction& tx, const store::Account& found, Timestamp) -> ChangeResult {
                  // Only what an administrator took; a lock is the operator's.
                  if (found.status != store::AccountStatus::removed) return AsItWas{};
                  const auto company = store::companies::find(tx, found.company_id);
                  if (!store::companies::take_seat(tx, company.value())) return NoSeat{};
                  store::accounts::set_status(tx, found.id, store::AccountStatus::active);
                  return Done{};
                });
}

ChangeResult CompanyPeople::set_role(const Id& person, const char* role,
                                     const Visitor& visitor) const {
  return change(
      person, visitor, "role_changed",
      [&](store::Transaction& tx, const store::Account& found, Timestamp now) -> ChangeResult {
        if (found.status != store::AccountStatus::active ||
            !store::accounts::set_role(tx, found.id, role))
          return AsItWas{};
        // A session of before must not wield what came after.
        store::sessions::end_all(tx, found.id, now);
        return Done{};
      });
}

ChangeResult CompanyPeople::end_sessions(const Id& person, const Visitor& visitor) const {
  return change(
      person, visitor, "sessions_ended",
      [](store::Transaction& tx, const store::Account& found, Timestamp now) -> ChangeResult {
        if (store::sessions::end_all(tx, found.id, now) == 0) return AsItWas{};
        return Done{};
      });
}

InviteResult CompanyPeople::invite(const Email& email, const std::string& name,
                                   const Visitor& visitor) const {
  const auto now = services_.clock.now();
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> InviteResult {
    const auto administrator = asking(tx);
    if (!administrator) return NotAllowed{};
    const auto membership = store::companies::membership(tx, email);
    if (!membership || !membership->listed || membership->company.id != administrator->company_id)
      return NotCovered{};
    if (const auto account = store::accounts::find(tx, email))
      return account->company_id == administrator->company_id ? InviteResult(HasAccount{})
                                                              : InviteResult(NotCovered{});
    if (const auto refused = take_all(tx, budgets.strange_letters(email, ""), now)) return *refused;
    const store::Invitation invitation{.id = new_id(services_.random, now),
                                       .company_id = administrator->company_id,
                                       .email = email,
                                       .name = name,
                                       .invited_by = administrator->id,
                                       .created_at = now,
                                       .expires_at = now + kInvitationLife};
    store::invitations::add(tx, invitation, now);
    store::outbox::add(
        tx,
        {.id = new_id(services_.random, now),
         .letter = "invitation",
         .recipient = email,
         .flow_id = std::nullopt,
         .name = name,
         .browser = visitor.browser,
         .network = visitor.network,
         .urgent = false,
         .state = store::LetterState::queued,
         .attempts = 0,
         .due_at = now,
         .handed_at = std::nullopt,
         .answer = "",
         .created_at = now,
         .details = {{"COMPANY", membership->company.name},
                     {"INVITED_BY", administrator->name},
                     {"INVITED_BY_EMAIL", administrator->email.text()},
                     {"SIGN_UP_URL", services_.config.page_url("/sign-up?for=invitation")},
                     {"UNTIL", text::iso8601(invitation.expires_at)}},
         .language = visitor.language},
        now);
    store::audit::record(
        tx, services_.random,
        {"invited", visitor.request_id, std::nullopt, email.text(), visitor.network,
         "by " + text::hex(administrator->id), administrator->company_id},
        now);
    return Invited{};
  });
}

ChangeResult CompanyPeople::withdraw(const Id& invitation, const Visitor& visitor) const {
  const auto now = services_.clock.now();
  return services_.database.transact([&](store::Transaction& tx) -> ChangeResult {
    const auto administrator = asking(tx);
    if (!administrator) return NotAllowed{};
    const auto email = store::invitations::withdraw(tx, administrator->company_id, invitation, now);
    if (!email) return Nobody{};
    store::flows::abandon_unproved(tx, *email, now);
    store::audit::record(
        tx, services_.random,
        {"invitation_withdrawn", visitor.request_id, administrator->id, administrator->email.text(),
         visitor.network, "", administrator->company_id},
        now);
    return Done{};
  });
}

}  // namespace doorward::flow
