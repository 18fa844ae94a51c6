// MySQL and MariaDB: a connection, its prepared statements, and transactions that may be retried.
// The only file that knows Connector/C++.
//
// One connection per process, opened when first needed and thrown away, with its statements, when
// it breaks. Every session is READ COMMITTED, strict, UTC, with bounded waits, and this is verified
// at connect. SQL is always a literal of the program; values only travel as arguments.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/config.h"

namespace doorward::store {

// The database can't be reached, or did not answer in time. The same request may succeed later.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A unique key said no. Thrown by the statement; the transaction may go on.
class Duplicate : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A deadlock, after transact() has tried again, or a lock that nobody let go within three seconds.
class Contended : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

// A column or key that was to be added is there. Only migrations add any.
class AlreadyThere : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Any other refusal, which is a bug of ours or of the set-up.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Value = std::variant<std::nullptr_t, std::int64_t, std::string, Timestamp>;
using Arguments = std::initializer_list<Value>;

Value or_null(const std::optional<std::string>& value);
Value or_null(const std::optional<Timestamp>& value);
Value or_null(const std::optional<std::uint32_t>& value);

// One row, copied out. Columns are counted from 0, in the order of the SELECT.
class Row {
 public:
  bool is_null(std::size_t column) const { return !columns_.at(column); }
  // REQUIRES: not null.
  const std::string& text(std::size_t column) const { return columns_.at(column).value(); }
  std::int64_t number(std::size_t column) const;
  std::uint32_t count(std::size_t column) const;
  Timestamp time(std::size_t column) const;
  std::optional<std::string> maybe_text(std::size_t column) const { return columns_.at(column); }
  std::optional<Timestamp> maybe_time(std::size_t column) const;
  std::optional<std::uint32_t> maybe_count(std::size_t column) const;

 private:
  friend class Transaction;
  std::vector<std::optional<std::string>> columns_;
};

class Connection;

// What a transaction's function works with. Lives only while that function runs.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}

  std::optional<Row> one(const char* sql, Arguments arguments = {});
  std::vector<Row> all(const char* sql, Arguments arguments = {});
  std::vector<Row> all(const char* sql, const std::vector<Value>& arguments);
  // The number of rows that changed: a row set to what it was counts as none.
  std::uint64_t execute(const char* sql, Arguments arguments = {});
  std::uint64_t execute(const char* sql, const std::vector<Value>& arguments);
  // For migrations only: text that no statement cache should keep.
  void run_once(const std::string& sql);

 private:
  using Bound = std::span<const Value>;
  std::vector<Row> select(const char* sql, Bound arguments);
  std::uint64_t change(const char* sql, Bound arguments);

  Connection& connection_;
};

enum class SchemaCheck { required, skipped };

class Database {
 public:
  // Does not connect yet. Teaches `clock` the database's time at connect and every 30 seconds.
  Database(const DatabaseSettings& settings, Clock& clock,
           SchemaCheck schema_check = SchemaCheck::required);
  ~Database();

  // Connects now: throws ConfigError when the schema does not fit this program, Unavailable when
  // there is no database (which a daemon may survive).
  void connect();

  // For the start of a daemon: a database that is not there yet is logged and tried again with the
  // first request. A schema that does not fit still throws ConfigError.
  void connect_or_log();

  // Runs `f(Transaction&)` and commits, or rolls back when it throws. `f` is run again, whole,
  // after a deadlock or when the connection is lost before the commit; so it must have no effects
  // but in the database. After a lost answer to a commit it is not: that may have happened.
  template <class F>
  std::invoke_result_t<F, Transaction&> transact(F&& f) {
    if constexpr (std::is_void_v<std::invoke_result_t<F, Transaction&>>) {
      run([&](Transaction& tx) { f(tx); }, true);
    } else {
      std::optional<std::invoke_result_t<F, Transaction&>> result;
      run([&](Transaction& tx) { result.emplace(f(tx)); }, true);
      return std::move(*result);
    }
  }

  // Like transact, for functions that only read: each statement sees what is committed by then.
  template <class F>
  std::invoke_result_t<F, Transaction&> read(F&& f) {
    std::optional<std::invoke_result_t<F, Transaction&>> result;
    run([&](Transaction& tx) { result.emplace(f(tx)); }, false);
    return std::move(*result);
  }

 private:
  void run(const std::function<void(Transaction&)>& f, bool transaction);
  void attempt(const std::function<void(Transaction&)>& f, bool transaction, bool& commit_sent);
  void rollback_or_drop(bool transaction);

  DatabaseSettings settings_;
  Clock& clock_;
  SchemaCheck schema_check_;
  std::unique_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point clock_learnt_at_;
};

}  // namespace doorward::store
