// Which of several database servers to use: always the first of them that is well, so that all
// processes of all machines come to the same one without talking to each other.
//
// One that failed is tried last for a while. Whoever had to move on looks at those before it now
// and then, and goes back to one that was found well several times. Time is an argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/random.h"

namespace doorward::store {

struct ServerRules {
  std::chrono::milliseconds avoid{10'000};      // how long one that failed is tried last
  std::chrono::milliseconds look_every{2'000};  // at those before the one in use, give or take
  std::size_t good_looks = 5;                   // before going back
};

class ServerChoice {
 public:
  using Time = std::chrono::steady_clock::time_point;

  ServerChoice(std::size_t count, const ServerRules& rules, Random& random)
      : rules_(rules), random_(random), servers_(count) {}

  bool is_one_of_many() const { return servers_.size() > 1; }
  // All of them, by number, in the order in which to try them.
  std::vector<std::size_t> order(Time now) const;
  void failed(std::size_t server, Time now);
  void use(std::size_t server, Time now);
  std::optional<std::size_t> in_use() const { return in_use_; }

  // The one to look at now: before the one in use, and not seen well enough yet.
  std::optional<std::size_t> due_look(Time now);
  // What the look found. True when it is time to go there.
  bool looked(std::size_t server, bool well);

 private:
  struct State {
    Time avoid_until{};
    std::size_t good_looks = 0;
  };

  ServerRules rules_;
  Random& random_;
  std::vector<State> servers_;
  std::optional<std::size_t> in_use_;
  std::size_t next_look_ = 0;
  Time next_look_at_{};
};

}  // namespace doorward::store
