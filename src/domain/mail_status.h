// What mail servers mean by their enhanced status codes (RFC 3463, RFC 5248).
#pragma once

#include <string>
#include <string_view>

namespace doorward {

// "5.1.1" of "550 5.1.1 No such mailbox"; "" when the reply has none, or one of another class than
// its own.
std::string enhanced_status(std::string_view reply);

// True for the few that say for good that there is no such mailbox (any more): 5.1.1, 5.1.2, 5.1.6,
// 5.1.10 and 5.2.1. Whatever is about a full mailbox, a policy or an outage says nothing about the
// person.
bool means_mailbox_gone(std::string_view status);

}  // namespace doorward
