#include "web/bounces.h"

#include "base/text.h"

namespace doorward::web {
namespace {

std::uint64_t seconds_of(Timestamp time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

}  // namespace

Bounces Bounces::read(std::string_view cookie, Timestamp now) {
  const auto now_seconds = seconds_of(now);
  const auto window_seconds = static_cast<std::uint64_t>(std::chrono::seconds(kWindow).count());
  const auto dot = cookie.find('.');
  const Bounces none(0, now_seconds);
  if (dot == std::string_view::npos) return none;
  const auto count = text::to_number(cookie.substr(0, dot), kTooMany);
  const auto since_seconds = text::to_number(cookie.substr(dot + 1), now_seconds);
  if (!count || !since_seconds || now_seconds - *since_seconds >= window_seconds) return none;
  return {*count, *since_seconds};
}

std::string Bounces::value() const {
  return std::to_string(std::min(count_, kTooMany)) + "." + std::to_string(since_seconds_);
}

}  // namespace doorward::web
