// Common passwords of 12 and more characters, lower-cased, the most common first.
#pragma once

#include <span>

namespace doorward {

std::span<const char* const> common_passwords();

}  // namespace doorward
