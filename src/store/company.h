// Companies, their licences, and the addresses that count as theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "domain/domain_name.h"
#include "domain/email.h"
#include "domain/licence.h"
#include "store/account.h"
#include "store/database.h"

namespace doorward::store {

struct Company {
  Id id;
  std::string slug;
  std::string name;
  std::string contact;  // e-mail address whom its people may ask
  std::optional<Timestamp> licence_from;
  std::optional<Timestamp> licence_until;
  std::optional<Timestamp> suspended_at;
  std::optional<std::uint32_t> seats;
  Timestamp created_at;
  std::uint32_t grace_days = 0;  // for which people are let in after the licence

  std::chrono::days grace() const { return std::chrono::days(grace_days); }
  LicenceStanding standing(Timestamp now) const {
    return licence_standing(licence_from, licence_until, suspended_at, now, grace());
  }
};

namespace companies {

std::optional<Company> find(Transaction& tx, const Id& id);
std::optional<Company> find_by_slug(Transaction& tx, const std::string& slug);
// The same, locked until the transaction ends: what is read is still true when it is written back.
std::optional<Company> find_to_change(Transaction& tx, const std::string& slug);
// Nobody changes the company or its lists until the transaction ends; any number may hold it.
std::optional<Company> hold(Transaction& tx, const Id& id);
// The same, and nobody else holds it.
void lock(Transaction& tx, const Id& id);
// Whose list holds exactly this one; `membership` is what decides about a person.
std::optional<Company> find_by_domain(Transaction& tx, const DomainPattern& domain);
std::optional<Company> find_by_address(Transaction& tx, const Email& email);
std::vector<Company> all(Transaction& tx);

// How an address belongs to a company.
struct Membership {
  Company company;
  bool by_single_address = false;  // the domain has only listed addresses, whether this one or not
  bool listed = true;              // false: such a domain, and this address is not on its list
};
// The exact domain wins over a wildcard, the longer wildcard over the shorter.
std::optional<Membership> membership(Transaction& tx, const Email& email);

// Those of `people` whom a list of their own company covers.
std::vector<Account> covered(Transaction& tx, const std::vector<Account>& people);

// Throws Duplicate when the slug is taken.
void add(Transaction& tx, const Company& company);
// Writes everything but id, slug and created_at, and tells the gates to look again.
void update(Transaction& tx, const Company& company);

// Throws Duplicate when the domain already belongs to a company.
void add_domain(Transaction& tx, const Company& company, const DomainPattern& domain,
                Timestamp now);
bool remove_domain(Transaction& tx, const Company& company, const DomainPattern& domain);
std::vector<std::string> domains(Transaction& tx, const Company& company);

void add_address(Transaction& tx, const Company& company, const Email& email, Timestamp now);
bool remove_address(Transaction& tx, const Company& company, const Email& email);
std::vector<std::string> addresses(Transaction& tx, const Company& company);

// What counts as the first company's counts as the second's from now on.
void move_lists(Transaction& tx, const Company& from, const Company& to);
// With its lists. REQUIRES: nobody has an account there.
void remove(Transaction& tx, const Company& company);

// How many have an account, removed ones left out.
std::uint32_t people(Transaction& tx, const Company& company);
// Meets whoever asks for a seat at another node of a cluster, where no lock of ours is seen: one of
// the two transactions is run again.
void note_seat_asked(Transaction& tx, const Id& company_id);
// True when one more person fits. Locks the company until the transaction ends, so that of many
// sign-ups for the last seat one wins.
bool take_seat(Transaction& tx, const Company& company);

}  // namespace companies
}  // namespace doorward::store
