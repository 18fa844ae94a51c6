#include "domain/licence.h"

#include <sysexits.h>

#include "base/text.h"
#include "ctl/command.h"
#include "ctl/company_domain.h"
#include "ctl/values.h"
#include "store/licence_letter.h"
#include "store/outbox.h"

namespace doorward::ctl {
namespace {

using store::Company;
using store::Transaction;

void write_letter(Context& context, Transaction& tx, const Company& company, Timestamp now) {
  store::outbox::add(
      tx,
      {.id = new_id(context.random(), now),
       .letter = "licence_ends",
       .recipient = to_email(company.contact),
       .flow_id = std::nullopt,
       .name = "",
       .browser = "",
       .network = "",
       .urgent = false,
       .due_at = now,
       .handed_at = std::nullopt,
       .answer = "",
       .created_at = now,
       .details = {{"COMPANY", company.name},
                   {"LICENCE_LAST_DAY", text::iso8601(end_to_last_day(*company.licence_until))}}},
      now);
}

// How many days ahead the letter is that was written now, if any.
std::optional<int> remind_company(Context& context, Transaction& tx, const std::string& slug,
                                  Timestamp now) {
  const auto company = store::companies::find_to_change(tx, slug);
  if (!company || company->standing(now) != LicenceStanding::runs) return std::nullopt;
  const auto ahead = licence_letter_days(company->licence_until, now);
  if (!ahead ||
      !store::licence_letters::claim(tx, company->id, *company->licence_until, *ahead, now))
    return std::nullopt;
  write_letter(context, tx, *company, now);
  record_event(context, tx, {"licence_reminded", *company, std::to_string(*ahead) + " days"});
  return ahead;
}

int remind(Context& context) {
  auto& database = context.database();
  const auto now = context.clock().now();
  const auto companies = database.read([](Transaction& tx) { return store::companies::all(tx); });
  std::vector<Record> written;
  for (const auto& company : companies) {
    const auto ahead = database.transact(
        [&](Transaction& tx) { return remind_company(context, tx, company.slug, now); });
    if (ahead)
      written.push_back({{"company", company.slug},
                         {"contact", company.contact},
                         {"until", day_text(end_to_last_day(*company.licence_until))},
                         {"days_ahead", std::int64_t{*ahead}}});
  }
  context.show(written);
  return EX_OK;
}

}  // namespace

std::vector<Command> licence_commands() {
  return {
      {"licence",
       "remind",
       "",
       "write to the contacts of licences that end in 30, 7 and 1 days",
       remind,
       {},
       "For a timer: run it once a day or more often. Each letter is written once, however often\n"
       "and wherever this runs; after a missed week the nearest one is written, and no other.\n"
       "Shows the letters that it wrote.\n"},
  };
}

}  // namespace doorward::ctl
