// How many lines of one kind a process logs: what strangers cause must not fill a disk.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace doorward::log {

class Brake {
 public:
  explicit Brake(std::uint64_t lines_per_minute_max) : max_(lines_per_minute_max) {}

  // Whether a line may be written at `now`, and then how many were left out before it. A clock that
  // is set back begins a new minute. Not for several threads.
  std::optional<std::uint64_t> pass(Timestamp now);

 private:
  const std::uint64_t max_;
  std::optional<Timestamp> minute_begins_;
  std::uint64_t written_ = 0;  // in this minute
  std::uint64_t left_out_ = 0;
};

}  // namespace doorward::log
