// How the database went about each statement, as it was: plan and rows read, from the slow log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "t/support/test_database.h"

namespace doorward::test {

struct Plan {
  std::string statement;  // with its values, on one line
  std::string explained;  // as the server writes it
  std::uint64_t rows_examined = 0;
  bool scans = false;  // some table was read by no index, or from one end of an index to the other
};

// With one blank where there are several, or a new line.
std::string on_one_line(std::string_view text);

class PlanLog {
 public:
  // From now on the database's connection writes down all it does. REQUIRES: root, and the server's
  // files within reach.
  explicit PlanLog(TestDatabase& db);
  ~PlanLog();
  PlanLog(const PlanLog&) = delete;
  PlanLog& operator=(const PlanLog&) = delete;

  // SELECT, INSERT, UPDATE and DELETE since the last time.
  std::vector<Plan> take();

 private:
  TestDatabase& db_;
  std::filesystem::path file_;
  std::streamoff read_ = 0;
};

}  // namespace doorward::test
