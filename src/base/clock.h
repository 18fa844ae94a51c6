// Time, as everything in Doorward sees it: UTC, microseconds, handed in by the caller.
//
// There is one clock, the database's. A Clock is this machine's clock plus the offset to the
// database's that store::Database learns at connect and every 30 seconds, so two machines with
// clocks apart still agree on when a code ends.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace doorward {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;

  // The database said it was `database_time` at this very moment. The default takes no notice.
  virtual void learn(Timestamp database_time) { static_cast<void>(database_time); }
};

// May be asked and taught from several threads.
class SystemClock : public Clock {
 public:
  Timestamp now() const override { return machine_now() + std::chrono::microseconds(offset_us_); }
  void learn(Timestamp database_time) override {
    offset_us_ = (database_time - machine_now()).count();
  }

 private:
  static Timestamp machine_now() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }

  std::atomic<std::int64_t> offset_us_{0};
};

}  // namespace doorward
