#include "domain/budget.h"

#include <algorithm>

#include "base/crypto.h"
#include "domain/parts.h"

namespace doorward {

std::string bucket(std::string_view budget, std::initializer_list<std::string_view> subject) {
  return sha256(encode_parts({budget}) + encode_parts(subject));
}

std::chrono::seconds doubling_wait(std::uint32_t failures_over_limit, std::chrono::seconds first,
                                   std::chrono::seconds max) {
  auto wait = std::min(first, max);
  for (std::uint32_t i = 0; i < failures_over_limit && wait < max; ++i)
    wait = wait > max / 2 ? max : 2 * wait;
  return wait;
}

}  // namespace doorward
