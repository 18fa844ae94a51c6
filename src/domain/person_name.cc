#include "domain/person_name.h"

#include <algorithm>

#include "base/text.h"

namespace doorward {
namespace {

constexpr char32_t kZeroWidthNonJoiner = 0x200c;
constexpr char32_t kZeroWidthJoiner = 0x200d;

// Tab and Unicode's space separators.
bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x202f || c == 0x205f || c == 0x3000;
}

// Needed inside words of some scripts, but nothing by themselves.
bool is_joiner(char32_t c) {
  return c == kZeroWidthNonJoiner || c == kZeroWidthJoiner;
}

// Characters without a shape of their own, which make two names look alike or a name look empty.
bool is_invisible(char32_t c) {
  return c == 0xad || c == 0x34f || c == 0x115f || c == 0x1160 || (c >= 0x180b && c <= 0x180f) ||
         c == 0x200b || (c >= 0x2060 && c <= 0x2064) || (c >= 0x206a && c <= 0x206f) ||
         c == 0x2800 || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xffa0 ||
         (c >= 0xfff9 && c <= 0xfffb) || c >= 0xe0000;
}

// REQUIRES: valid UTF-8. Blanks at the ends dropped, runs of them folded to one space.
std::string fold_blanks(std::string_view typed) {
  std::string folded;
  bool blank_before = false;
  while (!typed.empty()) {
    const auto whole = typed;
    const char32_t c = text::take_code_point(typed);
    if (is_blank(c)) {
      blank_before = !folded.empty();
      continue;
    }
    if (blank_before) folded += ' ';
    blank_before = false;
    folded += whole.substr(0, whole.size() - typed.size());
  }
  return folded;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// "example.com", "t.co", but not "J.R." or "Dr. Ng": a dot between two words of which the second
// has two letters or more.
bool has_host(std::string_view name) {
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1))
    if (dot > 0 && dot + 2 < name.size() && is_word_byte(name[dot - 1]) &&
        is_word_byte(name[dot + 1]) && is_word_byte(name[dot + 2]))
      return true;
  return false;
}

bool looks_like_link(std::string_view name) {
  const auto lowered = text::lower(name);
  return lowered.find("://") != std::string::npos || lowered.find("www.") != std::string::npos ||
         has_host(lowered);
}

// REQUIRES: valid UTF-8.
bool shows_as_it_is(std::string_view name) {
  bool visible = false;
  while (!name.empty()) {
    const char32_t c = text::take_code_point(name);
    if (is_invisible(c) || c == '<' || c == '>') return false;
    visible = visible || !(is_joiner(c) || c == ' ');
  }
  return visible;
}

}  // namespace

std::optional<std::string> parse_person_name(std::string_view typed) {
  if (!text::valid_utf8(typed)) return std::nullopt;
  auto name = fold_blanks(typed);
  if (name.empty() || text::code_point_count(name) > kNameLengthMax || text::has_control(name) ||
      !shows_as_it_is(name) || looks_like_link(name))
    return std::nullopt;
  return name;
}

}  // namespace doorward
