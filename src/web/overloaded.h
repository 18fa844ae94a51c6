// One lambda per alternative of a std::variant.
#pragma once

namespace doorward::web {

template <class... Functions>
struct overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

}  // namespace doorward::web
