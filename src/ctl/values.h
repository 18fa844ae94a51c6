// What operators type, read or refused: each throws Failure (EX_DATAERR) that says what is right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/domain_name.h"
#include "domain/email.h"
#include "store/account.h"
#include "store/company.h"

namespace doorward::ctl {

std::string to_slug(const std::string& typed);
std::string to_company_name(const std::string& typed);
Email to_email(const std::string& typed);
DomainPattern to_domain(const std::string& typed);
// The network of "192.0.2.7", or "192.0.2.0/24" itself.
std::string to_network(const std::string& typed);

// Midnight UTC of "2027-03-01".
Timestamp to_day(const std::string& typed);
// The first moment after that day; none for "never".
std::optional<Timestamp> to_end(const std::string& typed);
// What lists show as the id of a session or a letter; `list` is the command that has them.
Id to_id(const std::string& typed, const char* what, const char* list);
// 0 to 365
std::uint32_t to_grace_days(const std::string& typed);
// None for "unlimited".
std::optional<std::uint32_t> to_seats(const std::string& typed);

// "2027-03-01", "2027-03-01T10:42:07Z", with a fraction as lists show it, or so long before `now`:
// "30m", "12h", "7d".
Timestamp to_moment(const std::string& typed, Timestamp now);

// "2027-03-01"
std::string day_text(Timestamp time);

// The account of that address, else Failure (EX_NOUSER).
store::Account need_account(store::Transaction& tx, const Email& email);

// The company of that slug, else Failure (EX_NOUSER).
store::Company need_company(store::Transaction& tx, const std::string& slug);
// The same, and nobody else can change it until the transaction ends.
store::Company need_company_to_change(store::Transaction& tx, const std::string& slug);

}  // namespace doorward::ctl
