// What an import tells: each refused line at once, the sums at the end.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>

#include "ctl/import_batch.h"

namespace doorward::ctl {

class ImportReport {
 public:
  // Refused lines go to `file`, as CSV, or to stderr for people; with `json` as one object a line.
  // Throws Failure (EX_CANTCREAT).
  ImportReport(std::string source, const std::optional<std::string>& file, bool json);

  void add(const Line& line);
  std::int64_t refused() const { return refused_; }

  // Flushes the file. Throws std::system_error when not all of it could be written.
  void finish();

  std::string sentence(bool rehearsal) const;
  Record record(bool rehearsal) const;

 private:
  void tell(const Line& line);

  std::string source_;
  std::optional<std::ofstream> file_;
  bool json_;
  std::int64_t added_ = 0;
  std::int64_t already_there_ = 0;
  std::int64_t refused_ = 0;
};

}  // namespace doorward::ctl
