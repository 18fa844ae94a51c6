#include "store/audit.h"

#include "base/log.h"
#include "base/text.h"

namespace doorward::store::audit {
namespace {

// A query of its own: a subquery in the INSERT would lock the account.
std::optional<Id> company_of(Transaction& tx, const Event& event) {
  if (event.company_id || !event.account_id) return event.company_id;
  const auto row = tx.one("SELECT company_id FROM account WHERE id = ?", {*event.account_id});
  return row ? std::optional(row->text(0)) : std::nullopt;
}

// The whole row of those events, for from_row.
std::string events_where(const char* condition) {
  return std::string(
             "SELECT id, at, request, event, account_id, company_id, email, network, detail"
             " FROM audit_event WHERE ") +
         condition;
}

Recorded from_row(const Row& row) {
  return {row.text(0),       row.time(1), row.text(2), row.text(3), row.maybe_text(4),
          row.maybe_text(5), row.text(6), row.text(7), row.text(8)};
}

std::vector<Recorded> from_rows(const std::vector<Row>& rows) {
  std::vector<Recorded> found;
  for (const auto& row : rows) found.push_back(from_row(row));
  return found;
}

constexpr auto kOfAll =
    "at >= ? AND (at > ? OR id > ?) AND (? IS NULL OR event = ?) ORDER BY at, id LIMIT ?";
constexpr auto kOfCompany =
    "company_id = ?"
    " AND at >= ? AND (at > ? OR id > ?) AND (? IS NULL OR event = ?) ORDER BY at, id LIMIT ?";
constexpr auto kOfPerson =
    "(email = ? OR account_id = ?) AND (? IS NULL OR company_id = ?)"
    " AND at >= ? AND (at > ? OR id > ?) AND (? IS NULL OR event = ?) ORDER BY at, id LIMIT ?";

constexpr std::size_t kRows = 16;

void append(std::vector<Value>& values, Random& random, const Event& event, Timestamp now) {
  for (Value value : {Value(new_id(random, now)), Value(now), Value(event.request),
                      Value(std::string(event.name)), or_null(event.account_id), Value(event.email),
                      Value(event.network), Value(event.detail), or_null(event.company_id)})
    values.push_back(std::move(value));
}

// A statement is prepared once for each number of rows: there are only two.
std::string insert_of(std::size_t rows) {
  std::string sql =
      "INSERT INTO audit_event (id, at, request, event, account_id, email, network, detail,"
      " company_id) VALUES";
  for (std::size_t i = 0; i < rows; ++i)
    sql += i == 0 ? " (?, ?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  return sql;
}

}  // namespace

Id add(Transaction& tx, Random& random, const Event& event, Timestamp now) {
  auto id = new_id(random, now);
  tx.execute(
      "INSERT INTO audit_event (id, at, request, event, account_id, email, network, detail,"
      " company_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, now, event.request, std::string(event.name), or_null(event.account_id), event.email,
       event.network, event.detail, or_null(company_of(tx, event))});
  return id;
}

void add_all(Transaction& tx, Random& random, const std::vector<Event>& events, Timestamp now) {
  static const std::string kOne = insert_of(1);
  static const std::string kMany = insert_of(kRows);
  for (std::size_t done = 0; done < events.size();) {
    const auto rows = events.size() - done >= kRows ? kRows : 1;
    std::vector<Value> values;
    for (std::size_t i = 0; i < rows; ++i) append(values, random, events[done + i], now);
    tx.execute((rows == 1 ? kOne : kMany).c_str(), values);
    done += rows;
  }
}

void record(Transaction& tx, Random& random, const Event& event, Timestamp now) {
  const auto id = add(tx, random, event, now);
  log::info(event.name, {{"request", event.request},
                         {"account", event.account_id ? text::hex(*event.account_id) : "-"},
                         {"email", event.email.empty() ? "-" : event.email},
                         {"network", event.network},
                         {"detail", event.detail.empty() ? "-" : event.detail},
                         {"id", text::hex(id)}});
}

std::vector<Recorded> page(Transaction& tx, const Filter& filter, const Position& after,
                           std::size_t count) {
  std::vector<Value> arguments;
  const char* condition = kOfAll;
  if (filter.email) {
    condition = kOfPerson;
    arguments = {filter.email->text(), or_null(filter.account_id), or_null(filter.company_id),
                 or_null(filter.company_id)};
  } else if (filter.company_id) {
    condition = kOfCompany;
    arguments = {*filter.company_id};
  }
  for (const Value& value :
       std::initializer_list<Value>{after.at, after.at, after.id, or_null(filter.name),
                                    or_null(filter.name), static_cast<std::int64_t>(count)})
    arguments.push_back(value);
  return from_rows(tx.all(events_where(condition).c_str(), arguments));
}

std::optional<Recorded> last(Transaction& tx, const Id& account_id, std::string_view name) {
  const auto row =
      tx.one(events_where("account_id = ? AND event = ? ORDER BY at DESC, id DESC LIMIT 1").c_str(),
             {account_id, std::string(name)});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

std::optional<Id> former_company(Transaction& tx, const std::string& slug) {
  const auto row = tx.one(
      "SELECT company_id FROM audit_event WHERE event IN ('company_removed', 'company_merged')"
      " AND SUBSTRING_INDEX(detail, ' ', 1) = ? ORDER BY at DESC LIMIT 1",
      {slug});
  return row ? row->maybe_text(0) : std::nullopt;
}

EventTally tally(Transaction& tx, std::string_view name, Timestamp since, std::size_t count_max) {
  const auto row = tx.one(
      "SELECT COUNT(*), COUNT(DISTINCT email), MIN(at) FROM"
      " (SELECT email, at FROM audit_event WHERE event = ? AND at >= ?"
      "  ORDER BY at DESC LIMIT ?) newest",
      {std::string(name), since, static_cast<std::int64_t>(count_max)});
  return {row->count(0), row->count(1), row->maybe_time(2)};
}

std::uint64_t purge(Transaction& tx, Timestamp before, std::size_t count) {
  return tx.execute("DELETE FROM audit_event WHERE at < ? ORDER BY at LIMIT ?",
                    {before, static_cast<std::int64_t>(count)});
}

std::vector<Past> newest(Transaction& tx, const Id& account_id, std::size_t count) {
  std::vector<Past> found;
  for (const auto& row : tx.all("SELECT at, event, network, detail FROM audit_event"
                                " WHERE account_id = ? ORDER BY at DESC LIMIT ?",
                                {account_id, static_cast<std::int64_t>(count)}))
    found.push_back({row.time(0), row.text(1), row.text(2), row.text(3)});
  return found;
}

std::vector<Recorded> newest_about(Transaction& tx, const Email& email, std::size_t count) {
  return from_rows(tx.all(events_where("email = ? ORDER BY at DESC, id DESC LIMIT ?").c_str(),
                          {email.text(), static_cast<std::int64_t>(count)}));
}

std::vector<std::string> wrong_password_networks(Transaction& tx, const Email& email,
                                                 Timestamp since) {
  std::vector<std::string> found;
  for (const auto& row : tx.all("SELECT DISTINCT network FROM audit_event WHERE at >= ?"
                                " AND email = ? AND event = 'password_wrong' ORDER BY network",
                                {since, email.text()}))
    found.push_back(row.text(0));
  return found;
}

}  // namespace doorward::store::audit
