#include "ctl/company_domain.h"

#include <sysexits.h>

#include "ctl/company_record.h"
#include "ctl/free_mail.h"
#include "ctl/put_out.h"
#include "ctl/values.h"
#include "store/audit.h"

namespace doorward::ctl {
namespace {

using store::Company;
using store::Transaction;

constexpr std::size_t kDetailBytesMax = 255;  // of audit_event.detail

constexpr const char* kStayOut =
    "Whom no other list of the company covers is signed out, and refused after the code at the "
    "next\n"
    "sign-in. The account stays, with its password: adding the same again lets its person in.\n";

[[noreturn]] void taken(const std::string& what, const Company& owner, const Company& wanted_by) {
  if (owner.id == wanted_by.id)
    throw Failure(EX_DATAERR, what + " is " + owner.slug + "'s already");
  throw Failure(EX_DATAERR, what + " belongs to company '" + owner.slug +
                                "': remove it there first, or add another");
}

struct Changed {
  std::size_t put_out = 0;
  Record record;
};

// Changes the company that the first argument names, in one transaction, says what was done and who
// is out by it, and shows what the company is then. `change` returns how many people are out.
template <class Change>
int change_company(Context& context, const std::string& done, const Change& change) {
  auto& database = context.database();
  const auto changed = database.transact([&](Transaction& tx) {
    const auto company = need_company_to_change(tx, context.line().argument(0));
    Changed result{change(tx, company), full_record(tx, company, context.clock().now())};
    result.record.push_back({"put_out", static_cast<std::int64_t>(result.put_out)});
    return result;
  });
  context.say(done + "; " + put_out_text(changed.put_out), changed.record);
  return EX_OK;
}

int domain_add(Context& context) {
  const auto& slug = context.line().argument(0);
  const auto domain = to_domain(context.line().argument(1));
  const int status = change_company(context, domain.text() + " added to company " + slug,
                                    [&](Transaction& tx, const Company& company) {
                                      return add_domain(context, tx, company, domain);
                                    });
  warn_of_free_mail(context, slug, domain);
  return status;
}

int domain_remove(Context& context) {
  const auto& slug = context.line().argument(0);
  const auto domain = to_domain(context.line().argument(1));
  return change_company(
      context, domain.text() + " removed from company " + slug,
      [&](Transaction& tx, const Company& company) {
        const Covered covered(tx, domain);
        if (!store::companies::remove_domain(tx, company, domain))
          throw Failure(EX_DATAERR, "company '" + slug + "' has no domain " + domain.text() +
                                        ": 'doorwardctl company show " + slug + "' lists them");
        record_event(context, tx, {"company_domain_removed", company, domain.text()});
        return covered.put_out_others(context, tx, slug + " " + domain.text());
      });
}

int address_add(Context& context) {
  const auto& slug = context.line().argument(0);
  const auto email = to_email(context.line().argument(1));
  return change_company(context, email.text() + " added to company " + slug,
                        [&](Transaction& tx, const Company& company) {
                          add_address(context, tx, company, email);
                          return std::size_t{0};
                        });
}

int address_remove(Context& context) {
  const auto& slug = context.line().argument(0);
  const auto email = to_email(context.line().argument(1));
  return change_company(
      context, email.text() + " removed from company " + slug,
      [&](Transaction& tx, const Company& company) {
        const Covered covered(tx, email);
        if (!store::companies::remove_address(tx, company, email))
          throw Failure(EX_DATAERR, "company '" + slug + "' does not list " + email.text() +
                                        ": 'doorwardctl company show " + slug + "' shows whom");
        record_event(context, tx, {"company_address_removed", company, "", email.text()});
        return covered.put_out_others(context, tx, slug + " address");
      });
}

}  // namespace

std::size_t add_domain(Context& context, Transaction& tx, const Company& company,
                       const DomainPattern& domain) {
  // A name of its own takes people away from a wider pattern, and from single addresses.
  const Covered covered(tx, domain);
  if (const auto owner = store::companies::find_by_domain(tx, domain))
    taken(domain.text(), *owner, company);
  store::companies::add_domain(tx, company, domain, context.clock().now());
  record_event(context, tx, {"company_domain_added", company, domain.text()});
  return covered.put_out_others(context, tx, company.slug + " " + domain.text());
}

void add_address(Context& context, Transaction& tx, const Company& company, const Email& email) {
  if (const auto owner = store::companies::find_by_address(tx, email))
    taken(email.text(), *owner, company);
  // Who owns the domain is asked before the list is.
  const auto owner = store::companies::membership(tx, email);
  if (owner && !owner->by_single_address && owner->company.id != company.id)
    taken(email.domain().text(), owner->company, company);
  store::companies::add_address(tx, company, email, context.clock().now());
  record_event(context, tx, {"company_address_added", company, "", email.text()});
}

void warn_of_free_mail(const Context& context, const std::string& slug,
                       const DomainPattern& domain) {
  if (is_free_mail(domain))
    context.warn("anybody can have an address at " + domain.text() + ", and now counts as " + slug +
                 "'s: better remove it, and list people with 'doorwardctl company address add'");
}

void record_event(Context& context, Transaction& tx, const CompanyEvent& event) {
  const auto& [name, company, detail, email] = event;
  const auto about = company.slug + (detail.empty() ? "" : " ") + detail;
  store::audit::add(tx, context.random(),
                    {.name = name,
                     .request = "ctl",
                     .account_id = std::nullopt,
                     .email = email,
                     .network = "",
                     .detail = about.substr(0, kDetailBytesMax),
                     .company_id = company.id},
                    context.clock().now());
}

std::vector<Command> company_list_commands() {
  return {
      {"company",
       "domain add",
       "SLUG DOMAIN",
       "let everybody with an address there sign up",
       domain_add,
       {},
       "*.example.com is every domain below example.com, but not itself. Of two companies the one\n"
       "with the longer pattern has the domain: the other's people there are out.\n"},
      {"company",
       "domain remove",
       "SLUG DOMAIN",
       "take a domain away: its people are out within a second",
       domain_remove,
       {},
       kStayOut},
      {"company", "address add", "SLUG EMAIL", "let one person of another domain sign up",
       address_add},
      {"company",
       "address remove",
       "SLUG EMAIL",
       "take one person off that list, and out",
       address_remove,
       {},
       kStayOut},
  };
}

}  // namespace doorward::ctl
