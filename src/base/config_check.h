// Whether settings that each are right in themselves make sense together.
#pragma once

#include "base/config.h"

namespace doorward {

// Throws ConfigError that says what to write instead.
void check_whole(const Config& config);

}  // namespace doorward
