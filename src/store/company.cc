#include "store/company.h"

#include <algorithm>
#include <map>

#include "store/revocation.h"

namespace doorward::store::companies {
namespace {

Company from_row(const Row& row) {
  return {row.text(0),       row.text(1),       row.text(2),        row.text(3), row.maybe_time(4),
          row.maybe_time(5), row.maybe_time(6), row.maybe_count(7), row.time(8), row.count(9)};
}

// The company whose id the first column holds.
std::optional<Company> named_by(Transaction& tx, const std::optional<Row>& row) {
  return row ? find(tx, row->text(0)) : std::nullopt;
}

// The row of who owns "a.b.example.com": that very domain, else *.b.example.com, else
// *.example.com …
std::optional<Row> owner_row(Transaction& tx, const std::string& domain) {
  constexpr auto kOwner = "SELECT company_id FROM company_domain WHERE domain = ?";
  auto row = tx.one(kOwner, {domain});
  for (auto dot = domain.find('.'); !row && dot != std::string::npos;
       dot = domain.find('.', dot + 1))
    row = tx.one(kOwner, {"*" + domain.substr(dot)});
  return row;
}

std::vector<std::string> texts(const std::vector<Row>& rows) {
  std::vector<std::string> found;
  for (const auto& row : rows) found.push_back(row.text(0));
  return found;
}

}  // namespace

std::optional<Company> find(Transaction& tx, const Id& id) {
  const auto row = tx.one(
      "SELECT id, slug, name, contact, licence_from, licence_until, suspended_at, seats, "
      "created_at,"
      " grace_days FROM company WHERE id = ?",
      {id});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

std::optional<Company> find_by_slug(Transaction& tx, const std::string& slug) {
  return named_by(tx, tx.one("SELECT id FROM company WHERE slug = ?", {slug}));
}

std::optional<Company> find_to_change(Transaction& tx, const std::string& slug) {
  return named_by(tx, tx.one("SELECT id FROM company WHERE slug = ? FOR UPDATE", {slug}));
}

std::optional<Company> hold(Transaction& tx, const Id& id) {
  return named_by(tx, tx.one("SELECT id FROM company WHERE id = ? LOCK IN SHARE MODE", {id}));
}

void lock(Transaction& tx, const Id& id) {
  tx.one("SELECT id FROM company WHERE id = ? FOR UPDATE", {id});
}

std::optional<Company> find_by_domain(Transaction& tx, const DomainPattern& domain) {
  return named_by(
      tx, tx.one("SELECT company_id FROM company_domain WHERE domain = ?", {domain.text()}));
}

std::optional<Company> find_by_address(Transaction& tx, const Email& email) {
  return named_by(tx,
                  tx.one("SELECT company_id FROM company_address WHERE email = ?", {email.text()}));
}

std::vector<Company> all(Transaction& tx) {
  std::vector<Company> found;
  for (const auto& row :
       tx.all("SELECT id, slug, name, contact, licence_from, licence_until, suspended_at, seats,"
              " created_at, grace_days FROM company ORDER BY slug"))
    found.push_back(from_row(row));
  return found;
}

std::optional<Membership> membership(Transaction& tx, const Email& email) {
  if (auto company = named_by(tx, owner_row(tx, email.domain().text())))
    return Membership{std::move(*company)};
  if (auto company = find_by_address(tx, email)) return Membership{std::move(*company), true, true};
  // Somebody else of that domain is listed: don't tell that this one isn't.
  if (auto company = named_by(tx, tx.one("SELECT company_id FROM company_address WHERE domain = ?"
                                         " ORDER BY email LIMIT 1",
                                         {email.domain().text()})))
    return Membership{std::move(*company), true, false};
  return std::nullopt;
}

std::vector<Account> covered(Transaction& tx, const std::vector<Account>& people) {
  // Thousands of people share a few domains.
  std::map<std::string, std::optional<Id>> owners;
  std::vector<Account> found;
  for (const auto& person : people) {
    const auto& domain = person.email.domain().text();
    const auto [known, is_new] = owners.try_emplace(domain);
    if (is_new) {
      const auto row = owner_row(tx, domain);
      if (row) known->second = row->text(0);
    }
    const bool is_covered =
        known->second ? *known->second == person.company_id
                      : tx.one("SELECT 1 FROM company_address WHERE email = ? AND company_id = ?",
                               {person.email.text(), person.company_id})
                            .has_value();
    if (is_covered) found.push_back(person);
  }
  return found;
}

void add(Transaction& tx, const Company& company) {
  tx.execute(
      "INSERT INTO company (id, slug, name, contact, licence_from, licence_until, suspended_at,"
      " seats, created_at, grace_days) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {company.id, company.slug, company.name, company.contact, or_null(company.licence_from),
       or_null(company.licence_until), or_null(company.suspended_at), or_null(company.seats),
       company.created_at, std::int64_t{company.grace_days}});
}

void update(Transaction& tx, const Company& company) {
  tx.execute(
      "UPDATE company SET name = ?, contact = ?, licence_from = ?, licence_until = ?,"
      " suspended_at = ?, seats = ?, grace_days = ? WHERE id = ?",
      {company.name, company.contact, or_null(company.licence_from), or_null(company.licence_until),
       or_null(company.suspended_at), or_null(company.seats), std::int64_t{company.grace_days},
       company.id});
  revocations::add(tx, Revocation::Scope::company, company.id);
}

void add_domain(Transaction& tx, const Company& company, const DomainPattern& domain,
                Timestamp now) {
  tx.execute("INSERT INTO company_domain (domain, company_id, created_at) VALUES (?, ?, ?)",
             {domain.text(), company.id, now});
}

bool remove_domain(Transaction& tx, const Company& company, const DomainPattern& domain) {
  return tx.execute("DELETE FROM company_domain WHERE domain = ? AND company_id = ?",
                    {domain.text(), company.id}) == 1;
}

std::vector<std::string> domains(Transaction& tx, const Company& company) {
  return texts(tx.all("SELECT domain FROM company_domain WHERE company_id = ? ORDER BY domain",
                      {company.id}));
}

void add_address(Transaction& tx, const Company& company, const Email& email, Timestamp now) {
  tx.execute(
      "INSERT INTO company_address (email, domain, company_id, created_at)"
      " VALUES (?, ?, ?, ?)",
      {email.text(), email.domain().text(), company.id, now});
}

bool remove_address(Transaction& tx, const Company& company, const Email& email) {
  return tx.execute("DELETE FROM company_address WHERE email = ? AND company_id = ?",
                    {email.text(), company.id}) == 1;
}

std::vector<std::string> addresses(Transaction& tx, const Company& company) {
  return texts(tx.all("SELECT email FROM company_address WHERE company_id = ? ORDER BY email",
                      {company.id}));
}

void move_lists(Transaction& tx, const Company& from, const Company& to) {
  tx.execute("UPDATE company_domain SET company_id = ? WHERE company_id = ?", {to.id, from.id});
  tx.execute("UPDATE company_address SET company_id = ? WHERE company_id = ?", {to.id, from.id});
  tx.execute("UPDATE invitation SET company_id = ? WHERE company_id = ?", {to.id, from.id});
}

void remove(Transaction& tx, const Company& company) {
  tx.execute("DELETE FROM licence_letter WHERE company_id = ?", {company.id});
  tx.execute("DELETE FROM company_domain WHERE company_id = ?", {company.id});
  tx.execute("DELETE FROM company_address WHERE company_id = ?", {company.id});
  tx.execute("DELETE FROM invitation WHERE company_id = ?", {company.id});
  tx.execute("DELETE FROM company WHERE id = ?", {company.id});
}

std::uint32_t people(Transaction& tx, const Company& company) {
  return tx
      .one("SELECT COUNT(*) FROM account WHERE company_id = ? AND status <> 'removed'",
           {company.id})
      ->count(0);
}

void note_seat_asked(Transaction& tx, const Id& company_id) {
  tx.execute("UPDATE company SET seat_asked_at = UTC_TIMESTAMP(6) WHERE id = ?", {company_id});
}

bool take_seat(Transaction& tx, const Company& company) {
  const auto seats = tx.one("SELECT seats FROM company WHERE id = ? FOR UPDATE", {company.id});
  if (!seats || seats->is_null(0)) return seats.has_value();
  note_seat_asked(tx, company.id);
  return people(tx, company) < seats->count(0);
}

}  // namespace doorward::store::companies
