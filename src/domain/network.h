// The network an address belongs to: what limits count by, and all that letters and session lists
// tell of where somebody was.
#pragma once

#include <string>
#include <string_view>

namespace doorward {

// "192.0.2.0/24" or "2001:db8:1:2::/64"; an IPv4 address written as IPv6 (::ffff:192.0.2.7) counts
// as IPv4. "unknown" for what is no address.
std::string network_of(std::string_view ip);

}  // namespace doorward
