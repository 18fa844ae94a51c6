// Which addresses count as a company's: whole domains, and single people at others.
#pragma once

#include <string>

#include "ctl/command.h"
#include "domain/domain_name.h"
#include "domain/email.h"
#include "store/company.h"

namespace doorward::ctl {

// Add the row and the event, in the caller's transaction. Throw Failure (EX_DATAERR), which names
// the owner, when the domain or address is taken. A domain may take people away from another
// company that had them by a wider pattern or one by one: they are put out; returns how many.
std::size_t add_domain(Context& context, store::Transaction& tx, const store::Company& company,
                       const DomainPattern& domain);
void add_address(Context& context, store::Transaction& tx, const store::Company& company,
                 const Email& email);

// At gmail.com and the like anybody can have an address.
void warn_of_free_mail(const Context& context, const std::string& slug,
                       const DomainPattern& domain);

// An event of the audit trail that is about a company. `detail` holds parsed values only.
struct CompanyEvent {
  const char* name;
  const store::Company& company;
  std::string detail = "";
  std::string email = "";
};
void record_event(Context& context, store::Transaction& tx, const CompanyEvent& event);

}  // namespace doorward::ctl
