// One session at one database server, and its prepared statements. The only file that knows
// Connector/C++.
//
// Every session is READ COMMITTED, strict, UTC, with bounded waits, and this is verified at
// connect. By TCP it is TLS with a checked certificate and name when the settings name an
// authority; never in clear then.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/config.h"
#include "store/failure.h"
#include "store/row.h"
#include "store/server.h"

namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace doorward::store {

inline constexpr const char* kReadOnly = "it is read-only";

// Whether a server may be the one that decides.
struct Fitness {
  enum class Grade {
    fit,
    behind,  // a node that another one is fed from: only when there is no better
    unfit,   // a replica, or a node that its cluster has left
  };
  Grade grade = Grade::fit;
  std::string reason = "";  // why it isn't fit
};

// What is thrown here is of store/failure.h.
class Connection {
 public:
  // Whatever refuses a connection (a password, a missing database) is Unavailable: it may be mended
  // without us.
  Connection(const DatabaseSettings& settings, const Server& server);
  ~Connection();

  // The statement is kept prepared: `sql` is a literal of the program, or one of few.
  std::vector<Row> select(const char* sql, std::span<const Value> arguments);
  // The number of rows that changed: a row set to what it was counts as none.
  std::uint64_t change(const char* sql, std::span<const Value> arguments);
  void run_once(const std::string& sql);

  // As statements: Connector/C++'s commit() returns as if all were well when the connection is lost
  // before the server has heard of it, and setAutoCommit asks the server twice each time.
  void begin() { run_once("START TRANSACTION"); }
  void commit() { run_once("COMMIT"); }
  void rollback() { run_once("ROLLBACK"); }

  Fitness fitness();
  // From now on each transaction on this node of a cluster, and each read outside of one, first
  // waits until the node knows all that was committed on any other before. Waits for that once,
  // too. Does nothing on a server of its own.
  void see_all_commits();

 private:
  sql::PreparedStatement& prepared(const char* sql);

  std::unique_ptr<sql::Connection> connection_;
  std::map<std::string, std::unique_ptr<sql::PreparedStatement>, std::less<>> statements_;
};

}  // namespace doorward::store
