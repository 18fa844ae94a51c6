// What a program tells whoever started it with NOTIFY_SOCKET, as systemd does for Type=notify: that
// it is ready, what it is at, that it still moves, that it ends. Without that variable nobody is
// told, and all else is the same.
//
// Never waits for the other end. sd_notify(3) over a datagram socket, which systemd promises to
// keep: libsystemd would bring three decompressors and more ciphers into processes that hold keys.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

class NotifySocket {
 public:
  // Reads NOTIFY_SOCKET, and WATCHDOG_USEC where WATCHDOG_PID doesn't say that it is another's.
  NotifySocket();
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  // That all is there that the program works with. Told once: what could not be told, the next call
  // tells.
  void ready();
  // One line for `systemctl status`. Told when it is another than before.
  void status(std::string_view line);
  // That the program moves. To be called often; told three times in the time after which systemd
  // takes silence for a program that hangs, kills it and starts another.
  void alive();
  // That what the program does may keep it from calling alive() for so long.
  void may_be_silent_for(std::chrono::seconds time);
  // That it ends because it was told to.
  void stopping();

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  bool tell(const std::string& message);

  int socket_ = -1;
  std::string address_;  // of sockaddr_un
  std::optional<std::chrono::microseconds> silence_max_;
  std::optional<SteadyTime> alive_told_at_;
  bool ready_told_ = false;
  bool failing_ = false;
  std::string status_;
};

}  // namespace doorward
