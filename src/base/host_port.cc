#include "base/host_port.h"

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::uint64_t kPortMax = 65535;
constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
constexpr std::string_view kIpv6Characters = "abcdefABCDEF0123456789:.";

}  // namespace

std::optional<HostPort> HostPort::parse(std::string_view text, std::uint16_t default_port) {
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : text.find(':');
  const auto host = text.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end);
  const auto allowed = bracketed ? kIpv6Characters : kNameCharacters;
  if ((bracketed && (end == std::string_view::npos || host.find(':') == std::string_view::npos)) ||
      host.empty() || host.find_first_not_of(allowed) != std::string_view::npos)
    return std::nullopt;
  const auto rest = end == std::string_view::npos ? "" : text.substr(end + (bracketed ? 1 : 0));
  if (rest.empty()) return HostPort{std::string(host), default_port};
  const auto port =
      rest.starts_with(':') ? text::to_number(rest.substr(1), kPortMax) : std::nullopt;
  if (!port || *port == 0) return std::nullopt;
  return HostPort{std::string(host), static_cast<std::uint16_t>(*port)};
}

}  // namespace doorward
