// The token of a session, and how long a session runs.
//
// A token is 16 random bytes and their MAC under the session key: one that we did not make is told
// apart without a query. The database holds its hash alone, so a stolen table opens no door
// (ASVS 7.2). It is random and says nothing: what it stands for is a row.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/key_file.h"

namespace doorward {

inline constexpr std::size_t kTokenRandomBytes = 16;

// The cookie's value, 43 characters: base64url of the bytes and HMAC-SHA-256(key, "session" and the
// bytes) cut to 16. REQUIRES: `bytes` are 16 unpredictable ones.
std::string make_token(std::string_view bytes, const Key& key);

// The 32 raw bytes of what has the form of a token, whoever made it.
std::optional<std::string> raw_token(std::string_view cookie_value);
// Whether those were made with any of the keys; the comparison takes as long for all of them.
bool is_authentic(std::string_view raw_token, const KeyFile& keys);

// The 32 raw bytes of a token that was made with any of the keys.
std::optional<std::string> open_token(std::string_view cookie_value, const KeyFile& keys);

// SHA-256 of what open_token gives: what the database looks for.
std::string token_hash(std::string_view raw_token);

// False from the very moment `ends_at`, and from `idle` after the last request on.
bool session_runs(Timestamp ends_at, Timestamp last_seen_at, Timestamp now,
                  std::chrono::seconds idle);

}  // namespace doorward
