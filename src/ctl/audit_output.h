// The audit trail as it is printed, page by page: nothing of it is kept.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/audit.h"

namespace doorward::ctl {

class AuditOutput {
 public:
  // json: one array; json_lines: one object a line, for what has no end.
  enum class Format { text, csv, json, json_lines };
  using Slugs = std::map<Id, std::string>;

  AuditOutput(Format format, Slugs slugs);

  // Print to stdout, at once. Throw std::system_error when nobody takes it.
  void begin();
  void print(const std::vector<store::audit::Recorded>& events);
  void end();

 private:
  std::string line(const store::audit::Recorded& event);
  // The id of a company that is gone: its events stay.
  std::string company(const store::audit::Recorded& event) const;

  Format format_;
  Slugs slugs_;
  bool first_ = true;
};

}  // namespace doorward::ctl
