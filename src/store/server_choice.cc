#include "store/server_choice.h"

#include <algorithm>
#include <numeric>

namespace doorward::store {

std::vector<std::size_t> ServerChoice::order(Time now) const {
  std::vector<std::size_t> order(servers_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_partition(
      order, [&](std::size_t server) { return servers_[server].avoid_until <= now; });
  return order;
}

void ServerChoice::failed(std::size_t server, Time now) {
  servers_.at(server) = {now + jittered(rules_.avoid, random_), 0};
  if (in_use_ == server) in_use_.reset();
}

void ServerChoice::use(std::size_t server, Time now) {
  servers_.at(server) = {};
  in_use_ = server;
  next_look_at_ = now + jittered(rules_.look_every, random_);
}

std::optional<std::size_t> ServerChoice::due_look(Time now) {
  if (in_use_.value_or(0) == 0 || now < next_look_at_) return std::nullopt;
  next_look_at_ = now + jittered(rules_.look_every, random_);
  // In turn: the first one may be gone for days.
  next_look_ = (next_look_ + 1) % *in_use_;
  return next_look_;
}

bool ServerChoice::looked(std::size_t server, bool well) {
  auto& looks = servers_.at(server).good_looks;
  looks = well ? looks + 1 : 0;
  return looks >= rules_.good_looks;
}

}  // namespace doorward::store
