// A signed-in person whom the portal sends back to sign-in, again and again: counted, so that a
// page can explain it instead of offering the same button for ever.
//
// It happens where the portal does not get the cookie that this site does get: a portal host that
// cookie_domain does not cover, http beside https, a browser that blocks. Counted in a cookie of
// the browser's own, since a GET changes nothing here; who forges it sees a page that is no secret.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace doorward::web {

class Bounces {
 public:
  static constexpr std::chrono::minutes kWindow{1};
  static constexpr std::uint64_t kTooMany = 5;

  // What `cookie` (of a former value()) has counted; nothing when that began over a minute ago, in
  // the future, or is not ours.
  static Bounces read(std::string_view cookie, Timestamp now);

  void count_one() { ++count_; }
  bool too_many() const { return count_ >= kTooMany; }

  // "3.1790000000": how many, and since when, in seconds of the epoch.
  std::string value() const;

 private:
  Bounces(std::uint64_t count, std::uint64_t since_seconds)
      : count_(count), since_seconds_(since_seconds) {}

  std::uint64_t count_;
  std::uint64_t since_seconds_;
};

}  // namespace doorward::web
