// The name of a person, as they give it: shown to them and their company, and sent to the portal in
// a header.
//
// Any script, 1 to 64 characters after blanks at the ends are dropped and those inside folded to
// one space. Refused is what could fake something else where the name is shown: control, bidi and
// invisible characters, "<" and ">", and what mail programs and chats turn into links ("://",
// "www.", or a host as in "example.com"). "J. R. Smith" and "Dr. Ng" are fine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doorward {

inline constexpr std::size_t kNameLengthMax = 64;  // code points

std::optional<std::string> parse_person_name(std::string_view typed);

}  // namespace doorward
