// What every program's `main` shares: its command line, the stop signal, and the last catch.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include <signal.h>

#include "base/config.h"

namespace doorward {

// Runs a daemon: reads `--config FILE` (default /etc/doorward/doorward.conf), answers `--help`
// and `--version`, calls `body`, and turns what it throws into one log line and a sysexits(3)
// status: 64 usage, 78 configuration, 70 anything else.
int run_daemon(const char* name, const char* manual, int argc, char** argv,
               const std::function<void(const Config&)>& body);

// SIGTERM and SIGINT as a value that can't be missed and can't interrupt work.
//
// The signals are blocked but while a wait of this object sleeps: a request or letter once begun
// is always finished, and a stop that arrives meanwhile is seen at the next wait. One per program.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // From now on wait() also waits for `fd` to be readable. Of several processes that wait for the
  // same socket about one is woken, and what it was woken for it must take: see wait.
  void watch(int fd);

  enum class Wake { stop, readable, timeout };
  // Waits until what is watched is readable, a stop is asked for, or the time is over (none: for
  // ever). Readable goes first: nobody else may have been told of that connection.
  Wake wait(std::optional<std::chrono::milliseconds> timeout = std::nullopt);
  // Sleeps for `time`, whatever is readable; a stop ends it.
  void pause(std::chrono::milliseconds time);
  // Whether a stop was asked for, without waiting.
  bool asked() const;
  // True when a stop was asked for within `time`.
  bool wait_for(std::chrono::milliseconds time) { return wait(time) == Wake::stop; }

 private:
  int epoll_;
  sigset_t while_waiting_;
};

}  // namespace doorward
