// The six-digit codes that letters carry. They are computed, never stored: neither a table, a
// backup nor a log holds one, and whoever has the key and the flow's row gets the same code again.
//
// A code is bound to its purpose, its flow, the flow's generation and the exact address (NIST SP
// 800-63B 3.1.3.2, ASVS 6.6.2); with five tries a flow, guessing succeeds once in 200,000 flows.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "domain/email.h"
#include "domain/flow_state.h"

namespace doorward {

inline constexpr std::chrono::minutes kCodeLife{10};
inline constexpr std::uint32_t kTriesMax = 5;
inline constexpr std::size_t kCodeDigits = 6;

// HMAC-SHA-256 over purpose, flow, generation and address, cut to six digits.
std::string code_for(std::string_view key, FlowKind purpose, const Id& flow,
                     std::uint32_t generation, const Email& address);

// RFC 4226 section 5.3, six digits. REQUIRES: `mac` has 20 bytes or more.
std::string truncate_to_code(std::string_view mac);

// What was typed as a code: blanks and hyphens are dropped, since people paste "123 456". None when
// what is left is anything but six ASCII digits.
std::optional<std::string> normalise_code(std::string_view typed);

// In constant time. REQUIRES: `typed` is normalised.
bool code_matches(std::string_view expected, std::string_view typed);

}  // namespace doorward
