// Small, total functions over text: encodings, splitting, and how times are written.
//
// All of them take bytes and promise nothing about locale: the answers are the same everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace doorward::text {

std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view hex);

// RFC 4648 section 5, without padding. Decoding refuses padding, white space and unused bits that
// are not zero, so that one value has one spelling.
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

// ASCII only; other bytes stay as they are. Blanks are space, tab, CR, LF, VT and FF.
std::string lower(std::string_view text);
std::string_view trim(std::string_view text);
// "a,,b" has three parts, "" has one.
std::vector<std::string_view> split(std::string_view text, char separator);

// True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool valid_utf8(std::string_view text);
// REQUIRES: valid_utf8(text).
std::size_t code_point_count(std::string_view text);
// Takes the first code point off `rest`. REQUIRES: valid_utf8(rest), and it is not empty.
char32_t take_code_point(std::string_view& rest);
// True when `text` holds a C0 or C1 control, DEL, a line or paragraph separator, or a character
// that reorders what stands around it (bidi marks and overrides), all of which can fake what people
// read. REQUIRES: valid_utf8(text).
bool has_control(std::string_view text);

// A whole decimal number without sign or blanks; none when it is anything else or over `max`.
std::optional<std::uint64_t> to_number(std::string_view digits, std::uint64_t max);

// Percent-encodes all but RFC 3986's unreserved characters and '/'.
std::string percent_encode(std::string_view bytes);

// "10:42 UTC", "1 March 2027", "24 November 2026, 10:42 UTC".
std::string time_of_day(Timestamp time);
std::string date(Timestamp time);
std::string date_and_time(Timestamp time);
// "2026-11-24T10:42:07.123456Z", for logs and JSON.
std::string iso8601(Timestamp time);
// What iso8601 wrote; none for anything else.
std::optional<Timestamp> from_iso8601(std::string_view text);
// Midnight UTC of "2026-11-24"; none when that is no date.
std::optional<Timestamp> from_iso_date(std::string_view text);

}  // namespace doorward::text
