// MySQL and MariaDB: transactions that may be retried, at the server that is to be used.
//
// One connection per process, opened when first needed and thrown away, with its statements, when
// it breaks. Where the settings name several servers, all goes to one at a time: the first of them
// that takes writes. A replica, or a node that its cluster has left behind, is never asked for
// anything. SQL is always a literal of the program; values only travel as arguments.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/config.h"
#include "store/connection.h"
#include "store/failure.h"
#include "store/row.h"
#include "store/server_choice.h"
#include "store/server_probe.h"

namespace doorward::store {

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
  Connection& connection_;
};

enum class SchemaCheck { required, skipped };

class Database {
 public:
  // Does not connect yet. Teaches `clock` the database's time at connect and every 30 seconds.
  Database(const DatabaseSettings& settings, Clock& clock,
           SchemaCheck schema_check = SchemaCheck::required, const ServerRules& rules = {});
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Connects now: throws ConfigError when the schema does not fit this program, Unavailable when
  // there is no database (which a daemon may survive).
  void connect();

  // Which server is in use, or was last.
  const Server& server() const { return servers_.at(last_server_); }

  // For the start of a daemon: a database that is not there yet is logged and tried again with the
  // first request. A schema that does not fit still throws ConfigError.
  void connect_or_log();

  // Runs `f(Transaction&)` and commits, or rolls back when it throws. `f` is run again, whole,
  // after a deadlock, when another node of a cluster was first (which may be found at the commit),
  // or when the connection is lost before the commit; so it must have no effects but in the
  // database. After a lost answer to a commit it is not: that may have happened.
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

  void open();
  struct Candidate {
    std::unique_ptr<Connection> connection;
    Fitness fitness;
  };
  Candidate opened(std::size_t number) const;
  void use(std::unique_ptr<Connection> connection, std::size_t number);
  void leave(const std::string& reason);
  void leave_what_became_unfit();
  void look_for_better();
  void learn_time();

  DatabaseSettings settings_;
  Clock& clock_;
  SchemaCheck schema_check_;
  SystemRandom random_;
  std::vector<Server> servers_;
  ServerChoice choice_;
  std::unique_ptr<Connection> connection_;
  std::optional<ServerProbe> look_;
  std::size_t looked_at_ = 0;
  std::size_t last_server_ = 0;
  std::chrono::steady_clock::time_point clock_learnt_at_;
  std::chrono::steady_clock::time_point fit_at_;
};

}  // namespace doorward::store
