// When a program was last at work, whichever process of it.
#pragma once

#include <optional>
#include <string>

#include "store/database.h"

namespace doorward::store {

inline constexpr const char* kMailer = "mailer";

namespace heartbeats {

void beat(Transaction& tx, const std::string& program, Timestamp now);

// None when it never was.
std::optional<Timestamp> last(Transaction& tx, const std::string& program);

}  // namespace heartbeats
}  // namespace doorward::store
