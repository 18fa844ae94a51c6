#include "domain/code.h"

#include <algorithm>

#include "base/check.h"
#include "base/crypto.h"
#include "domain/parts.h"

namespace doorward {
namespace {

constexpr std::size_t kMacBytesMin = 20;
constexpr std::uint32_t kCodes = 1'000'000;
constexpr std::string_view kIgnored = " \t\r\n\v\f-";
// Longer than any way to write six digits; the rest of a pasted page is not worth reading.
constexpr std::size_t kTypedBytesMax = 64;

}  // namespace

std::string code_for(std::string_view key, FlowKind purpose, const Id& flow,
                     std::uint32_t generation, const Email& address) {
  check(flow.size() == kIdBytes, "a code is made for a flow");
  return truncate_to_code(hmac_sha256(
      key, encode_parts({to_text(purpose), flow, std::to_string(generation), address.text()})));
}

std::string truncate_to_code(std::string_view mac) {
  check(mac.size() >= kMacBytesMin, "a MAC is long enough for its offset");
  const auto byte = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(mac[i])};
  };
  const auto offset = byte(mac.size() - 1) & 0xf;
  const auto number = ((byte(offset) & 0x7f) << 24 | byte(offset + 1) << 16 |
                       byte(offset + 2) << 8 | byte(offset + 3)) %
                      kCodes;
  const auto digits = std::to_string(number);
  return std::string(kCodeDigits - digits.size(), '0') + digits;
}

std::optional<std::string> normalise_code(std::string_view typed) {
  if (typed.size() > kTypedBytesMax) return std::nullopt;
  std::string digits;
  for (const char c : typed)
    if (kIgnored.find(c) == std::string_view::npos) digits += c;
  const bool only_digits = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return only_digits && digits.size() == kCodeDigits ? std::optional(digits) : std::nullopt;
}

bool code_matches(std::string_view expected, std::string_view typed) {
  check(expected.size() == kCodeDigits, "an expected code is whole");
  return equal_in_constant_time(expected, typed);
}

}  // namespace doorward
