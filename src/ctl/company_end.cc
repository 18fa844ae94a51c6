#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/company_domain.h"
#include "ctl/company_record.h"
#include "ctl/confirm.h"
#include "ctl/values.h"
#include "store/audit.h"
#include "store/flow.h"
#include "store/session.h"

namespace doorward::ctl {
namespace {

using store::Company;
using store::Transaction;

std::string people_text(std::uint32_t people) {
  return std::to_string(people) + (people == 1 ? " person" : " people");
}

void record_person(Context& context, Transaction& tx, const char* event,
                   const store::Account& account, const std::string& detail) {
  store::audit::add(tx, context.random(),
                    {.name = event,
                     .request = "ctl",
                     .account_id = account.id,
                     .email = account.email.text(),
                     .network = "",
                     .detail = detail,
                     .company_id = account.company_id},
                    context.clock().now());
}

// Its people's sessions, and whatever they have under way.
void end_all_of(Context& context, Transaction& tx, const Company& company) {
  const auto now = context.clock().now();
  store::sessions::end_company(tx, company.id, now);
  store::flows::abandon_company(tx, company.id, now);
}

struct Pair {
  Company from;
  Company into;
  std::uint32_t people = 0;  // of the first
};

// Both locked, the seats looked at.
Pair need_pair(Transaction& tx, const CommandLine& line) {
  Pair pair{need_company(tx, line.argument(0)), need_company(tx, line.argument(1))};
  if (pair.from.id == pair.into.id)
    throw Failure(EX_DATAERR, "a company can't be merged into itself");
  // In one order, whichever way round they are named.
  store::companies::lock(tx, std::min(pair.from.id, pair.into.id));
  store::companies::lock(tx, std::max(pair.from.id, pair.into.id));
  pair.from = need_company(tx, line.argument(0));
  pair.into = need_company(tx, line.argument(1));
  pair.people = store::companies::people(tx, pair.from);
  const auto together = pair.people + store::companies::people(tx, pair.into);
  if (pair.into.seats && together > *pair.into.seats)
    throw Failure(EX_DATAERR, "company '" + pair.into.slug + "' has " +
                                  std::to_string(*pair.into.seats) + " seats, and would have " +
                                  people_text(together) + ": 'doorwardctl company set " +
                                  pair.into.slug + " --seats " + std::to_string(together) +
                                  "' makes room");
  return pair;
}

void merge_pair(Context& context, Transaction& tx, const Pair& pair) {
  end_all_of(context, tx, pair.from);
  for (const auto& account : store::accounts::all(tx, pair.from.id))
    record_person(context, tx, "account_moved", account, pair.from.slug + " " + pair.into.slug);
  store::accounts::move_all(tx, pair.from.id, pair.into.id);
  store::companies::move_lists(tx, pair.from, pair.into);
  record_event(context, tx, {"company_merged", pair.from, pair.into.slug});
  record_event(context, tx, {"company_grown", pair.into, pair.from.slug});
  store::companies::remove(tx, pair.from);
}

int merge(Context& context) {
  const auto& line = context.line();
  const bool dry_run = line.has("--dry-run");
  auto& database = context.database();
  const auto look = [&](Transaction& tx) { return need_pair(tx, line); };
  auto pair = database.transact(look);
  if (!dry_run) {
    confirm(context, "Merge company " + pair.from.slug + " with its " + people_text(pair.people) +
                         " into " + pair.into.slug + "? It can't be taken apart again.");
    pair = database.transact([&](Transaction& tx) {
      auto found = look(tx);
      merge_pair(context, tx, found);
      return found;
    });
  }
  context.say(people_text(pair.people) + (dry_run ? " would move from " : " moved from ") +
                  pair.from.slug + " to " + pair.into.slug +
                  (dry_run ? "; nothing was changed" : ", and are signed out"),
              {{"from", pair.from.slug},
               {"into", pair.into.slug},
               {"people", std::int64_t{pair.people}},
               {"done", !dry_run}});
  return EX_OK;
}

int remove(Context& context) {
  const auto& slug = context.line().argument(0);
  auto& database = context.database();
  const auto expected = database.read(
      [&](Transaction& tx) { return store::companies::people(tx, need_company(tx, slug)); });
  confirm(context, "Remove company " + slug + " with its " + people_text(expected) +
                       " and their accounts? It can't be undone.");
  const auto people = database.transact([&](Transaction& tx) {
    const auto company = need_company_to_change(tx, slug);
    const auto count = store::companies::people(tx, company);
    end_all_of(context, tx, company);
    for (const auto& account : store::accounts::all(tx, company.id)) {
      record_person(context, tx, "account_removed", account, slug);
      store::accounts::remove_rows(tx, account.id);
    }
    record_event(context, tx, {"company_removed", company});
    store::companies::remove(tx, company);
    return count;
  });
  context.say("company " + slug + " removed with its " + people_text(people),
              {{"slug", slug}, {"people", std::int64_t{people}}});
  return EX_OK;
}

}  // namespace

std::vector<Command> company_end_commands() {
  return {
      {"company",
       "merge",
       "FROM INTO",
       "two companies became one: people, domains and addresses move",
       merge,
       {kDryRun, kYes},
       "FROM is gone afterwards. Its people keep their accounts and passwords, count for INTO's\n"
       "seats and licence, and sign in again; company administrators of FROM become members.\n"},
      {"company",
       "remove",
       "SLUG",
       "remove a company, its people and their accounts for good",
       remove,
       {kYes},
       "Everybody is out within a second. The audit trail stays: take 'doorwardctl company "
       "report'\n"
       "before, if you need evidence. 'company suspend' keeps people out and can be taken back.\n"},
  };
}

}  // namespace doorward::ctl
