#include "store/account.h"

#include <map>

#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/values.h"
#include "store/audit.h"
#include "store/company.h"
#include "store/session.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

int list(Context& context) {
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) {
    std::map<Id, std::string> slugs;
    for (const auto& company : store::companies::all(tx)) slugs[company.id] = company.slug;
    const auto slug = context.line().value("--company");
    const auto company = slug ? std::optional(need_company(tx, *slug).id) : std::nullopt;
    std::vector<Record> records;
    for (const auto& account : store::accounts::all(tx, company))
      records.push_back(
          {{"email", account.email.text()},
           {"name", account.name},
           {"company", slugs[account.company_id]},
           {"status", std::string(to_text(account.status))},
           {"role", account.role},
           {"password", !account.password_hash.empty()},
           {"proved_at", account.proved_at ? Cell(*account.proved_at) : nullptr},
           {"mailbox_gone_at", account.mailbox_gone_at ? Cell(*account.mailbox_gone_at) : nullptr},
           {"created_at", account.created_at}});
    return records;
  }));
  return EX_OK;
}

void record_event(Context& context, Transaction& tx, const char* event,
                  const store::Account& account) {
  store::audit::add(tx, context.random(),
                    {.name = event,
                     .request = "doorwardctl",
                     .account_id = account.id,
                     .email = account.email.text(),
                     .network = "",
                     .detail = ""},
                    context.clock().now());
}

// `from` to `to`; says `was_so` when there is nothing to do.
int change_status(Context& context, store::AccountStatus from, store::AccountStatus to,
                  const char* event, const char* done, const char* was_so) {
  const auto email = to_email(context.line().argument(0));
  auto& database = context.database();
  const bool changed = database.transact([&](Transaction& tx) {
    const auto account = need_account(tx, email);
    if (account.status != from && account.status != to)
      throw Failure(EX_DATAERR, email.text() + " is " + std::string(to_text(account.status)));
    if (!store::accounts::set_status(tx, account.id, to)) return false;
    if (to != store::AccountStatus::active)
      store::sessions::end_all(tx, account.id, context.clock().now());
    record_event(context, tx, event, account);
    return true;
  });
  context.say(email.text() + (changed ? done : was_so),
              {{"email", email.text()}, {"status", std::string(to_text(to))}});
  return EX_OK;
}

int lock(Context& context) {
  return change_status(context, store::AccountStatus::active, store::AccountStatus::locked,
                       "account_locked", " is locked and out", " was locked already");
}

int unlock(Context& context) {
  return change_status(context, store::AccountStatus::locked, store::AccountStatus::active,
                       "account_unlocked", " may sign in again", " was not locked");
}

}  // namespace

std::vector<Command> account_commands() {
  return {
      {"account",
       "list",
       "",
       "the people, and when they last proved their mailbox",
       list,
       {{"--company", "SLUG", "of this company only"}},
       "PASSWORD is no for an imported account that was not yet validated. MAILBOX GONE AT is "
       "since\n"
       "when mail servers say that the mailbox is gone; a right code from it clears that.\n"},
      {"account", "lock", "EMAIL", "keep this person out at once, until unlocked", lock},
      {"account", "unlock", "EMAIL", "let this person sign in again", unlock},
  };
}

}  // namespace doorward::ctl
