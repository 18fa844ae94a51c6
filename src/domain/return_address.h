// Where people go after sign-in: the one judge of every `rd`.
//
// An accepted address leads to the portal itself or to a listed origin, whatever browsers or nginx
// make of it, is safe in a header, and is used byte for byte as it came: some that are harmless now
// would lead elsewhere if they were decoded once more (ASVS 3.7.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

inline constexpr std::size_t kReturnAddressBytesMax = 2048;

// `rd` itself when it is a path ^/(?![/\\])[\x21-\x5b\x5d-\x7e]*$, or one of `origins`
// ("https://portal.example.com", lower case, compared exactly) followed by such a path. None for
// all else, and for `base_path` ("/auth") and what is below it, also when only dot segments,
// doubled slashes or percent-encoding lead there: sign-in would end where it began.
std::optional<std::string> parse_return_address(std::string_view rd, std::string_view base_path,
                                                const std::vector<std::string>& origins);

// The path of a request as nginx looks it up, without a slash at its end: decoded once, slashes
// merged, dot segments gone, no query. Only for judging, never to be sent or redirected to.
std::string resolved_path(std::string_view target);
// "/auth" and "/auth/x" are at or below "/auth"; everything is below "".
bool is_at_or_below(std::string_view path, std::string_view base_path);

}  // namespace doorward
