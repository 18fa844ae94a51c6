#include "domain/domain_name.h"

#include <algorithm>
#include <memory>

#include <idn2.h>

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::size_t kLengthMax = 253;
constexpr std::size_t kLabelLengthMax = 63;
// No name that fits in 253 characters as A-labels is longer than this in UTF-8.
constexpr std::size_t kTypedBytesMax = 1024;
constexpr std::string_view kWildcard = "*.";

bool is_ascii_character(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, is_ascii_character);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ldh(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
}

bool may_be_in_a_name(char c) {
  return is_ldh(c) || c == '.' || !is_ascii_character(c);
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLabelLengthMax && !label.starts_with('-') &&
         !label.ends_with('-') && std::ranges::all_of(label, is_ldh);
}

// REQUIRES: lower case.
bool is_canonical(std::string_view text) {
  const auto labels = text::split(text, '.');
  // A last label of digits alone is an IPv4 address or nothing at all (RFC 3696 section 2).
  return text.size() <= kLengthMax && labels.size() >= 2 && std::ranges::all_of(labels, is_label) &&
         !std::ranges::all_of(labels.back(), is_digit);
}

// The same labels, and of those with other characters none became plain ASCII by folding: "K"
// (Kelvin sign) or a full-width "ａ" would else make two different texts one address.
bool keeps_labels_apart(std::string_view typed, std::string_view ascii) {
  const auto before = text::split(typed, '.');
  const auto after = text::split(ascii, '.');
  if (before.size() != after.size()) return false;
  for (std::size_t i = 0; i < before.size(); ++i)
    if (is_ascii(before[i]) ? after[i] != text::lower(before[i]) : !after[i].starts_with("xn--"))
      return false;
  return true;
}

std::optional<std::string> to_a_labels(std::string_view typed) {
  // Of plain characters only those of host names: libidn2's own rule for them (STD3) drops others
  // in place of refusing them, so that two texts would be one domain.
  if (typed.size() > kTypedBytesMax || !text::valid_utf8(typed) ||
      !std::ranges::all_of(text::lower(typed), may_be_in_a_name))
    return std::nullopt;
  char* converted = nullptr;
  if (idn2_to_ascii_8z(std::string(typed).c_str(), &converted, IDN2_NONTRANSITIONAL) != IDN2_OK)
    return std::nullopt;
  const std::unique_ptr<char, decltype(&idn2_free)> owner(converted, idn2_free);
  std::string ascii(converted);
  return keeps_labels_apart(typed, ascii) ? std::optional(std::move(ascii)) : std::nullopt;
}

}  // namespace

std::optional<DomainName> DomainName::parse(std::string_view typed) {
  auto text = is_ascii(typed) ? std::optional(text::lower(typed)) : to_a_labels(typed);
  if (!text || !is_canonical(*text)) return std::nullopt;
  return DomainName(std::move(*text));
}

std::optional<DomainPattern> DomainPattern::parse(std::string_view typed) {
  const bool wildcard = typed.starts_with(kWildcard);
  auto domain = DomainName::parse(wildcard ? typed.substr(kWildcard.size()) : typed);
  if (!domain) return std::nullopt;
  return DomainPattern(std::move(*domain), wildcard);
}

bool DomainPattern::matches(const DomainName& domain) const {
  return wildcard_ ? domain.text().ends_with("." + domain_.text()) : domain == domain_;
}

}  // namespace doorward
