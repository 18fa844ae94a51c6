// Whether two names may be one, mistyped.
#pragma once

#include <string_view>

namespace doorward {

// One character too many, missing or wrong, or two neighbours swapped. Equal ones are none apart.
bool one_slip_apart(std::string_view a, std::string_view b);

}  // namespace doorward
