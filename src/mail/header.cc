#include "mail/header.h"

#include <algorithm>
#include <chrono>

namespace doorward::mail {
namespace {

constexpr std::string_view kWordStart = "=?utf-8?Q?";
constexpr std::string_view kWordEnd = "?=";
// RFC 2047 section 2: 75 characters for a word, and 76 for a line, which the fold's blank begins.
constexpr std::size_t kPayloadMax = 75 - kWordStart.size() - kWordEnd.size();

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322's atext, and the blank between atoms.
bool is_atom_text(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~ ").find(c) != std::string_view::npos;
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// Plain text that looks like an encoded word would be decoded by readers.
bool needs_encoding(std::string_view text) {
  return !std::ranges::all_of(text, is_ascii) || text.find("=?") != std::string_view::npos;
}

// One byte in Q encoding, by the narrow alphabet that also phrases allow (section 5, rule 3).
std::string encoded(char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  if (is_letter_or_digit(c)) return std::string(1, c);
  if (c == ' ') return "_";
  return {'=', kDigits[byte >> 4], kDigits[byte & 15]};
}

std::string encoded_words(std::string_view text) {
  std::string out;
  std::string payload;
  const auto close_word = [&] {
    if (!out.empty()) out += "\r\n ";
    out.append(kWordStart).append(payload).append(kWordEnd);
    payload.clear();
  };
  while (!text.empty()) {
    // A character must not be torn between two words (section 5). None is longer than four bytes,
    // or what is no UTF-8 could make a word without end.
    std::size_t length = 1;
    while (length < std::min<std::size_t>(4, text.size()) &&
           (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80)
      ++length;
    std::string character;
    for (const char c : text.substr(0, length)) character += encoded(c);
    if (payload.size() + character.size() > kPayloadMax) close_word();
    payload += character;
    text.remove_prefix(length);
  }
  close_word();
  return out;
}

std::string two_digits(std::int64_t number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string header_text(std::string_view text) {
  auto line = one_line(text);
  return needs_encoding(line) ? encoded_words(line) : line;
}

std::string header_phrase(std::string_view name) {
  auto line = one_line(name);
  if (needs_encoding(line)) return encoded_words(line);
  if (std::ranges::all_of(line, is_atom_text)) return line;
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string header_date(Timestamp time) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss at(std::chrono::floor<std::chrono::seconds>(time - day));
  return std::string(kDays[std::chrono::weekday(day).c_encoding()]) + ", " +
         two_digits(static_cast<unsigned>(date.day())) + " " +
         kMonths[static_cast<unsigned>(date.month()) - 1] + " " +
         std::to_string(static_cast<int>(date.year())) + " " + two_digits(at.hours().count()) +
         ":" + two_digits(at.minutes().count()) + ":" + two_digits(at.seconds().count()) + " +0000";
}

}  // namespace doorward::mail
