// Whether a database server greets who connects, asked without ever waiting: a server that hangs,
// or a network that swallows everything, must cost a request nothing.
#pragma once

#include <chrono>

#include "store/server.h"

namespace doorward::store {

class ServerProbe {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Answer { pending, greets, silent };

  // Begins to connect. A name is looked up here, which may wait for a resolver.
  ServerProbe(const Server& server, Time now);
  ~ServerProbe();
  ServerProbe(const ServerProbe&) = delete;
  ServerProbe& operator=(const ServerProbe&) = delete;

  // `silent` once it has refused, hung up or said nothing for two seconds.
  Answer answer(Time now) const;

 private:
  int fd_ = -1;  // none: it has refused
  Time end_;
};

}  // namespace doorward::store
