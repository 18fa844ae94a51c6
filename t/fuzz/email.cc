// An address that is accepted is canonical, plain, and safe in SMTP and in a header; and a
// company's list covers exactly what it says.
#include "domain/email.h"

#include <algorithm>

#include "base/text.h"
#include "t/fuzz/property.h"

namespace {

using doorward::DomainName;
using doorward::DomainPattern;
using doorward::Email;
using doorward::fuzz::property;

bool is_plain(char c) {
  return c > ' ' && c < 0x7f &&
         std::string_view("<>()[]:;,\"\\%!").find(c) == std::string_view::npos;
}

void check_address(std::string_view typed) {
  const auto email = Email::parse(typed);
  if (!email) return;
  const auto& text = email->text();
  property(Email::parse(text) == email, "the canonical address parses to itself");
  property(text.size() <= 254, "an address has at most 254 characters");
  property(std::ranges::count(text, '@') == 1, "an address has one @");
  property(std::ranges::all_of(text, is_plain), "nothing breaks out of RCPT TO:<…>");
  property(text == std::string(email->local()) + "@" + email->domain().text(),
           "an address is its two parts");
  property(text == doorward::text::lower(text), "an address is lower case");
  property(email->local() == doorward::text::lower(typed.substr(0, typed.find('@'))),
           "what stands before the @ is kept but for its case");
}

void check_domain(std::string_view typed, std::string_view listed) {
  const auto domain = DomainName::parse(typed);
  const auto pattern = DomainPattern::parse(listed);
  if (domain) property(DomainName::parse(domain->text()) == domain, "a domain is canonical");
  if (!pattern) return;
  property(DomainPattern::parse(pattern->text()) == pattern, "a pattern is canonical");
  if (!domain) return;
  const auto text = pattern->text();
  const bool covered = text.starts_with("*.") ? domain->text().size() > text.size() - 1 &&
                                                    domain->text().ends_with(text.substr(1))
                                              : domain->text() == text;
  property(pattern->matches(*domain) == covered, "a pattern covers itself, or what is below it");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto rest = doorward::fuzz::view(data, size);
  const auto address = doorward::fuzz::take_part(rest, '\n');
  check_address(address);
  check_domain(address.substr(std::min(address.size(), address.find('@') + 1)), rest);
  return 0;
}
