#include "store/company.h"

#include <utility>

#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/company_domain.h"
#include "ctl/company_record.h"
#include "ctl/put_out.h"
#include "ctl/values.h"
#include "domain/licence.h"
#include "store/flow.h"

namespace doorward::ctl {
namespace {

using store::Company;
using store::Transaction;

constexpr const char* kAddDetails =
    "SLUG is the company's short name, which stays: a-z, 0-9, - and _. All of it is added, or\n"
    "nothing. Days are those of UTC.\n"
    "\n"
    "  doorwardctl company add acme --name 'Acme Ltd' --until 2027-12-31 --seats 25 \\\n"
    "    --contact licensing@acme.example --domain acme.example --domain '*.acme.example'\n";

std::vector<Option> licence_options(Option::Use name_and_contact) {
  return {
      {"--name", "NAME", "as its people see it", name_and_contact},
      {"--contact", "EMAIL", "whom its people are told to ask", name_and_contact},
      {"--from", "DATE", "the licence's first day (YYYY-MM-DD)"},
      {"--until", "DATE", "the last day it runs (YYYY-MM-DD), or never"},
      {"--grace-days", "N", "for how many days after that its people are still let in"},
      {"--seats", "N", "how many people may have an account, or unlimited"},
  };
}

std::vector<Option> add_options() {
  auto options = licence_options(Option::Use::required);
  options.push_back({"--domain", "DOMAIN", "everybody with an address there; *.DOMAIN: below it",
                     Option::Use::repeated});
  options.push_back({"--address", "EMAIL", "one person at a domain that isn't the company's",
                     Option::Use::repeated});
  return options;
}

// Puts what the options say into `company`; returns it for the audit trail, without free text.
std::string take_options(const CommandLine& line, Company& company) {
  std::string changed;
  if (const auto name = line.value("--name")) {
    company.name = to_company_name(*name);
    changed += " name";
  }
  if (const auto contact = line.value("--contact")) {
    company.contact = to_email(*contact).text();
    changed += " contact";
  }
  if (const auto from = line.value("--from")) {
    company.licence_from = to_day(*from);
    changed += " from=" + *from;
  }
  if (const auto until = line.value("--until")) {
    company.licence_until = to_end(*until);
    changed += " until=" + *until;
  }
  if (const auto seats = line.value("--seats")) {
    company.seats = to_seats(*seats);
    changed += " seats=" + *seats;
  }
  if (const auto grace = line.value("--grace-days")) {
    company.grace_days = to_grace_days(*grace);
    changed += " grace_days=" + *grace;
  }
  if (company.licence_from && company.licence_until &&
      *company.licence_until <= *company.licence_from)
    throw Failure(EX_DATAERR,
                  "the licence would end before it begins: --until must not be "
                  "before --from (" +
                      day_text(*company.licence_from) + ")");
  return changed.empty() ? changed : changed.substr(1);
}

int add(Context& context) {
  const auto& line = context.line();
  std::vector<DomainPattern> domains;
  for (const auto& typed : line.values("--domain")) domains.push_back(to_domain(typed));
  std::vector<Email> addresses;
  for (const auto& typed : line.values("--address")) addresses.push_back(to_email(typed));
  Company company;
  company.slug = to_slug(line.argument(0));
  take_options(line, company);

  auto& database = context.database();
  const auto now = context.clock().now();
  company.id = new_id(context.random(), now);
  company.created_at = now;
  const auto [record, out] = database.transact([&](Transaction& tx) {
    std::size_t people_out = 0;
    if (store::companies::find_by_slug(tx, company.slug))
      throw Failure(EX_DATAERR, "there is a company '" + company.slug +
                                    "' already: 'doorwardctl company set' changes it");
    store::companies::add(tx, company);
    record_event(context, tx, {.name = "company_added", .company = company});
    for (const auto& domain : domains) people_out += add_domain(context, tx, company, domain);
    for (const auto& address : addresses) add_address(context, tx, company, address);
    return std::pair(full_record(tx, company, now), people_out);
  });
  if (out > 0)
    context.warn("of another company " + put_out_text(out) + ": its pattern was the wider one");
  for (const auto& domain : domains) warn_of_free_mail(context, company.slug, domain);
  if (domains.empty() && addresses.empty())
    context.warn("nobody can sign up yet: 'doorwardctl company domain add " + company.slug +
                 " DOMAIN' says whose addresses count");
  context.say("company " + company.slug + " added", record);
  return EX_OK;
}

int list(Context& context) {
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) {
    std::vector<Record> records;
    for (const auto& company : store::companies::all(tx))
      records.push_back(short_record(tx, company, context.clock().now()));
    return records;
  }));
  return EX_OK;
}

int show(Context& context) {
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) {
    return full_record(tx, need_company(tx, context.line().argument(0)), context.clock().now());
  }));
  return EX_OK;
}

// What people who may not come in any more had begun is worth nothing when they may again.
void abandon_if_out(Transaction& tx, const Company& company, Timestamp now) {
  const auto standing = company.standing(now);
  if (standing != LicenceStanding::runs && standing != LicenceStanding::in_grace)
    store::flows::abandon_company(tx, company.id, now);
}

int set(Context& context) {
  const auto& line = context.line();
  Company typed;
  if (take_options(line, typed).empty())
    throw Failure(EX_USAGE, "say what to set; 'doorwardctl company set --help' lists it");
  auto& database = context.database();
  const auto now = context.clock().now();
  const auto record = database.transact([&](Transaction& tx) {
    auto company = need_company_to_change(tx, line.argument(0));
    const auto changed = take_options(line, company);
    store::companies::update(tx, company);
    abandon_if_out(tx, company, now);
    record_event(context, tx, {"company_changed", company, changed});
    return full_record(tx, company, now);
  });
  context.say("company " + line.argument(0) + " changed", record);
  return EX_OK;
}

// Says `done` when it changed something, `was_so` when there was nothing to change.
int set_suspended(Context& context, bool suspended, const char* done, const char* was_so) {
  const auto& slug = context.line().argument(0);
  auto& database = context.database();
  const auto now = context.clock().now();
  const auto [changed, record] = database.transact([&](Transaction& tx) {
    auto company = need_company_to_change(tx, slug);
    const bool change = company.suspended_at.has_value() != suspended;
    if (change) {
      company.suspended_at = suspended ? std::optional(now) : std::nullopt;
      store::companies::update(tx, company);
      abandon_if_out(tx, company, now);
      record_event(context, tx, {suspended ? "company_suspended" : "company_resumed", company});
    }
    return std::pair(change, full_record(tx, company, now));
  });
  context.say("company " + slug + (changed ? done : was_so), record);
  return EX_OK;
}

int suspend(Context& context) {
  return set_suspended(context, true, " suspended: its people are out", " was suspended already");
}

int resume(Context& context) {
  return set_suspended(context, false, " resumed", " was not suspended");
}

}  // namespace

std::vector<Command> company_commands() {
  return {
      {"company", "add", "SLUG", "add a company and its licence", add, add_options(), kAddDetails},
      {"company", "list", "", "all companies, and whether their licence runs", list},
      {"company", "show", "SLUG", "all about one company", show},
      {"company", "set", "SLUG", "change name, contact, licence or seats", set,
       licence_options(Option::Use::optional)},
      {"company", "suspend", "SLUG", "keep its people out at once, until resumed", suspend},
      {"company", "resume", "SLUG", "end a suspension", resume},
  };
}

}  // namespace doorward::ctl
