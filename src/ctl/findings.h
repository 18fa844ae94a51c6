// What a check has seen: a line each, OK, WARN or FAIL, with what to do about it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ctl/command.h"

namespace doorward::ctl {

class Findings {
 public:
  void ok(const std::string& check, const std::string& detail) { add("OK", check, detail, ""); }
  // All works, but somebody should know.
  void warn(const std::string& check, const std::string& detail, const std::string& mend);
  void fail(const std::string& check, const std::string& detail, const std::string& mend);

  // OK with `subject` when `work` does not throw, else FAIL with what it threw. True for OK.
  bool attempt(const std::string& check, const std::string& subject,
               const std::function<void()>& work, const std::string& mend);

  // Prints all of it, the sum last.
  void show(const Context& context) const;
  // EX_CONFIG when something failed.
  int status() const;

 private:
  void add(const char* result, const std::string& check, const std::string& detail,
           const std::string& mend);

  std::vector<Record> records_;
  std::int64_t warned_ = 0;
  std::int64_t failed_ = 0;
};

}  // namespace doorward::ctl
