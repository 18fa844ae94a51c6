// "db1.internal", "db1.internal:3307", "10.0.0.11", "[2001:db8::11]:3306".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

struct HostPort {
  std::string host;  // an IPv6 address without its brackets
  std::uint16_t port = 0;

  static std::optional<HostPort> parse(std::string_view text, std::uint16_t default_port);
};

}  // namespace doorward
