// Many people at once, for an import: what is known of them, and adding those who are new. A
// statement serves up to 128 of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "domain/email.h"
#include "store/account.h"
#include "store/database.h"

namespace doorward::store::newcomers {

// A company as far as an import asks.
struct Target {
  Id id;
  std::string slug;
  bool has_seat_limit = false;
};

// By what was asked for; what nobody has is left out.
std::map<std::string, Target> companies_by_slug(Transaction& tx,
                                                const std::vector<std::string>& slugs);
// By patterns such as "example.com" and "*.example.com", as they are listed.
std::map<std::string, Target> companies_by_domain(Transaction& tx,
                                                  const std::vector<std::string>& patterns);
std::map<std::string, Target> companies_by_address(Transaction& tx,
                                                   const std::vector<std::string>& emails);

struct Known {
  Id company_id;
  std::string name;
  AccountStatus status = AccountStatus::active;
  std::vector<std::string> groups;  // sorted
};
std::map<std::string, Known> accounts(Transaction& tx, const std::vector<std::string>& emails);

// How many more people fit; none: any number. Locks the company until the transaction ends.
std::optional<std::uint32_t> seats_left(Transaction& tx, const Id& company_id);

struct Newcomer {
  Id id;
  Email email;
  std::string name;
  Id company_id;
  std::vector<std::string> groups;
  bool to_be_listed = false;  // among the company's single addresses
};

// As members without a password, which they set when they validate. Throws Duplicate when one of
// the addresses got an account or a company meanwhile: then nothing of the transaction may be kept.
void add(Transaction& tx, const std::vector<Newcomer>& people, Timestamp now);

}  // namespace doorward::store::newcomers
