#include "domain/email.h"

#include <algorithm>

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::size_t kLocalLengthMax = 64;
constexpr std::size_t kLengthMax = 254;

// RFC 5322's atext but for '%' and '!'.
bool is_atom_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("#$&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_atom(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_atom_character);
}

}  // namespace

std::optional<Email> Email::parse(std::string_view typed) {
  const auto at = typed.find('@');
  if (at == std::string_view::npos || at > kLocalLengthMax) return std::nullopt;
  const auto local = typed.substr(0, at);
  if (!std::ranges::all_of(text::split(local, '.'), is_atom)) return std::nullopt;
  auto domain = DomainName::parse(typed.substr(at + 1));
  if (!domain || local.size() + 1 + domain->text().size() > kLengthMax) return std::nullopt;
  auto text = text::lower(local) + "@" + domain->text();
  return Email(std::move(text), std::move(*domain));
}

}  // namespace doorward
