#include "domain/session.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"

namespace doorward {
namespace {

constexpr std::size_t kMacBytes = 16;
constexpr std::size_t kTokenCharacters = 43;

std::string mac_of(std::string_view bytes, const Key& key) {
  return hmac_sha256(key.bytes.view(), "session" + std::string(bytes)).substr(0, kMacBytes);
}

}  // namespace

std::string make_token(std::string_view bytes, const Key& key) {
  check(bytes.size() == kTokenRandomBytes, "a token has 16 bytes of its own");
  return text::base64url(std::string(bytes) + mac_of(bytes, key));
}

std::optional<std::string> raw_token(std::string_view cookie_value) {
  if (cookie_value.size() != kTokenCharacters) return std::nullopt;
  return text::from_base64url(cookie_value);
}

bool is_authentic(std::string_view raw_token, const KeyFile& keys) {
  const auto bytes = raw_token.substr(0, kTokenRandomBytes);
  const auto mac = raw_token.substr(kTokenRandomBytes);
  bool authentic = false;
  for (const auto& key : keys.all()) authentic |= equal_in_constant_time(mac, mac_of(bytes, key));
  return authentic;
}

std::optional<std::string> open_token(std::string_view cookie_value, const KeyFile& keys) {
  auto raw = raw_token(cookie_value);
  return raw && is_authentic(*raw, keys) ? std::move(raw) : std::nullopt;
}

std::string token_hash(std::string_view raw_token) {
  return sha256(raw_token);
}

bool session_runs(Timestamp ends_at, Timestamp last_seen_at, Timestamp now,
                  std::chrono::seconds idle) {
  return now < ends_at && now - last_seen_at < idle;
}

}  // namespace doorward
