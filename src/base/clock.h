// Time, as everything in Doorward sees it: UTC, microseconds, handed in by the caller.
//
// There is one clock, the database's. A Clock is this machine's clock plus the offset to the
// database's that store::Database learns at connect and every 30 seconds, so two machines with
// clocks apart still agree on when a code ends.
#pragma once

#include <chrono>

namespace doorward {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;

  // The database said it was `database_time` at this very moment. The default takes no notice.
  virtual void learn(Timestamp database_time) { static_cast<void>(database_time); }
};

class SystemClock : public Clock {
 public:
  Timestamp now() const override { return machine_now() + offset_; }
  void learn(Timestamp database_time) override { offset_ = database_time - machine_now(); }

 private:
  static Timestamp machine_now() {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }

  std::chrono::microseconds offset_{0};
};

}  // namespace doorward
