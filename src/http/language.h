// Which language a visitor is spoken to in: the one they chose, or the one their browser asks for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/cookie_names.h"
#include "http/request.h"

namespace doorward::http {

// The best of `offered` for an Accept-Language header (RFC 9110 section 12.5.4, matched as RFC 4647
// section 3.4 looks up: "de-AT" is served by "de"). Of languages that are wanted as much, the one
// that is named first. None when it asks for none of them, or is no such header.
std::optional<std::string> best_language(std::string_view accept_language,
                                         const std::vector<std::string>& offered);

// By their cookie, by their browser, or else the first of `offered`. REQUIRES: there is one.
std::string language_of(const Request& request, const CookieNames& cookies,
                        const std::vector<std::string>& offered);

}  // namespace doorward::http
