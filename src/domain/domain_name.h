// The domain of an e-mail address, and the patterns by which companies own domains.
//
// One canonical text per domain: lower case, letters, digits and hyphens, two labels or more, no
// dot at the end (RFC 1123 section 2.1, RFC 5321 section 4.1.2). International names become
// A-labels (IDNA2008, non-transitional). A domain typed in plain ASCII is never equal to one typed
// with other characters in it that merely fold to ASCII, such as the Kelvin sign.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doorward {

class DomainName {
 public:
  static std::optional<DomainName> parse(std::string_view typed);

  const std::string& text() const { return text_; }
  bool operator==(const DomainName&) const = default;

 private:
  explicit DomainName(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

// "example.com" is that very domain; "*.example.com" is any name below it, however deep, but not
// "example.com" itself.
class DomainPattern {
 public:
  static std::optional<DomainPattern> parse(std::string_view typed);

  // As it was typed, in canonical form.
  std::string text() const { return wildcard_ ? "*." + domain_.text() : domain_.text(); }
  bool matches(const DomainName& domain) const;
  bool operator==(const DomainPattern&) const = default;

 private:
  DomainPattern(DomainName domain, bool wildcard)
      : domain_(std::move(domain)), wildcard_(wildcard) {}

  DomainName domain_;
  bool wildcard_;
};

}  // namespace doorward
