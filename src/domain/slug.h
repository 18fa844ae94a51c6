// The short names of companies and groups, which appear in nginx configurations and HTTP headers.
#pragma once

#include <string_view>

namespace doorward {

// [a-z0-9_-]{1,40}
bool valid_slug(std::string_view text);

}  // namespace doorward
