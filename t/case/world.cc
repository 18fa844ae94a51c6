#include "t/case/world.h"

#include "base/text.h"

namespace doorward::cases {

std::string header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (text::lower(key) == text::lower(name)) return value;
  return "";
}

void set_header(Headers& headers, std::string_view name, std::string_view value) {
  drop_header(headers, name);
  headers.emplace_back(name, value);
}

void drop_header(Headers& headers, std::string_view name) {
  std::erase_if(headers,
                [&](const auto& it) { return text::lower(it.first) == text::lower(name); });
}

}  // namespace doorward::cases
