// How a DATETIME(6) column is written: "2026-11-24 10:42:07.123456", UTC.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace doorward::store {

std::string to_text(Timestamp time);
// Throws BrokenInvariant when `text` is no such time: the database wrote it.
Timestamp from_text(std::string_view text);

}  // namespace doorward::store
