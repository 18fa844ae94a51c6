// What the gates count, and how /metrics shows it (Prometheus' text format, version 0.0.4).
//
// The counts are those of all gate processes together, so it makes no difference which of them a
// scrape reaches.
#pragma once

#include <filesystem>
#include <string>

#include "base/counters.h"

namespace doorward::gate {

class Metrics {
 public:
  static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

  explicit Metrics(const std::filesystem::path& counters_file);

  // nginx was answered with that status: 200, 401, 403 or 503.
  void answered(int status);
  // A session cookie was not ours: by its form, or its MAC.
  void refused_token();
  // A request had to wait for the database.
  void looked_up();

  // `database_answers`: whether the process that is asked has heard of the database lately.
  std::string text(bool database_answers) const;

 private:
  Counters counters_;
};

}  // namespace doorward::gate
