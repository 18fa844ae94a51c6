#include "http/cookies.h"

#include <algorithm>

namespace doorward::http {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trim(std::string_view pair) {
  const auto first = pair.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return pair.substr(first, pair.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

std::optional<std::string_view> Cookies::value(std::string_view name) const {
  std::optional<std::string_view> found;
  std::string_view rest = header_;
  while (!rest.empty()) {
    const auto raw_pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), raw_pair.size() + 1));
    const auto pair = trim(raw_pair);
    if (pair.substr(0, pair.find('=')) != name || pair.size() == name.size()) continue;
    if (found) return std::nullopt;
    found = pair.substr(name.size() + 1);
  }
  return found;
}

}  // namespace doorward::http
