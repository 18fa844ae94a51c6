#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/company_domain.h"
#include "ctl/company_record.h"
#include "ctl/confirm.h"
#include "ctl/put_out.h"
#include "ctl/values.h"
#include "store/outbox.h"

namespace doorward::ctl {
namespace {

using store::Account;
using store::Company;
using store::Transaction;

constexpr std::size_t kNamedMax = 10;

DomainPattern to_one_domain(const std::string& typed) {
  auto domain = to_domain(typed);
  if (domain.text().starts_with('*'))
    throw Failure(EX_DATAERR, "'" + typed + "' is many domains: rename them one by one");
  return domain;
}

Email moved(const Email& email, const DomainPattern& to) {
  const auto& text = email.text();
  auto address = Email::parse(text.substr(0, text.find('@') + 1) + to.text());
  if (!address)
    throw Failure(EX_DATAERR,
                  text + " would be too long at " + to.text() + ": nothing was changed");
  return std::move(*address);
}

// Refuses when somebody else has the new domain, by whatever pattern.
void need_free(Transaction& tx, const Company& company, const DomainPattern& to) {
  const auto owner =
      store::companies::membership(tx, Email::parse("postmaster@" + to.text()).value());
  if (owner && owner->company.id != company.id)
    throw Failure(EX_DATAERR, to.text() + " belongs to company '" + owner->company.slug +
                                  "': remove it there first, or merge the two companies");
}

// The company's people at that domain. Refuses when one of the new addresses has an account.
std::vector<Account> people_to_move(Transaction& tx, const Company& company,
                                    const DomainPattern& from, const DomainPattern& to) {
  std::vector<Account> people;
  std::vector<std::string> taken;
  for (auto& person : store::accounts::at(tx, from)) {
    if (person.company_id != company.id) continue;
    if (const auto address = moved(person.email, to); store::accounts::find(tx, address))
      taken.push_back(address.text());
    people.push_back(std::move(person));
  }
  if (taken.empty()) return people;
  std::string sentence;
  for (std::size_t i = 0; i < taken.size() && i < kNamedMax; ++i)
    sentence += (i == 0 ? "" : ", ") + taken[i];
  if (taken.size() > kNamedMax)
    sentence += " and " + std::to_string(taken.size() - kNamedMax) + " more";
  throw Failure(EX_DATAERR, "there are accounts already with " + sentence +
                                ": nothing was changed; see which of each pair is to stay");
}

void move_lists(Context& context, Transaction& tx, const Company& company,
                const DomainPattern& from, const DomainPattern& to) {
  const auto now = context.clock().now();
  if (!store::companies::find_by_domain(tx, to)) add_domain(context, tx, company, to);
  store::companies::remove_domain(tx, company, from);
  for (const auto& text : store::companies::addresses(tx, company)) {
    const auto email = Email::parse(text).value();
    if (email.domain().text() != from.text()) continue;
    const auto address = moved(email, to);
    store::companies::remove_address(tx, company, email);
    if (!store::companies::find_by_address(tx, address))
      store::companies::add_address(tx, company, address, now);
  }
  record_event(context, tx, {"company_domain_renamed", company, from.text() + " " + to.text()});
}

void move_person(Context& context, Transaction& tx, const Account& person,
                 const DomainPattern& to) {
  const auto now = context.clock().now();
  auto changed = person;
  changed.email = moved(person.email, to);
  put_out(context, tx, changed, "email_changed", person.email.text());
  store::accounts::set_email(tx, person.id, changed.email, store::accounts::MailboxProof::stays);
  store::outbox::add(tx,
                     {.id = new_id(context.random(), now),
                      .letter = "domain_renamed",
                      .recipient = changed.email,
                      .flow_id = std::nullopt,
                      .name = person.name,
                      .browser = "",
                      .network = "",
                      .urgent = false,
                      .due_at = now,
                      .handed_at = std::nullopt,
                      .answer = "",
                      .created_at = now,
                      .details = {},
                      .language = person.language},
                     now);
}

int rename(Context& context) {
  const auto from = to_one_domain(context.line().argument(0));
  const auto to = to_one_domain(context.line().argument(1));
  if (from == to) throw Failure(EX_DATAERR, "the new domain is the old one");
  const bool dry_run = context.line().has("--dry-run");
  auto& database = context.database();
  const auto [slug, count] = database.transact([&](Transaction& tx) {
    const auto owner = store::companies::find_by_domain(tx, from);
    if (!owner)
      throw Failure(EX_NOUSER, "no company has the domain " + from.text() +
                                   ": 'doorwardctl company show SLUG' lists those of one");
    const auto company = need_company_to_change(tx, owner->slug);
    need_free(tx, company, to);
    const auto people = people_to_move(tx, company, from, to);
    if (!dry_run) {
      move_lists(context, tx, company, from, to);
      for (const auto& person : people) move_person(context, tx, person, to);
      store::flows::abandon_uncovered_sign_ups(tx, context.clock().now());
    }
    return std::pair(company.slug, people.size());
  });
  const auto who = std::to_string(count) + (count == 1 ? " person" : " people") + " of " + slug;
  context.say(dry_run ? who + " would have an address at " + to.text() + "; nothing was changed"
                      : who + " now sign in with " + to.text() + ", and were told so by letter",
              {{"company", slug},
               {"from", from.text()},
               {"to", to.text()},
               {"people", static_cast<std::int64_t>(count)},
               {"done", !dry_run}});
  return EX_OK;
}

}  // namespace

std::vector<Command> company_rename_commands() {
  return {
      {"company",
       "domain rename",
       "OLD NEW",
       "a company changed its domain: its people keep their accounts",
       rename,
       {kDryRun},
       "Everybody at OLD gets the same address at NEW, with the password there was; NEW takes the\n"
       "place of OLD in the company's list. They are signed out, and a letter to the new address\n"
       "tells them. When one of the new addresses has an account already, nothing is changed.\n"},
  };
}

}  // namespace doorward::ctl
