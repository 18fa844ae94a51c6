#include "store/audit.h"

#include "base/log.h"
#include "base/text.h"

namespace doorward::store::audit {
namespace {

constexpr std::size_t kRows = 16;

void append(std::vector<Value>& values, Random& random, const Event& event, Timestamp now) {
  for (Value value : {Value(new_id(random, now)), Value(now), Value(event.request),
                      Value(std::string(event.name)), or_null(event.account_id), Value(event.email),
                      Value(event.network), Value(event.detail)})
    values.push_back(std::move(value));
}

// A statement is prepared once for each number of rows: there are only two.
std::string insert_of(std::size_t rows) {
  std::string sql =
      "INSERT INTO audit_event (id, at, request, event, account_id, email, network, detail) VALUES";
  for (std::size_t i = 0; i < rows; ++i)
    sql += i == 0 ? " (?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?)";
  return sql;
}

}  // namespace

void add(Transaction& tx, Random& random, const Event& event, Timestamp now) {
  add_all(tx, random, {event}, now);
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
  add(tx, random, event, now);
  log::info(event.name, {{"request", event.request},
                         {"account", event.account_id ? text::hex(*event.account_id) : "-"},
                         {"email", event.email.empty() ? "-" : event.email},
                         {"network", event.network},
                         {"detail", event.detail.empty() ? "-" : event.detail}});
}

std::vector<Past> newest(Transaction& tx, const Id& account_id, std::size_t count) {
  std::vector<Past> found;
  for (const auto& row : tx.all("SELECT at, event, network, detail FROM audit_event"
                                " WHERE account_id = ? ORDER BY at DESC LIMIT ?",
                                {account_id, static_cast<std::int64_t>(count)}))
    found.push_back({row.time(0), row.text(1), row.text(2), row.text(3)});
  return found;
}

}  // namespace doorward::store::audit
