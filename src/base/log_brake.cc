#include "base/log_brake.h"

#include <utility>

namespace doorward::log {

std::optional<std::uint64_t> Brake::pass(Timestamp now) {
  if (!minute_begins_ || now < *minute_begins_ ||
      now - *minute_begins_ >= std::chrono::minutes(1)) {
    minute_begins_ = now;
    written_ = 0;
  }
  if (written_ >= max_) {
    ++left_out_;
    return std::nullopt;
  }
  ++written_;
  return std::exchange(left_out_, 0);
}

}  // namespace doorward::log
