// FastCGI on a listening socket that somebody else opened. The only file that knows libfcgi.
//
// Single-threaded by design: one request at a time per process, N processes on one socket. The
// stop signals are let in only while the process waits for a connection, so a request that was
// accepted is always answered, and none is lost when a worker is told to stop.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/random.h"
#include "base/run.h"
#include "http/request.h"
#include "http/response.h"

namespace doorward::http {

class Listener {
 public:
  // REQUIRES: `fd` is a listening socket, and `stop` was made before (libfcgi installs handlers of
  // its own for signals that have none). Every program on the socket must use this same loop: the
  // socket is made non-blocking, which all its holders share.
  Listener(int fd, StopSignal& stop, Random& random, std::uint64_t body_bytes_max);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // The next request, or none when the program was asked to stop. While file descriptors or memory
  // are short it tries ten times a second, and says so once. Calls `each_look` before it looks for
  // a connection, which is once for each request, and once a second when there is none.
  std::optional<Request> next(const std::function<void()>& each_look = [] {});
  // Answers the request that next() gave last. A browser that has gone away is not an error.
  void reply(const Response& response);

 private:
  struct Connection;

  void never_block() const;
  void wait_for_better_times(int error);

  int fd_;
  StopSignal& stop_;
  References references_;
  std::uint64_t body_bytes_max_;
  bool short_of_something_ = false;
  std::unique_ptr<Connection> connection_;
};

}  // namespace doorward::http
