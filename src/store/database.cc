#include "store/database.h"

#include <cstdlib>
#include <map>

#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include "base/check.h"
#include "base/log.h"
#include "base/secret_file.h"
#include "base/text.h"
#include "store/migration.h"
#include "store/server_error.h"
#include "store/timestamp_text.h"

namespace doorward::store {
namespace {

constexpr int kAttemptsMax = 3;
// Somebody waits for the answer, and the workers for that one: what took a time-out is not
// repeated.
constexpr auto kAttemptsTime = std::chrono::seconds(4);
constexpr auto kClockAge = std::chrono::seconds(30);
constexpr auto kClockSkewMax = std::chrono::seconds(2);

// Has waited already.
class LockWait : public Contended {
 public:
  using Contended::Contended;
};

[[noreturn]] void translate(const sql::SQLException& error) {
  const int code = error.getErrorCode();
  const std::string what = "database error " + std::to_string(code) + ": " + error.what();
  switch (server_error::meaning(code)) {
    case server_error::Meaning::duplicate:
      throw Duplicate(what);
    case server_error::Meaning::already_there:
      throw AlreadyThere(what);
    case server_error::Meaning::lock_wait:
      throw LockWait(what);
    case server_error::Meaning::deadlock:
      throw Contended(what);
    case server_error::Meaning::unavailable:
      throw Unavailable(what);
    case server_error::Meaning::refused:
      break;
  }
  throw DatabaseError(what);
}

struct Binder {
  sql::PreparedStatement& statement;
  unsigned int index;

  void operator()(std::nullptr_t) const { statement.setNull(index, sql::DataType::VARCHAR); }
  void operator()(std::int64_t number) const { statement.setInt64(index, number); }
  void operator()(const std::string& text) const { statement.setString(index, text); }
  void operator()(Timestamp time) const { statement.setString(index, to_text(time)); }
};

}  // namespace

Value or_null(const std::optional<std::string>& value) {
  return value ? Value(*value) : Value(nullptr);
}
Value or_null(const std::optional<Timestamp>& value) {
  return value ? Value(*value) : Value(nullptr);
}
Value or_null(const std::optional<std::uint32_t>& value) {
  return value ? Value(std::int64_t{*value}) : Value(nullptr);
}

std::int64_t Row::number(std::size_t column) const {
  return std::stoll(text(column));
}
std::uint32_t Row::count(std::size_t column) const {
  return static_cast<std::uint32_t>(std::stoul(text(column)));
}
Timestamp Row::time(std::size_t column) const {
  return from_text(text(column));
}
std::optional<Timestamp> Row::maybe_time(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(time(column));
}
std::optional<std::uint32_t> Row::maybe_count(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(count(column));
}

class Connection {
 public:
  explicit Connection(const DatabaseSettings& settings) {
    sql::ConnectOptionsMap options;
    options["hostName"] =
        settings.host.empty()
            ? sql::SQLString("unix://" + settings.socket.string())
            : sql::SQLString("tcp://" + settings.host + ":" + std::to_string(settings.port));
    options["userName"] = sql::SQLString(settings.user);
    const Secret password =
        settings.password_file.empty() ? Secret() : read_secret_line(settings.password_file);
    options["password"] = sql::SQLString(std::string(password.view()));
    options["schema"] = sql::SQLString(settings.name);
    options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
    options["OPT_RECONNECT"] = false;
    options["OPT_CONNECT_TIMEOUT"] = 2;
    options["OPT_READ_TIMEOUT"] = 5;
    options["OPT_WRITE_TIMEOUT"] = 5;
    connection_.reset(sql::mysql::get_driver_instance()->connect(options));
    const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
    statement->execute(
        "SET time_zone = '+00:00', innodb_lock_wait_timeout = 3, group_concat_max_len = 65536, "
        "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'");
    // After the connect: Connector/C++ itself asks for REPEATABLE READ there.
    connection_->setTransactionIsolation(sql::TRANSACTION_READ_COMMITTED);
    verify(*statement);
  }

  sql::PreparedStatement& prepared(const char* sql) {
    auto& statement = statements_[sql];
    if (!statement) statement.reset(connection_->prepareStatement(sql));
    return *statement;
  }

  void run_once(const std::string& sql) {
    const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
    statement->execute(sql);
  }

  // As statements: Connector/C++'s commit() returns as if all were well when the connection is lost
  // before the server has heard of it, and setAutoCommit asks the server twice each time.
  void begin() { run_once("START TRANSACTION"); }
  void commit() { run_once("COMMIT"); }
  void rollback() { run_once("ROLLBACK"); }

 private:
  // A server, proxy or init_connect that overrides these would turn guarantees into hopes.
  static void verify(sql::Statement& statement) {
    const std::unique_ptr<sql::ResultSet> modes(
        statement.executeQuery("SELECT @@SESSION.sql_mode, @@SESSION.time_zone"));
    check(modes->next(), "a SELECT without tables gives a row");
    if (std::string(modes->getString(1)).find("STRICT_ALL_TABLES") == std::string::npos ||
        std::string(modes->getString(2)) != "+00:00")
      throw DatabaseError("the database did not accept strict mode and UTC for our session");
    const std::unique_ptr<sql::ResultSet> isolation(statement.executeQuery(
        "SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')"));
    while (isolation->next())
      if (std::string(isolation->getString(2)) != "READ-COMMITTED")
        throw DatabaseError("the database did not accept READ COMMITTED for our session");
  }

  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>, std::less<>> statements_;
};

std::vector<Row> Transaction::all(const char* sql, Arguments arguments) {
  return select(sql, arguments);
}
std::vector<Row> Transaction::all(const char* sql, const std::vector<Value>& arguments) {
  return select(sql, arguments);
}
std::uint64_t Transaction::execute(const char* sql, Arguments arguments) {
  return change(sql, arguments);
}
std::uint64_t Transaction::execute(const char* sql, const std::vector<Value>& arguments) {
  return change(sql, arguments);
}

std::vector<Row> Transaction::select(const char* sql, Bound arguments) try {
  auto& statement = connection_.prepared(sql);
  unsigned int index = 0;
  for (const auto& argument : arguments) std::visit(Binder{statement, ++index}, argument);
  const std::unique_ptr<sql::ResultSet> result(statement.executeQuery());
  const unsigned int columns = result->getMetaData()->getColumnCount();
  std::vector<Row> rows;
  while (result->next()) {
    Row row;
    row.columns_.reserve(columns);
    for (unsigned int column = 1; column <= columns; ++column) {
      if (result->isNull(column))
        row.columns_.emplace_back();
      else
        row.columns_.emplace_back(std::string(result->getString(column)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
} catch (const sql::SQLException& error) {
  translate(error);
}

std::optional<Row> Transaction::one(const char* sql, Arguments arguments) {
  auto rows = all(sql, arguments);
  if (rows.empty()) return std::nullopt;
  check(rows.size() == 1, "one row was expected");
  return std::move(rows.front());
}

std::uint64_t Transaction::change(const char* sql, Bound arguments) try {
  auto& statement = connection_.prepared(sql);
  unsigned int index = 0;
  for (const auto& argument : arguments) std::visit(Binder{statement, ++index}, argument);
  return static_cast<std::uint64_t>(statement.executeUpdate());
} catch (const sql::SQLException& error) {
  translate(error);
}

void Transaction::run_once(const std::string& sql) try {
  connection_.run_once(sql);
} catch (const sql::SQLException& error) {
  translate(error);
}

Database::Database(const DatabaseSettings& settings, Clock& clock, SchemaCheck schema_check)
    : settings_(settings), clock_(clock), schema_check_(schema_check) {}

Database::~Database() = default;

void Database::connect() try {
  if (!connection_) {
    connection_ = std::make_unique<Connection>(settings_);
    Transaction tx(*connection_);
    if (schema_check_ == SchemaCheck::required) require_fitting_schema(tx);
    clock_learnt_at_ = {};
  }
  const auto steady_now = std::chrono::steady_clock::now();
  if (steady_now - clock_learnt_at_ < kClockAge) return;
  const auto database_now = Transaction(*connection_).one("SELECT UTC_TIMESTAMP(6)")->time(0);
  const auto skew = database_now - SystemClock().now();
  if (std::chrono::abs(skew) > kClockSkewMax)
    log::warning("clock_skew", {{"seconds", std::to_string(skew.count() / 1'000'000)}});
  clock_.learn(database_now);
  clock_learnt_at_ = steady_now;
} catch (const sql::SQLException& error) {
  connection_.reset();
  // Whatever refuses a connection (a password, a missing database) may be mended without us.
  throw Unavailable(std::string("can't connect to the database: ") + error.what());
} catch (...) {
  connection_.reset();
  throw;
}

void Database::connect_or_log() try { connect(); } catch (const Unavailable& error) {
  log::warning("started_without_database", {{"reason", error.what()}});
}

void Database::attempt(const std::function<void(Transaction&)>& f, bool transaction,
                       bool& commit_sent) try {
  connect();
  Transaction tx(*connection_);
  if (!transaction) return f(tx);
  connection_->begin();
  f(tx);
  commit_sent = true;
  connection_->commit();
} catch (const sql::SQLException& error) {
  translate(error);
}

void Database::run(const std::function<void(Transaction&)>& f, bool transaction) {
  const auto end = std::chrono::steady_clock::now() + kAttemptsTime;
  for (int tried = 1;; ++tried) {
    bool commit_sent = false;
    try {
      return attempt(f, transaction, commit_sent);
    } catch (const LockWait&) {
      rollback_or_drop(transaction);
      throw;
    } catch (const Contended&) {
      rollback_or_drop(transaction);
      if (tried == kAttemptsMax) throw;
    } catch (const Unavailable&) {
      connection_.reset();
      if (commit_sent || tried == kAttemptsMax || std::chrono::steady_clock::now() > end) throw;
    } catch (...) {
      rollback_or_drop(transaction);
      throw;
    }
  }
}

void Database::rollback_or_drop(bool transaction) {
  if (!connection_) return;
  try {
    if (transaction) connection_->rollback();
  } catch (const sql::SQLException&) {
    connection_.reset();  // which rolls back as well
  }
}

}  // namespace doorward::store
