#include "domain/slug.h"

#include <algorithm>

namespace doorward {
namespace {

constexpr std::size_t kLengthMax = 40;

}  // namespace

bool valid_slug(std::string_view text) {
  return !text.empty() && text.size() <= kLengthMax && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace doorward
