#include "ctl/account_cause.h"
#include "domain/similar.h"
#include "store/invitation.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kLetters = 5;

void add_similar(store::Transaction& tx, PersonFacts& facts) {
  const auto& asked = facts.email.domain().text();
  for (const auto& company : store::companies::all(tx))
    for (const auto& listed : store::companies::domains(tx, company))
      if (asked.ends_with("." + listed) || one_slip_apart(asked, listed))
        facts.similar_domains.push_back(listed);
}

}  // namespace

PersonFacts facts_of(store::Transaction& tx, const Limits& limits, const Email& email,
                     Timestamp now) {
  PersonFacts facts{.email = email,
                    .now = now,
                    .account = store::accounts::find(tx, email),
                    .membership = store::companies::membership(tx, email),
                    .company = std::nullopt};
  if (facts.account)
    facts.company = store::companies::find(tx, facts.account->company_id);
  else if (facts.membership)
    facts.company = facts.membership->company;
  if (facts.company && facts.company->seats)
    facts.seats_full = store::companies::people(tx, *facts.company) >= *facts.company->seats;
  facts.invited = facts.company && store::invitations::find_open(tx, facts.company->id, email, now);
  facts.letters = store::outbox::newest_to(tx, email, Timestamp{}, kLetters);
  facts.budgets = spent_budgets(tx, limits, email, facts.account, now);
  if (!facts.membership) add_similar(tx, facts);
  return facts;
}

}  // namespace doorward::ctl
