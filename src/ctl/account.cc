#include "store/account.h"

#include <map>

#include <sysexits.h>

#include "base/text.h"
#include "ctl/account_email.h"
#include "ctl/account_export.h"
#include "ctl/command.h"
#include "ctl/confirm.h"
#include "ctl/values.h"
#include "domain/slug.h"
#include "store/audit.h"
#include "store/company.h"
#include "store/flow.h"
#include "store/group.h"
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
                  const store::Account& account, const std::string& detail = "") {
  store::audit::add(tx, context.random(),
                    {.name = event,
                     .request = "doorwardctl",
                     .account_id = account.id,
                     .email = account.email.text(),
                     .network = "",
                     .detail = detail},
                    context.clock().now());
}

// No session works any more, nor anything that was begun with an old code or password.
void put_out(Context& context, Transaction& tx, const store::Account& account) {
  const auto now = context.clock().now();
  store::sessions::end_all(tx, account.id, now);
  store::flows::abandon_all(tx, account.id, now);
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
    if (to != store::AccountStatus::active) put_out(context, tx, account);
    record_event(context, tx, event, account);
    return true;
  });
  context.say(email.text() + (changed ? done : was_so),
              {{"email", email.text()}, {"status", std::string(to_text(to))}});
  return EX_OK;
}

int show(Context& context) {
  const auto email = to_email(context.line().argument(0));
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) -> Record {
    const auto account = need_account(tx, email);
    const auto company = store::companies::find(tx, account.company_id).value();
    const auto sessions = store::sessions::open(tx, account.id, context.clock().now()).size();
    return {{"id", text::hex(account.id)},
            {"email", account.email.text()},
            {"name", account.name},
            {"company", company.slug},
            {"status", std::string(to_text(account.status))},
            {"role", account.role},
            {"groups", store::accounts::groups(tx, account.id)},
            {"password", !account.password_hash.empty()},
            {"proved_at", account.proved_at ? Cell(*account.proved_at) : nullptr},
            {"mailbox_gone_at", account.mailbox_gone_at ? Cell(*account.mailbox_gone_at) : nullptr},
            {"created_at", account.created_at},
            {"sessions", static_cast<std::int64_t>(sessions)}};
  }));
  return EX_OK;
}

int remove(Context& context) {
  const auto email = to_email(context.line().argument(0));
  auto& database = context.database();
  // Whoever is not there needs no question.
  database.read([&](Transaction& tx) { return need_account(tx, email); });
  confirm(context, "Remove " + email.text() + "? All sessions end.");
  const bool changed = database.transact([&](Transaction& tx) {
    const auto account = need_account(tx, email);
    if (!store::accounts::set_status(tx, account.id, store::AccountStatus::removed)) return false;
    store::accounts::set_role(tx, account.id, "member");
    put_out(context, tx, account);
    record_event(context, tx, "account_removed", account);
    return true;
  });
  context.say(email.text() + (changed ? " is removed and out" : " was removed already"),
              {{"email", email.text()}, {"status", std::string("removed")}});
  return EX_OK;
}

store::Account need_account_in_use(Transaction& tx, const Email& email) {
  auto account = need_account(tx, email);
  if (account.status == store::AccountStatus::removed)
    throw Failure(EX_DATAERR, email.text() + " is removed");
  return account;
}

int role(Context& context) {
  const auto email = to_email(context.line().argument(0));
  const auto& role = context.line().argument(1);
  if (role != "member" && role != "company_admin")
    throw Failure(EX_DATAERR, "'" + role + "' is not a role: use member or company_admin");
  auto& database = context.database();
  const bool changed = database.transact([&](Transaction& tx) {
    const auto account = need_account_in_use(tx, email);
    if (!store::accounts::set_role(tx, account.id, role)) return false;
    // A session of before must not wield what came after.
    store::sessions::end_all(tx, account.id, context.clock().now());
    record_event(context, tx, "role_changed", account, role);
    return true;
  });
  context.say(email.text() + (changed ? " is now " : " was already ") + role,
              {{"email", email.text()}, {"role", role}});
  return EX_OK;
}

int change_group(Context& context, bool add) {
  const auto email = to_email(context.line().argument(0));
  const auto& name = context.line().argument(1);
  if (!valid_slug(name))
    throw Failure(EX_DATAERR, "'" + name + "' can't be a group: use 1 to 40 of a-z, 0-9, - and _");
  auto& database = context.database();
  const auto groups = database.transact([&](Transaction& tx) {
    const auto account = add ? need_account_in_use(tx, email) : need_account(tx, email);
    const bool change = add ? store::groups::add(tx, account.id, name)
                            : store::groups::remove(tx, account.id, name);
    if (change) record_event(context, tx, add ? "group_added" : "group_removed", account, name);
    return store::accounts::groups(tx, account.id);
  });
  context.say(email.text() + (add ? " is in group " : " is not in group ") + name,
              {{"email", email.text()}, {"groups", groups}});
  return EX_OK;
}

int group_add(Context& context) {
  return change_group(context, true);
}

int group_remove(Context& context) {
  return change_group(context, false);
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
      {"account", "show", "EMAIL", "all about one person", show},
      {"account",
       "export",
       "EMAIL",
       "what is held about this person, as JSON",
       export_account,
       {},
       "With open sessions, letters and events that name the address; without any hash.\n"},
      {"account", "lock", "EMAIL", "keep this person out at once, until unlocked", lock},
      {"account", "unlock", "EMAIL", "let this person sign in again", unlock},
      {"account",
       "remove",
       "EMAIL",
       "put this person out, until a company administrator lets them back in",
       remove,
       {kYes},
       "Ends all sessions and all that was begun. The record stays, marked as removed.\n"
       "'account lock' keeps out whom nobody but you may let in again.\n"},
      {"account",
       "set-email",
       "OLD NEW",
       "move this account to another address",
       set_email,
       {},
       "NEW must be covered by the lists of the same company and have no account. Signs the "
       "person\n"
       "out, and tells both addresses.\n"},
      {"account",
       "role",
       "EMAIL ROLE",
       "make this person a member or a company_admin",
       role,
       {},
       "Signs the person out. A company_admin looks after the people of the own company.\n"},
      {"account",
       "group add",
       "EMAIL GROUP",
       "put this person into a group",
       group_add,
       {},
       "The portal is told the groups in Remote-Groups.\n"},
      {"account", "group remove", "EMAIL GROUP", "take this person out of a group", group_remove},
  };
}

}  // namespace doorward::ctl
