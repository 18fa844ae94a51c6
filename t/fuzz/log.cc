// Whatever a stranger sends stays one value of one line of the log, and is read back as it was.
#include "base/log.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "t/fuzz/property.h"

namespace {

using doorward::fuzz::property;

bool is_printable(char c) {
  return c >= ' ' && c < 0x7f;
}

// As a logfmt reader does; none when the value is not well-formed or something follows it.
std::optional<std::string> decoded(std::string_view value) {
  if (!value.starts_with('"'))
    return value.find_first_of(" =\"\\") == std::string_view::npos
               ? std::optional(std::string(value))
               : std::nullopt;
  value.remove_prefix(1);
  std::string out;
  while (!value.starts_with('"')) {
    if (value.empty()) return std::nullopt;
    const char c = value[0];
    value.remove_prefix(1);
    if (c != '\\') {
      out += c;
      continue;
    }
    if (value.empty()) return std::nullopt;
    const char kind = value[0];
    value.remove_prefix(1);
    if (kind == 'x') {
      const auto byte = doorward::text::from_hex(value.substr(0, 2));
      if (!byte || byte->size() != 1) return std::nullopt;
      out += *byte;
      value.remove_prefix(2);
    } else {
      out += kind == 'n' ? '\n' : kind;
    }
  }
  return value == "\"" ? std::optional(out) : std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = doorward::fuzz::view(data, size);
  const auto encoded = doorward::log::encode(value);
  property(!encoded.empty(), "a value is never nothing");
  property(std::ranges::all_of(encoded, is_printable), "a value is one line of printable ASCII");
  property(encoded.size() <= 4 * 1024 + 2, "a value has an end");
  property(decoded(encoded) == value.substr(0, 1024), "a value is read back as it was");
  return 0;
}
