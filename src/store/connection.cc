#include "store/connection.h"

#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include "base/check.h"
#include "base/secret_file.h"
#include "store/server_error.h"
#include "store/timestamp_text.h"

namespace doorward::store {
namespace {

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

void bind(sql::PreparedStatement& statement, std::span<const Value> arguments) {
  unsigned int index = 0;
  for (const auto& argument : arguments) std::visit(Binder{statement, ++index}, argument);
}

std::string url_of(const Server& server) {
  if (!server.socket.empty()) return "unix://" + server.socket.string();
  const bool ipv6 = server.host.find(':') != std::string::npos;
  return "tcp://" + (ipv6 ? "[" + server.host + "]" : server.host) + ":" +
         std::to_string(server.port);
}

void add_tls(sql::ConnectOptionsMap& options, const DatabaseSettings& settings) {
  options["sslCA"] = sql::SQLString(settings.tls_ca.string());
  options["sslVerify"] = true;
  options["sslEnforce"] = true;
  if (settings.tls_cert.empty()) return;
  options["sslCert"] = sql::SQLString(settings.tls_cert.string());
  options["sslKey"] = sql::SQLString(settings.tls_key.string());
}

sql::ConnectOptionsMap options_of(const DatabaseSettings& settings, const Server& server) {
  const auto seconds = [](Seconds time) { return static_cast<int>(time.count()); };
  const Secret password =
      settings.password_file.empty() ? Secret() : read_secret_line(settings.password_file);
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString(url_of(server));
  options["userName"] = sql::SQLString(settings.user);
  options["password"] = sql::SQLString(std::string(password.view()));
  options["schema"] = sql::SQLString(settings.name);
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  options["OPT_RECONNECT"] = false;
  options["OPT_CONNECT_TIMEOUT"] = seconds(settings.connect_timeout);
  options["OPT_READ_TIMEOUT"] = seconds(settings.read_timeout);
  options["OPT_WRITE_TIMEOUT"] = seconds(settings.write_timeout);
  if (server.socket.empty() && !settings.tls_ca.empty()) add_tls(options, settings);
  return options;
}

// Of a SHOW … WHERE: a node that is not ready answers nothing else.
std::map<std::string, std::string> shown(sql::Statement& statement, const std::string& show) {
  const std::unique_ptr<sql::ResultSet> rows(statement.executeQuery(show));
  std::map<std::string, std::string> values;
  while (rows->next()) values[rows->getString(1)] = rows->getString(2);
  return values;
}

// A server, proxy or init_connect that overrides these would turn guarantees into hopes.
void verify(sql::Statement& statement) {
  for (const auto& [name, value] :
       shown(statement,
             "SHOW SESSION VARIABLES WHERE Variable_name IN ('sql_mode', 'time_zone', "
             "'tx_isolation', 'transaction_isolation')")) {
    if (name == "sql_mode" ? value.find("STRICT_ALL_TABLES") == std::string::npos
                           : value != (name == "time_zone" ? "+00:00" : "READ-COMMITTED"))
      throw DatabaseError(
          "the database did not accept strict mode, UTC and READ COMMITTED for our session: " +
          name + " is " + value);
  }
}

}  // namespace

Connection::Connection(const DatabaseSettings& settings, const Server& server) try {
  auto options = options_of(settings, server);
  connection_.reset(sql::mysql::get_driver_instance()->connect(options));
  const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
  statement->execute(
      "SET time_zone = '+00:00', innodb_lock_wait_timeout = 3, group_concat_max_len = 65536, "
      "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'");
  // After the connect: Connector/C++ itself asks for REPEATABLE READ there.
  connection_->setTransactionIsolation(sql::TRANSACTION_READ_COMMITTED);
  verify(*statement);
} catch (const sql::SQLException& error) {
  throw Unavailable(error.what());
}

Connection::~Connection() = default;

sql::PreparedStatement& Connection::prepared(const char* sql) {
  auto& statement = statements_[sql];
  if (!statement) statement.reset(connection_->prepareStatement(sql));
  return *statement;
}

std::vector<Row> Connection::select(const char* sql, std::span<const Value> arguments) try {
  auto& statement = prepared(sql);
  bind(statement, arguments);
  const std::unique_ptr<sql::ResultSet> result(statement.executeQuery());
  const unsigned int columns = result->getMetaData()->getColumnCount();
  std::vector<Row> rows;
  while (result->next()) {
    std::vector<std::optional<std::string>> row;
    row.reserve(columns);
    for (unsigned int column = 1; column <= columns; ++column) {
      if (result->isNull(column))
        row.emplace_back();
      else
        row.emplace_back(std::string(result->getString(column)));
    }
    rows.emplace_back(std::move(row));
  }
  return rows;
} catch (const sql::SQLException& error) {
  translate(error);
}

std::uint64_t Connection::change(const char* sql, std::span<const Value> arguments) try {
  auto& statement = prepared(sql);
  bind(statement, arguments);
  return static_cast<std::uint64_t>(statement.executeUpdate());
} catch (const sql::SQLException& error) {
  translate(error);
}

void Connection::run_once(const std::string& sql) try {
  const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
  statement->execute(sql);
} catch (const sql::SQLException& error) {
  translate(error);
}

Fitness Connection::fitness() try {
  using enum Fitness::Grade;
  const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
  auto settings =
      shown(*statement, "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'wsrep_on')");
  if (settings["read_only"] != "OFF") return {unfit, kReadOnly};
  if (settings["wsrep_on"] != "ON") return {};
  auto state = shown(*statement,
                     "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_ready', "
                     "'wsrep_cluster_status', 'wsrep_local_state_comment')");
  if (state["wsrep_cluster_status"] != "Primary")
    return {unfit, "its part of the cluster is not the primary one"};
  const auto& doing = state["wsrep_local_state_comment"];
  if (state["wsrep_ready"] != "ON") return {unfit, "its cluster has left it behind: " + doing};
  if (doing != "Synced") return {behind, "it is no better than " + doing};
  return {};
} catch (const sql::SQLException& error) {
  translate(error);
}

void Connection::see_all_commits() try {
  const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
  const auto cluster = shown(*statement, "SHOW GLOBAL VARIABLES WHERE Variable_name = 'wsrep_on'");
  if (cluster.empty() || cluster.begin()->second != "ON") return;
  statement->execute("SET SESSION wsrep_sync_wait = 1");
  const std::unique_ptr<sql::ResultSet> row(statement->executeQuery("SELECT 1 FROM DUAL"));
  check(row->next(), "a SELECT without tables gives a row");
} catch (const sql::SQLException& error) {
  translate(error);
}

}  // namespace doorward::store
