// One message out of several parts, for hashes and MACs: no two lists of parts give the same bytes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace doorward {

// Each part after its length as eight bytes, big-endian.
inline std::string encode_parts(std::initializer_list<std::string_view> parts) {
  std::string message;
  for (const auto part : parts) {
    for (int shift = 56; shift >= 0; shift -= 8)
      message += static_cast<char>(static_cast<std::uint64_t>(part.size()) >> shift);
    message += part;
  }
  return message;
}

}  // namespace doorward
