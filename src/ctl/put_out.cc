#include "ctl/put_out.h"

#include <set>

#include "store/audit.h"
#include "store/company.h"
#include "store/flow.h"
#include "store/session.h"

namespace doorward::ctl {

using store::Transaction;

Covered::Covered(Transaction& tx, const DomainPattern& domain) {
  look(tx, store::accounts::at(tx, domain));
}

Covered::Covered(Transaction& tx, const Email& email) {
  const auto account = store::accounts::find(tx, email);
  if (account && account->status != store::AccountStatus::removed) look(tx, {*account});
}

void Covered::look(Transaction& tx, const std::vector<store::Account>& people) {
  std::set<Id> ids;  // sorted: two commands lock in the same order
  for (const auto& person : people) ids.insert(person.company_id);
  for (const auto& id : ids) store::companies::lock(tx, id);
  people_ = store::companies::covered(tx, people);
}

std::size_t Covered::put_out_others(Context& context, Transaction& tx,
                                    const std::string& why) const {
  std::set<Id> still;
  for (const auto& person : store::companies::covered(tx, people_)) still.insert(person.id);
  for (const auto& person : people_)
    if (!still.contains(person.id)) put_out(context, tx, person, "account_put_out", why);
  store::flows::abandon_uncovered_sign_ups(tx, context.clock().now());
  return people_.size() - still.size();
}

std::string put_out_text(std::size_t people) {
  if (people == 0) return "nobody is out by this";
  return people == 1 ? "1 person is out" : std::to_string(people) + " people are out";
}

void put_out(Context& context, Transaction& tx, const store::Account& account, const char* event,
             const std::string& why) {
  const auto now = context.clock().now();
  store::sessions::end_all(tx, account.id, now);
  store::flows::abandon_all(tx, account.id, now);
  store::audit::add(tx, context.random(),
                    {.name = event,
                     .request = "ctl",
                     .account_id = account.id,
                     .email = account.email.text(),
                     .network = "",
                     .detail = why,
                     .company_id = account.company_id},
                    now);
}

}  // namespace doorward::ctl
