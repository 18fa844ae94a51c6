#include "domain/bounce_address.h"

#include <algorithm>

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"
#include "domain/parts.h"

namespace doorward {
namespace {

constexpr std::size_t kLocalLengthMax = 15;
// 64 bits: nobody tries that many bounces.
constexpr std::size_t kMacBytes = 8;
constexpr std::size_t kTokenDigits = 2 * (kIdBytes + kMacBytes);

std::string mac_of(const Id& letter, const Key& key) {
  return hmac_sha256(key.bytes.view(), encode_parts({"bounce", letter})).substr(0, kMacBytes);
}

// REQUIRES: `token` has kTokenDigits characters.
std::optional<Id> letter_of(std::string_view token, const KeyFile& code_keys) {
  const auto bytes = text::from_hex(token);
  if (!bytes) return std::nullopt;
  const auto letter = bytes->substr(0, kIdBytes);
  const bool ours = std::ranges::any_of(code_keys.all(), [&](const Key& key) {
    return equal_in_constant_time(bytes->substr(kIdBytes), mac_of(letter, key));
  });
  return ours ? std::optional(letter) : std::nullopt;
}

}  // namespace

std::optional<BounceAddress> BounceAddress::parse(std::string_view text) {
  auto address = Email::parse(text);
  if (!address || address->local().size() > kLocalLengthMax ||
      address->local().find('+') != std::string_view::npos)
    return std::nullopt;
  return BounceAddress(std::move(*address));
}

Email BounceAddress::sender(const Id& letter, const KeyFile& code_keys) const {
  check(letter.size() == kIdBytes, "a letter has an id");
  auto sender = Email::parse(std::string(address_.local()) + "+" +
                             text::hex(letter + mac_of(letter, code_keys.current())) + "@" +
                             address_.domain().text());
  check(sender.has_value(), "a bounce address with a token is an address");
  return std::move(*sender);
}

std::optional<Id> BounceAddress::letter_in(std::string_view message,
                                           const KeyFile& code_keys) const {
  // Servers on the way may have written it in capitals.
  const auto lowered = text::lower(message);
  const auto start = std::string(address_.local()) + "+";
  const auto end = "@" + address_.domain().text();
  for (auto at = lowered.find(start); at != std::string::npos; at = lowered.find(start, at + 1)) {
    const auto token = std::string_view(lowered).substr(at + start.size());
    if (token.size() < kTokenDigits || !token.substr(kTokenDigits).starts_with(end)) continue;
    if (auto letter = letter_of(token.substr(0, kTokenDigits), code_keys)) return letter;
  }
  return std::nullopt;
}

}  // namespace doorward
