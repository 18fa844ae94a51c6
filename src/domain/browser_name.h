// What people call their browser: "Firefox on Linux". For letters and the list of sessions.
//
// Made of a closed list of words, so that nothing a stranger sends gets into a letter.
#pragma once

#include <string>
#include <string_view>

namespace doorward {

// "Firefox on Linux"; "Firefox" or "a browser on Linux" when only one is known, else "a browser".
std::string browser_name(std::string_view user_agent);

}  // namespace doorward
