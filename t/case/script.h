// The text of a .case file, cut into cases and steps; README.md describes the format.
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace doorward::cases {

struct Line {
  std::string file;
  int number = 0;
  std::string text;
};

// One request with what is expected of its answer; without expectations, a line of set-up.
struct Step {
  Line head;
  std::vector<Line> details;
  std::vector<Line> expected;
  bool is_request() const { return !expected.empty(); }
};

struct Case {
  std::string claim;
  Line where;
  bool memory_only = false;
  std::map<std::string, std::string> row;  // of `for each`
  std::vector<Step> steps;
};

// What is wrong with a file or with the way a step is written; says where.
class ScriptError : public std::runtime_error {
 public:
  ScriptError(const Line& line, const std::string& what);
};

std::vector<Case> read_cases(const std::filesystem::path& file);
// The steps of a file of do/.
std::vector<Step> read_steps(const std::filesystem::path& file);

}  // namespace doorward::cases
