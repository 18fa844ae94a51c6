#include "ctl/account_email.h"

#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/values.h"
#include "store/audit.h"
#include "store/company.h"
#include "store/flow.h"
#include "store/outbox.h"
#include "store/session.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

void check_new(Transaction& tx, const store::Account& account, const Email& email) {
  if (account.status == store::AccountStatus::removed)
    throw Failure(EX_DATAERR, account.email.text() + " is removed");
  if (store::accounts::find(tx, email))
    throw Failure(EX_DATAERR, email.text() + " has an account already");
  const auto membership = store::companies::membership(tx, email);
  if (!membership || !membership->listed || membership->company.id != account.company_id)
    throw Failure(EX_DATAERR, email.text() + " is not covered by the lists of the company of " +
                                  account.email.text() +
                                  ": 'doorwardctl company address add' lists one person");
}

void tell(Context& context, Transaction& tx, const store::Account& account, const Email& email,
          Timestamp now) {
  for (const auto& recipient : {account.email, email})
    store::outbox::add(
        tx,
        {.id = new_id(context.random(), now),
         .letter = "address_changed",
         .recipient = recipient,
         .flow_id = std::nullopt,
         .name = account.name,
         .browser = "",
         .network = "",
         .due_at = now,
         .handed_at = std::nullopt,
         .answer = "",
         .created_at = now,
         .details = {{"OLD_EMAIL", account.email.text()}, {"NEW_EMAIL", email.text()}},
         .language = account.language},
        now);
}

}  // namespace

int set_email(Context& context) {
  const auto from = to_email(context.line().argument(0));
  const auto to = to_email(context.line().argument(1));
  auto& database = context.database();
  database.transact([&](Transaction& tx) {
    const auto now = context.clock().now();
    const auto account = need_account(tx, from);
    check_new(tx, account, to);
    store::sessions::end_all(tx, account.id, now);
    store::flows::abandon_all(tx, account.id, now);
    store::accounts::set_email(tx, account.id, to, store::accounts::MailboxProof::forgotten);
    tell(context, tx, account, to, now);
    store::audit::add(tx, context.random(),
                      {.name = "email_changed",
                       .request = "doorwardctl",
                       .account_id = account.id,
                       .email = to.text(),
                       .network = "",
                       .detail = ("from " + from.text()).substr(0, 255)},
                      now);
  });
  context.say(from.text() + " is now " + to.text() + ", and signed out",
              {{"old_email", from.text()}, {"email", to.text()}});
  return EX_OK;
}

}  // namespace doorward::ctl
