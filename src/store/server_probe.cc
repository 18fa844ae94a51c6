#include "store/server_probe.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace doorward::store {
namespace {

constexpr std::chrono::seconds kSilenceMax{2};

// -1 when it is refused at once.
int begin_to_connect(const sockaddr* address, socklen_t length) {
  const int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (connect(fd, address, length) == 0 || errno == EINPROGRESS) return fd;
  close(fd);
  return -1;
}

int begin_to_connect_locally(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return begin_to_connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int begin_to_connect_by_tcp(const Server& server) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(server.host.c_str(), std::to_string(server.port).c_str(), &hints, &found) != 0)
    return -1;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  return begin_to_connect(found->ai_addr, found->ai_addrlen);
}

}  // namespace

ServerProbe::ServerProbe(const Server& server, Time now)
    : fd_(server.socket.empty() ? begin_to_connect_by_tcp(server)
                                : begin_to_connect_locally(server.socket.string())),
      end_(now + kSilenceMax) {}

ServerProbe::~ServerProbe() {
  if (fd_ >= 0) close(fd_);
}

ServerProbe::Answer ServerProbe::answer(Time now) const {
  pollfd readable{fd_, POLLIN, 0};
  // It speaks first.
  if (fd_ >= 0 && poll(&readable, 1, 0) == 1) {
    char byte = 0;
    return recv(fd_, &byte, 1, MSG_PEEK) == 1 ? Answer::greets : Answer::silent;
  }
  return fd_ < 0 || now >= end_ ? Answer::silent : Answer::pending;
}

}  // namespace doorward::store
