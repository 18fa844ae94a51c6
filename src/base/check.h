// An assertion that stays in release builds, for what only a bug of ours can break.
//
// It throws, so that the request, letter or program it happens in fails closed and is logged.
// Never use it for input: what a stranger can send is answered, not asserted.
#pragma once

#include <stdexcept>

namespace doorward {

class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void check(bool holds, const char* what) {
  if (!holds) throw BrokenInvariant(what);
}

}  // namespace doorward
