// How text and times are written in the header of a letter (RFC 5322, RFC 2047).
//
// What is given may hold any bytes; what comes back is printable ASCII that can't end a header or
// start another. The only line breaks in it are the folds between encoded words.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace doorward::mail {

// `text` on one line: every run of blanks, line ends and controls is one blank, none at the ends.
std::string one_line(std::string_view text);

// A subject: as it is when it is plain ASCII, else encoded words.
std::string header_text(std::string_view text);

// A person's or site's name before <address>: bare, quoted, or encoded words; "" for "".
std::string header_phrase(std::string_view name);

// "Tue, 24 Nov 2026 10:42:07 +0000"
std::string header_date(Timestamp time);

}  // namespace doorward::mail
