// A mail server for tests that says what it is told to, on a loopback port, and keeps what it
// hears.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace doorward::test {

class ScriptedSmtp {
 public:
  struct Taken {
    std::string sender;
    std::string recipient;
    std::string data;  // as it came, dots unstuffed
  };

  // Instead of a reply.
  static constexpr const char* kSilence = "(silence)";
  static constexpr const char* kHangUp = "(hang up)";
  static constexpr const char* kTrickle = "(trickle)";  // what follows, a byte a second

  ScriptedSmtp();  // is there at once, and takes everything
  ~ScriptedSmtp();

  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

  // How a command that starts with `prefix` is answered from now on; the longest prefix counts.
  // "(greeting)" and "(end of data)" are commands too. A reply that ends with kHangUp is said
  // first.
  void answer(const std::string& prefix, const std::string& reply);

  // Refuses connections, on the same port, until it comes back. Ends those there are.
  void go_away();
  void come_back();

  std::vector<Taken> taken() const;
  std::vector<std::string> commands() const;
  std::size_t count_of(std::string_view prefix) const;  // of commands
  std::size_t connections() const { return connections_; }

 private:
  struct Connection {
    int fd;
    std::thread thread;
  };
  class Conversation;

  void accept_all(int listener);
  std::string reply_to(const std::string& command) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::string> replies_;
  std::vector<Taken> taken_;
  std::vector<std::string> commands_;
  std::list<Connection> open_;
  std::thread accepting_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> connections_ = 0;
};

}  // namespace doorward::test
