#include "domain/return_address.h"

#include <algorithm>

#include "base/text.h"

namespace doorward {
namespace {

bool is_address_character(char c) {
  return c >= 0x21 && c <= 0x7e && c != '\\';
}

// Browsers read "//host" and "/\host" as another host.
bool is_strict_path(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("//") &&
         std::ranges::all_of(path, is_address_character);
}

std::string percent_decoded(std::string_view path) {
  std::string decoded;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto byte = path[i] == '%' ? text::from_hex(path.substr(i + 1, 2)) : std::nullopt;
    if (byte && byte->size() == 1) {
      decoded += *byte;
      i += 2;
    } else {
      decoded += path[i];
    }
  }
  return decoded;
}

// What follows the origin; all of `rd` when it is no absolute URL; none for an origin of others.
std::optional<std::string_view> path_of(std::string_view rd,
                                        const std::vector<std::string>& origins) {
  if (rd.starts_with('/')) return rd;
  for (const auto& origin : origins)
    if (rd.starts_with(origin) && rd.substr(origin.size()).starts_with('/'))
      return rd.substr(origin.size());
  return std::nullopt;
}

}  // namespace

std::string resolved_path(std::string_view target) {
  const auto decoded = percent_decoded(target.substr(0, target.find_first_of("?#")));
  std::vector<std::string_view> segments;
  for (const auto segment : text::split(decoded, '/')) {
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (!segment.empty() && segment != ".") {
      segments.push_back(segment);
    }
  }
  std::string path_found;
  for (const auto segment : segments) path_found += "/" + std::string(segment);
  return path_found;
}

bool is_at_or_below(std::string_view path, std::string_view base_path) {
  return path.starts_with(base_path) &&
         (path.size() == base_path.size() || path[base_path.size()] == '/');
}

std::optional<std::string> parse_return_address(std::string_view rd, std::string_view base_path,
                                                const std::vector<std::string>& origins) {
  if (rd.size() > kReturnAddressBytesMax) return std::nullopt;
  const auto path = path_of(rd, origins);
  if (!path || !is_strict_path(*path) || is_at_or_below(resolved_path(*path), base_path))
    return std::nullopt;
  return std::string(rd);
}

}  // namespace doorward
