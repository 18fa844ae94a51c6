#include "store/newcomer.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "store/company.h"

namespace doorward::store::newcomers {
namespace {

// Rows a statement asks for or adds: a statement is prepared once for each of the three.
constexpr std::array<std::size_t, 3> kSizes = {128, 16, 1};

std::string repeated(std::string_view start, std::string_view part, std::size_t size) {
  std::string sql(start);
  for (std::size_t i = 0; i < size; ++i) sql += (i == 0 ? "" : ", ") + std::string(part);
  return sql;
}

// All rows whose key is among `keys`; `select` ends before the list.
std::vector<Row> rows_of(Transaction& tx, const char* select,
                         const std::vector<std::string>& keys) {
  std::vector<Row> found;
  for (std::span<const std::string> left(keys); !left.empty();) {
    const auto some = left.first(std::min(left.size(), kSizes.front()));
    left = left.subspan(some.size());
    // Filled up by repeating the last.
    const auto size = *std::ranges::find_if(kSizes.rbegin(), kSizes.rend(),
                                            [&](std::size_t rows) { return rows >= some.size(); });
    std::vector<Value> arguments(some.begin(), some.end());
    arguments.resize(size, arguments.back());
    const auto sql = repeated(select + std::string(" ("), "?", size) + ")";
    for (auto& row : tx.all(sql.c_str(), arguments)) found.push_back(std::move(row));
  }
  return found;
}

// Adds all rows; `values` holds them one after the other, each as long as `row` has placeholders.
void insert(Transaction& tx, const char* into, const char* row, const std::vector<Value>& values) {
  const auto width = static_cast<std::size_t>(std::ranges::count(std::string_view(row), '?'));
  for (std::span<const Value> left(values); !left.empty();) {
    const auto size = *std::ranges::find_if(
        kSizes, [&](std::size_t rows) { return rows * width <= left.size(); });
    const auto some = left.first(size * width);
    left = left.subspan(some.size());
    tx.execute(repeated(into + std::string(" VALUES "), row, size).c_str(),
               std::vector<Value>(some.begin(), some.end()));
  }
}

// Of rows of key, id, slug, seats.
std::map<std::string, Target> targets(const std::vector<Row>& rows) {
  std::map<std::string, Target> found;
  for (const auto& row : rows)
    found.insert_or_assign(row.text(0), Target{row.text(1), row.text(2), !row.is_null(3)});
  return found;
}

}  // namespace

std::map<std::string, Target> companies_by_slug(Transaction& tx,
                                                const std::vector<std::string>& slugs) {
  return targets(rows_of(tx, "SELECT slug, id, slug, seats FROM company WHERE slug IN", slugs));
}

std::map<std::string, Target> companies_by_domain(Transaction& tx,
                                                  const std::vector<std::string>& patterns) {
  return targets(rows_of(tx,
                         "SELECT d.domain, c.id, c.slug, c.seats FROM company_domain d"
                         " JOIN company c ON c.id = d.company_id WHERE d.domain IN",
                         patterns));
}

std::map<std::string, Target> companies_by_address(Transaction& tx,
                                                   const std::vector<std::string>& emails) {
  return targets(rows_of(tx,
                         "SELECT a.email, c.id, c.slug, c.seats FROM company_address a"
                         " JOIN company c ON c.id = a.company_id WHERE a.email IN",
                         emails));
}

std::map<std::string, Known> accounts(Transaction& tx, const std::vector<std::string>& emails) {
  std::map<std::string, Known> found;
  for (const auto& row :
       rows_of(tx,
               "SELECT a.email, a.company_id, a.name, a.status,"
               " (SELECT GROUP_CONCAT(g.name ORDER BY g.name SEPARATOR ',') FROM account_group g"
               "   WHERE g.account_id = a.id) FROM account a WHERE a.email IN",
               emails)) {
    Known known{row.text(1), row.text(2), account_status_from(row.text(3)), {}};
    if (const auto groups = row.maybe_text(4))
      for (const auto group : text::split(*groups, ',')) known.groups.emplace_back(group);
    found.insert_or_assign(row.text(0), std::move(known));
  }
  return found;
}

std::optional<std::uint32_t> seats_left(Transaction& tx, const Id& company_id) {
  const auto row = tx.one("SELECT seats FROM company WHERE id = ? FOR UPDATE", {company_id});
  if (!row) return 0;
  if (row->is_null(0)) return std::nullopt;
  companies::note_seat_asked(tx, company_id);
  const auto people = tx.one(
      "SELECT COUNT(*) FROM account WHERE company_id = ? AND status <> 'removed'", {company_id});
  return row->count(0) - std::min(row->count(0), people.value().count(0));
}

void add(Transaction& tx, const std::vector<Newcomer>& people, Timestamp now) {
  std::vector<Value> accounts;
  std::vector<Value> groups;
  std::vector<Value> addresses;
  for (const auto& person : people) {
    for (Value value : {Value(person.id), Value(person.email.text()), Value(person.name),
                        Value(person.company_id), Value(now)})
      accounts.push_back(std::move(value));
    for (const auto& group : person.groups) {
      groups.emplace_back(person.id);
      groups.emplace_back(group);
    }
    if (!person.to_be_listed) continue;
    for (Value value : {Value(person.email.text()), Value(person.email.domain().text()),
                        Value(person.company_id), Value(now)})
      addresses.push_back(std::move(value));
  }
  insert(tx, "INSERT INTO account (id, email, name, company_id, status, role, created_at)",
         "(?, ?, ?, ?, 'active', 'member', ?)", accounts);
  insert(tx, "INSERT INTO account_group (account_id, name)", "(?, ?)", groups);
  insert(tx, "INSERT INTO company_address (email, domain, company_id, created_at)", "(?, ?, ?, ?)",
         addresses);
}

}  // namespace doorward::store::newcomers
