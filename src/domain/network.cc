#include "domain/network.h"

#include <algorithm>
#include <array>
#include <optional>

#include <arpa/inet.h>

namespace doorward {
namespace {

constexpr std::array<unsigned char, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

template <std::size_t size>
using Bytes = std::array<unsigned char, size>;

template <std::size_t size>
std::optional<Bytes<size>> parse(int family, std::string_view ip) {
  Bytes<size> bytes{};
  const std::string text(ip);
  // A NUL inside would hide what follows it.
  if (text.find('\0') != std::string::npos || inet_pton(family, text.c_str(), bytes.data()) != 1)
    return std::nullopt;
  return bytes;
}

template <std::size_t size>
std::string network(int family, Bytes<size> bytes, std::size_t kept, const char* suffix) {
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(kept), bytes.end(), 0);
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, bytes.data(), text, sizeof text);
  return std::string(text) + suffix;
}

std::string network4(const Bytes<4>& bytes) {
  return network(AF_INET, bytes, 3, "/24");
}

}  // namespace

std::string network_of(std::string_view ip) {
  if (const auto bytes = parse<4>(AF_INET, ip)) return network4(*bytes);
  const auto bytes = parse<16>(AF_INET6, ip);
  if (!bytes) return "unknown";
  if (std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes->begin()))
    return network4({(*bytes)[12], (*bytes)[13], (*bytes)[14], (*bytes)[15]});
  return network(AF_INET6, *bytes, 8, "/64");
}

}  // namespace doorward
