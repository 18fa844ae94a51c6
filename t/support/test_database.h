// A real MariaDB for tests, with empty tables and a clock that the test moves.
//
// `t/support/with_database` starts the server and names its socket in DOORWARD_TEST_DB_SOCKET.
#pragma once

#include <atomic>
#include <string>

#include "base/clock.h"
#include "base/config.h"
#include "base/random.h"
#include "domain/email.h"
#include "store/company.h"
#include "store/database.h"

namespace doorward::test {

// Stands still until it is told to go on.
class ManualClock : public Clock {
 public:
  ManualClock();
  Timestamp now() const override { return now_; }
  void set(Timestamp now) { now_ = now; }
  void advance(std::chrono::microseconds time) { now_ = now_.load() + time; }

 private:
  std::atomic<Timestamp> now_;  // a gate's feed looks at it, too
};

class TestDatabase {
 public:
  // Migrates the database if need be and empties every table.
  TestDatabase();

  store::Database& database() { return database_; }
  ManualClock& clock() { return clock_; }
  Config& config() { return config_; }
  Random& random() { return random_; }

  // A second connection, as another process would have.
  store::Database another();

  // A company whose licence runs and that owns `domain`.
  store::Company add_company(const std::string& slug, const std::string& domain);

  // The first column of the first row, as text; for claims about what is stored.
  std::string value(const std::string& sql);
  void run(const std::string& sql);

 private:
  Config config_;
  ManualClock clock_;
  SystemRandom random_;
  store::Database database_;
};

}  // namespace doorward::test
