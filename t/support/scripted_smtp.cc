#include "t/support/scripted_smtp.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doorward::test {
namespace {

int listening_socket(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(fd, 16) != 0)
    throw std::system_error(errno, std::generic_category(), "scripted smtp server");
  return fd;
}

std::uint16_t port_of(int fd) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.sin_port);
}

// "RCPT TO:<mia@example.com> X" -> "mia@example.com"
std::string path_in(const std::string& command) {
  const auto open = command.find('<') + 1;
  return command.substr(open, command.find('>') - open);
}

}  // namespace

// One connection, on a thread of its own.
class ScriptedSmtp::Conversation {
 public:
  Conversation(ScriptedSmtp& server, int fd) : server_(server), fd_(fd) {}

  void run() {
    if (!say(server_.reply_to("(greeting)"))) return;
    while (const auto command = line()) {
      {
        const std::lock_guard lock(server_.mutex_);
        server_.commands_.push_back(*command);
      }
      if (command->starts_with("MAIL")) letter_ = {path_in(*command), "", ""};
      if (command->starts_with("RCPT")) letter_.recipient = path_in(*command);
      const auto reply = server_.reply_to(*command);
      if (!say(reply)) return;
      if (command->starts_with("DATA") && reply.starts_with("354") && !take_letter()) return;
      if (command->starts_with("QUIT")) return;
    }
  }

 private:
  std::optional<std::string> line() {
    for (;;) {
      if (const auto end = unread_.find("\r\n"); end != std::string::npos) {
        const auto text = unread_.substr(0, end);
        unread_.erase(0, end + 2);
        return text;
      }
      char bytes[4096];
      const auto count = recv(fd_, bytes, sizeof bytes, 0);
      if (count <= 0) return std::nullopt;
      unread_.append(bytes, static_cast<std::size_t>(count));
    }
  }

  // False when the connection is to end.
  bool say(std::string reply) {
    if (reply == kSilence) {
      while (line()) continue;
      return false;
    }
    if (reply.starts_with(kTrickle))
      return trickle(reply.substr(std::string_view(kTrickle).size()) + "\r\n");
    const bool hang_up = reply.ends_with(kHangUp);
    if (hang_up) reply.resize(reply.size() - std::string_view(kHangUp).size());
    if (!reply.empty()) reply += "\r\n";
    return send(fd_, reply.data(), reply.size(), MSG_NOSIGNAL) >= 0 && !hang_up;
  }

  // Until the other end hangs up, which is heard between two bytes.
  bool trickle(const std::string& reply) {
    for (const char byte : reply) {
      if (send(fd_, &byte, 1, MSG_NOSIGNAL) < 0) return false;
      pollfd end{fd_, POLLRDHUP, 0};
      if (poll(&end, 1, 1000) > 0) return false;
    }
    return true;
  }

  bool take_letter() {
    for (;;) {
      auto text = line();
      if (!text) return false;
      if (*text == ".") break;
      if (text->starts_with('.')) text->erase(0, 1);
      letter_.data += *text + "\r\n";
    }
    const auto reply = server_.reply_to("(end of data)");
    // A server that hangs up without a word may have kept the letter or not; this one has.
    if (reply.starts_with("250") || reply == kHangUp) {
      const std::lock_guard lock(server_.mutex_);
      server_.taken_.push_back(letter_);
    }
    return say(reply);
  }

  ScriptedSmtp& server_;
  int fd_;
  std::string unread_;
  Taken letter_;
};

ScriptedSmtp::ScriptedSmtp()
    : replies_{{"", "250 2.0.0 OK"},
               {"(greeting)", "220 scripted ESMTP"},
               {"EHLO", "250-scripted\r\n250-AUTH PLAIN\r\n250 8BITMIME"},
               {"AUTH PLAIN", "334 "},
               {"DATA", "354 Go ahead"},
               {"(end of data)", "250 2.0.0 OK queued as 4711"},
               {"QUIT", "221 Bye"}} {
  come_back();
}

ScriptedSmtp::~ScriptedSmtp() {
  go_away();
}

void ScriptedSmtp::answer(const std::string& prefix, const std::string& reply) {
  const std::lock_guard lock(mutex_);
  replies_[prefix] = reply;
}

void ScriptedSmtp::go_away() {
  if (listener_ < 0) return;
  shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  close(listener_);
  listener_ = -1;
  for (auto& connection : open_) {
    shutdown(connection.fd, SHUT_RDWR);
    connection.thread.join();
    close(connection.fd);
  }
  open_.clear();
}

void ScriptedSmtp::come_back() {
  listener_ = listening_socket(port_);
  port_ = port_of(listener_);
  accepting_ = std::thread([this, listener = listener_] { accept_all(listener); });
}

void ScriptedSmtp::accept_all(int listener) {
  for (int fd; (fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    ++connections_;
    open_.push_back({fd, std::thread([this, fd] {
                       Conversation(*this, fd).run();
                       shutdown(fd, SHUT_RDWR);
                     })});
  }
}

std::string ScriptedSmtp::reply_to(const std::string& command) const {
  const std::lock_guard lock(mutex_);
  std::size_t longest = 0;
  for (const auto& [prefix, reply] : replies_)
    if (command.starts_with(prefix)) longest = std::max(longest, prefix.size());
  return replies_.at(command.substr(0, longest));
}

std::vector<ScriptedSmtp::Taken> ScriptedSmtp::taken() const {
  const std::lock_guard lock(mutex_);
  return taken_;
}

std::vector<std::string> ScriptedSmtp::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

std::size_t ScriptedSmtp::count_of(std::string_view prefix) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count_if(
      commands_, [&](const std::string& command) { return command.starts_with(prefix); }));
}

}  // namespace doorward::test
