#include "base/text.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace doorward::text {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoValue = 0xff;

constexpr std::array<std::uint8_t, 256> base64_url_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoValue);
  for (std::size_t i = 0; i < kBase64Url.size(); ++i)
    values[static_cast<unsigned char>(kBase64Url[i])] = static_cast<std::uint8_t>(i);
  return values;
}
constexpr auto kBase64UrlValues = base64_url_values();

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// How many bytes the code point at the start of `text` takes; 0 when it is malformed. The second
// byte's range is what shuts out overlong forms, surrogates and what is past U+10FFFF.
std::size_t code_point_bytes(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t count = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() < count) return 0;
  const unsigned second = byte_at(text, 1);
  const unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  const auto rest = text.substr(2, count - 2);
  return std::ranges::all_of(rest, is_continuation) ? count : 0;
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string padded(std::int64_t number, std::size_t width) {
  const auto digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

struct CivilTime {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::microseconds> time;
};

CivilTime civil(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return {std::chrono::year_month_day(day),
          std::chrono::hh_mm_ss<std::chrono::microseconds>(time - day)};
}

}  // namespace

std::string hex(std::string_view bytes) {
  std::string digits;
  digits.reserve(2 * bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    digits += kHexDigits[byte_at(bytes, i) >> 4];
    digits += kHexDigits[byte_at(bytes, i) & 0xf];
  }
  return digits;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  const auto digits = lower(hex);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = kHexDigits.find(digits[i]);
    const auto low = kHexDigits.find(digits[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  unsigned pending = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    pending = (pending << 8 | byte_at(bytes, i)) & 0xfff;
    for (bits += 8; bits >= 6; bits -= 6) text += kBase64Url[pending >> (bits - 6) & 0x3f];
  }
  if (bits > 0) text += kBase64Url[pending << (6 - bits) & 0x3f];
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  unsigned pending = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto value = kBase64UrlValues[static_cast<unsigned char>(c)];
    if (value == kNoValue) return std::nullopt;
    pending = (pending << 6 | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(pending >> bits & 0xff);
  }
  const bool unused_bits_are_zero = (pending & ((1U << bits) - 1)) == 0;
  return unused_bits_are_zero ? std::optional(std::move(bytes)) : std::nullopt;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto count = code_point_bytes(text);
    if (count == 0) return false;
    text.remove_prefix(count);
  }
  return true;
}

std::size_t code_point_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

char32_t take_code_point(std::string_view& rest) {
  check(!rest.empty(), "a code point is taken from text that has one");
  const auto count = code_point_bytes(rest);
  check(count > 0, "a code point is taken from UTF-8");
  constexpr std::array<unsigned, 5> kFirstByteMask{0, 0x7f, 0x1f, 0x0f, 0x07};
  char32_t c = byte_at(rest, 0) & kFirstByteMask[count];
  for (std::size_t i = 1; i < count; ++i) c = c << 6 | (byte_at(rest, i) & 0x3f);
  rest.remove_prefix(count);
  return c;
}

bool has_control(std::string_view text) {
  while (!text.empty())
    if (is_control(take_code_point(text))) return true;
  return false;
}

std::optional<std::uint64_t> to_number(std::string_view digits, std::uint64_t max) {
  if (digits.empty()) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    // number * 10 + digit <= max, said so that nothing can overflow.
    if (digit > max || number > (max - digit) / 10) return std::nullopt;
    number = number * 10 + digit;
  }
  return number;
}

std::string percent_encode(std::string_view bytes) {
  std::string encoded;
  for (const char c : bytes) {
    if (is_unreserved(c) || c == '/') {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4];
    encoded += "0123456789ABCDEF"[static_cast<unsigned char>(c) & 0xf];
  }
  return encoded;
}

std::string time_of_day(Timestamp time) {
  const auto at = civil(time).time;
  return padded(at.hours().count(), 2) + ":" + padded(at.minutes().count(), 2) + " UTC";
}

std::string date(Timestamp time) {
  constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                                "May",       "June",     "July",     "August",
                                                "September", "October",  "November", "December"};
  const auto day = civil(time).date;
  return std::to_string(static_cast<unsigned>(day.day())) + " " +
         kMonths[static_cast<unsigned>(day.month()) - 1] + " " +
         std::to_string(static_cast<int>(day.year()));
}

std::string date_and_time(Timestamp time) {
  return date(time) + ", " + time_of_day(time);
}

std::string iso8601(Timestamp time) {
  const auto [day, at] = civil(time);
  return padded(static_cast<int>(day.year()), 4) + "-" +
         padded(static_cast<unsigned>(day.month()), 2) + "-" +
         padded(static_cast<unsigned>(day.day()), 2) + "T" + padded(at.hours().count(), 2) + ":" +
         padded(at.minutes().count(), 2) + ":" + padded(at.seconds().count(), 2) + "." +
         padded(at.subseconds().count(), 6) + "Z";
}

std::optional<Timestamp> from_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = to_number(text.substr(0, 4), 9999);
  const auto month = to_number(text.substr(5, 2), 12);
  const auto day = to_number(text.substr(8, 2), 31);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date));
}

std::optional<Timestamp> from_iso8601(std::string_view text) {
  const auto day = from_iso_date(text.substr(0, 10));
  if (!day || text.size() != 27) return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) {
    return static_cast<int>(to_number(text.substr(from, count), 999'999).value_or(0));
  };
  const auto time = *day + std::chrono::hours(number(11, 2)) + std::chrono::minutes(number(14, 2)) +
                    std::chrono::seconds(number(17, 2)) + std::chrono::microseconds(number(20, 6));
  return iso8601(time) == text ? std::optional(time) : std::nullopt;
}

}  // namespace doorward::text
