// Unpredictable bytes, and the ids made of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/clock.h"

namespace doorward {

class Random {
 public:
  virtual ~Random() = default;
  // Fills all of `bytes` or throws; there is no weaker second source.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  // `count` bytes as a raw string.
  std::string bytes(std::size_t count);
};

// The kernel's generator (getrandom(2)), which is safe after fork.
class SystemRandom : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// `time`, a fifth less to a fifth more: so that those who failed together don't come back together.
std::chrono::milliseconds jittered(std::chrono::milliseconds time, Random& random);

// A UUID version 7 (RFC 9562) as 16 raw bytes: sorts by time of birth, 74 random bits.
// An id is a name, not a secret: never let one stand in for a token.
using Id = std::string;
inline constexpr std::size_t kIdBytes = 16;
Id new_id(Random& random, Timestamp now);

// Names for requests: ten characters a person can read out over a phone (Crockford's base 32), for
// error pages and the log. Not secrets, so they are drawn from the kernel many at a time.
class References {
 public:
  explicit References(Random& random) : random_(random) {}
  std::string next();

 private:
  Random& random_;
  std::string drawn_;
};

}  // namespace doorward
