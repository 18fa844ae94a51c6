#include <algorithm>

#include "ctl/account_cause.h"
#include "domain/similar.h"
#include "store/audit.h"
#include "store/invitation.h"
#include "store/known_browser.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kLetters = 5;
// A wait for passwords is at most this long, unless the settings say more.
constexpr std::chrono::hours kNetworksSince{24};

// Waits double for wrong passwords; the other budgets are simply used up.
bool waits(const Allowance& allowance) {
  return allowance.name.starts_with("passwords");
}

void add_spent(store::Transaction& tx, PersonFacts& facts, const Allowances& allowances) {
  for (const auto& allowance : allowances) {
    const auto use = store::attempts::use(tx, allowance, facts.now);
    if (!use) continue;
    SpentBudget spent{allowance, *use, std::nullopt};
    if (waits(allowance) && use->wait_until > facts.now) spent.blocked_until = use->wait_until;
    if (!waits(allowance) && use->used >= allowance.limit) spent.blocked_until = use->ends_at;
    facts.budgets.push_back(std::move(spent));
  }
}

void add_budgets(store::Transaction& tx, PersonFacts& facts, const Limits& limits) {
  const auto& address = facts.email.text();
  std::vector<std::string> browsers{""};
  if (facts.account)
    for (auto& hash : store::known_browsers::all(tx, facts.account->id))
      browsers.push_back(std::move(hash));
  const auto since =
      facts.now - std::max<std::chrono::seconds>(kNetworksSince, 2 * limits.password_wait_max);
  for (const auto& network : store::audit::wrong_password_networks(tx, facts.email, since))
    add_spent(tx, facts, {allowances::passwords(limits, address, network, "")});
  add_spent(tx, facts, {allowances::passwords_in_all(limits, address)});
  for (const auto& browser : browsers) {
    if (!browser.empty())
      add_spent(tx, facts, {allowances::passwords(limits, address, "", browser)});
    add_spent(tx, facts, allowances::strange_codes(limits, address, browser));
    add_spent(tx, facts, allowances::strange_letters(limits, address, browser));
    if (!facts.account) continue;
    add_spent(tx, facts, allowances::own_codes(limits, facts.account->id, browser));
    add_spent(tx, facts, allowances::own_letters(limits, facts.account->id, browser));
  }
}

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
  add_budgets(tx, facts, limits);
  if (!facts.membership) add_similar(tx, facts);
  return facts;
}

}  // namespace doorward::ctl
