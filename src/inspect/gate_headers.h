// Header lines that a client may send to be taken for somebody, or to lead a portal elsewhere.
//
// Each entry is what one request sends beside the usual. Where a session's token belongs stands a
// mark (see gate_probes.h).
#pragma once

#include <string>
#include <vector>

#include "inspect/gate_probes.h"

namespace doorward::inspect {

using Lines = std::vector<std::string>;

inline constexpr const char* kNobody = "doorward-check.invalid";

// Who one is: each name alone, and all of them at once. The values hold the portal's mark.
std::vector<Lines> identity_claims(const Portal& portal);
// What proxies tell a portal of the request.
std::vector<Lines> forwarding_claims(const Portal& portal);

// Cookies that are no session, without a token; and such as are too long for most servers.
std::vector<Lines> forged_cookies(const Portal& portal);
std::vector<Lines> oversized_cookies(const Portal& portal);
// The token, but cut, quoted, doubled, or in the wrong place.
std::vector<Lines> almost_session_headers(const Portal& portal);
// The right cookie among others, in every order and spacing.
std::vector<Lines> cookie_mixtures(const Portal& portal);

}  // namespace doorward::inspect
