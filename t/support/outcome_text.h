// Lets a failed check say which outcome it was.
#pragma once

#include <ostream>

#include "mail/transport.h"

namespace doorward::mail {

inline std::ostream& operator<<(std::ostream& out, Outcome outcome) {
  constexpr const char* kNames[] = {"accepted", "deferred", "refused", "unreachable"};
  return out << kNames[static_cast<int>(outcome)];
}

}  // namespace doorward::mail
