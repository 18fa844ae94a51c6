#include "base/notify_socket.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

namespace doorward {
namespace {

constexpr int kTellingsInTime = 3;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// None for what is no address of a unix socket: a path, or a name after '@'.
std::string address_from(std::string_view path) {
  sockaddr_un address{};
  if (path.size() < 2 || path.size() >= sizeof address.sun_path ||
      (path[0] != '/' && path[0] != '@'))
    return "";
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, address.sun_path);
  if (path[0] == '@') address.sun_path[0] = '\0';
  return {reinterpret_cast<const char*>(&address), offsetof(sockaddr_un, sun_path) + path.size()};
}

std::optional<std::chrono::microseconds> watchdog_time() {
  const auto whose = variable("WATCHDOG_PID");
  if (!whose.empty() && whose != std::to_string(getpid())) return std::nullopt;
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  const auto time = text::to_number(variable("WATCHDOG_USEC"), kMax);
  if (!time || *time == 0) return std::nullopt;
  return std::chrono::microseconds(*time);
}

}  // namespace

NotifySocket::NotifySocket() : address_(address_from(variable("NOTIFY_SOCKET"))) {
  if (address_.empty()) return;
  socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) log::warning("notify_failed", {{"reason", std::strerror(errno)}});
  silence_max_ = watchdog_time();
}

NotifySocket::~NotifySocket() {
  if (socket_ >= 0) close(socket_);
}

void NotifySocket::ready() {
  if (!ready_told_) ready_told_ = tell("READY=1");
}

void NotifySocket::status(std::string_view line) {
  if (line == status_) return;
  status_ = line;
  std::string message = "STATUS=" + status_;
  // What follows a line's end would be taken for a message of its own.
  std::ranges::replace_if(
      message, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
  tell(message);
}

void NotifySocket::alive() {
  if (!silence_max_) return;
  const auto now = std::chrono::steady_clock::now();
  if (alive_told_at_ && now - *alive_told_at_ < *silence_max_ / kTellingsInTime) return;
  alive_told_at_ = now;
  tell("WATCHDOG=1");
}

void NotifySocket::may_be_silent_for(std::chrono::seconds time) {
  if (!silence_max_ || *silence_max_ >= time) return;
  silence_max_ = time;
  tell("WATCHDOG_USEC=" + std::to_string(silence_max_->count()));
}

void NotifySocket::stopping() {
  tell("STOPPING=1");
}

// That the other end is away, or busy, is no reason to stop working.
bool NotifySocket::tell(const std::string& message) {
  if (socket_ < 0) return true;
  const bool told = sendto(socket_, message.data(), message.size(), MSG_NOSIGNAL,
                           reinterpret_cast<const sockaddr*>(address_.data()),
                           static_cast<socklen_t>(address_.size())) >= 0;
  if (!std::exchange(failing_, !told) && !told)
    log::warning("notify_failed", {{"reason", std::strerror(errno)}});
  return told;
}

}  // namespace doorward
