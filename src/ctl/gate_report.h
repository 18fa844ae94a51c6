// What `check gate` found, and how it is told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ctl/output.h"
#include "inspect/gate_verdict.h"

namespace doorward::ctl {

struct GateFinding {
  inspect::Outcome outcome = inspect::Outcome::hole;  // hole or doubt
  std::string group;
  std::string why;
  std::string request;  // a curl line; "" when none shows it
};

struct GateGroup {
  std::string name;
  std::string passed;  // what it is when nothing was found: "refused", "let in"
  std::int64_t requests = 0;
  std::int64_t public_pages = 0;
  std::int64_t holes = 0;
  std::int64_t doubts = 0;
};

class GateReport {
 public:
  // Counts one request of that group, and keeps what it found.
  void add(const std::string& group, const char* passed, const inspect::Judgement& judgement,
           const std::string& request);
  void not_looked_at(const std::string& sentence) { not_looked_at_.push_back(sentence); }
  void note(const std::string& sentence) { notes_.push_back(sentence); }

  // 0 guarded; EX_CONFIG a hole; EX_TEMPFAIL no hole, but something could not be told.
  int status() const;
  bool has(inspect::Outcome outcome) const;

  // For people: a line a group, the findings, what was not looked at, the verdict last.
  std::vector<std::string> lines(const std::string& url) const;
  Record record(const std::string& url) const;

 private:
  std::string verdict() const;

  std::vector<GateGroup> groups_;
  std::vector<GateFinding> findings_;
  std::vector<std::string> not_looked_at_;
  std::vector<std::string> notes_;
};

}  // namespace doorward::ctl
