// An e-mail address in its one canonical form. It is what an account is known by, so there is one
// parser for forms, allow-lists, the command line and SMTP.
//
// Accepted is a dot-atom of ASCII (RFC 5322 section 3.2.3) of at most 64 characters before the "@",
// without the "%" and "!" by which old mail systems route on, and a DomainName after it; at most
// 254 characters in all (RFC 5321 section 4.5.3.1, erratum 1690). Refused are quoted local parts,
// comments, domain literals, and blanks around it (browsers strip those from e-mail fields).
// What is accepted can neither break out of an SMTP command nor out of a letter's header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/domain_name.h"

namespace doorward {

class Email {
 public:
  static std::optional<Email> parse(std::string_view typed);

  // "mia@example.com": lower case. Parsing it again gives the same.
  const std::string& text() const { return text_; }
  std::string_view local() const { return std::string_view(text_).substr(0, text_.find('@')); }
  const DomainName& domain() const { return domain_; }
  bool operator==(const Email&) const = default;

 private:
  Email(std::string text, DomainName domain) : text_(std::move(text)), domain_(std::move(domain)) {}

  std::string text_;
  DomainName domain_;
};

}  // namespace doorward
