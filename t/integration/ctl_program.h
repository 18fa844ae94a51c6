// doorwardctl as an operator runs it: the built program, a settings file and key files of its own.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "t/support/test_database.h"

namespace doorward::test {

struct Ran {
  int status = 0;
  std::string out;
  std::string err;
};

// With empty tables. The program is the one beside this test.
class CtlProgram {
 public:
  CtlProgram();
  CtlProgram(const CtlProgram&) = delete;
  CtlProgram& operator=(const CtlProgram&) = delete;
  ~CtlProgram();

  // With `--config` in front. Says at once which process it is, for who wants to kill it.
  Ran run(const std::vector<std::string>& words, std::atomic<pid_t>* process = nullptr) const;
  // What it printed; the test fails when it did not exit with 0.
  std::string out_of(const std::vector<std::string>& words) const;

  // The last to set a key wins.
  void set(const std::string& key, const std::string& value);
  std::filesystem::path file(const std::string& name) const { return directory_ / name; }
  std::string content(const std::string& name) const;

  TestDatabase db;

 private:
  void write_settings() const;

  std::filesystem::path directory_;
  std::vector<std::pair<std::string, std::string>> settings_;
};

}  // namespace doorward::test
