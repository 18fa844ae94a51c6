#include "t/case/stack.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

namespace doorward::cases {
namespace {

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

// A visitor of 198.51.100.7 comes from 127.51.100.7: other networks stay other networks.
void come_from(const Socket& socket, const std::string& from) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  const std::string loopback = "127" + from.substr(from.find('.'));
  if (inet_pton(AF_INET, loopback.c_str(), &address.sin_addr) != 1 ||
      bind(socket.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("can't come from " + loopback);
}

std::string dechunk(std::string_view body) {
  std::string out;
  while (!body.empty()) {
    const auto end = body.find("\r\n");
    const auto size = std::stoul(std::string(body.substr(0, end)), nullptr, 16);
    if (size == 0) break;
    out += body.substr(end + 2, size);
    body.remove_prefix(std::min(body.size(), end + 2 + size + 2));
  }
  return out;
}

Answer parse_answer(const std::string& bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (!bytes.starts_with("HTTP/1.1 ") || end == bytes.npos)
    throw std::runtime_error("no HTTP answer: " + bytes.substr(0, 200));
  Answer answer{std::stoi(bytes.substr(9, 3)), {}, bytes.substr(end + 4)};
  auto at = bytes.find("\r\n") + 2;
  while (at < end) {
    const auto line_end = bytes.find("\r\n", at);
    const std::string line = bytes.substr(at, line_end - at);
    const auto colon = line.find(':');
    answer.headers.emplace_back(line.substr(0, colon), text::trim(line).substr(colon + 1));
    answer.headers.back().second = text::trim(answer.headers.back().second);
    at = line_end + 2;
  }
  if (header(answer.headers, "Transfer-Encoding") == "chunked") answer.body = dechunk(answer.body);
  return answer;
}

// Quoted-printable, so far as a search in the text needs it.
std::string unquote(const std::string& mail) {
  std::string out;
  for (std::size_t i = 0; i < mail.size(); ++i) {
    if (mail[i] != '=')
      out += mail[i];
    else if (mail.compare(i, 3, "=\r\n") == 0)
      i += 2;
    else if (const auto byte = text::from_hex(text::lower(mail.substr(i + 1, 2)))) {
      out += *byte;
      i += 2;
    } else
      out += '=';
  }
  return out;
}

}  // namespace

StackWorld::StackWorld(std::string url, std::filesystem::path inbox)
    : url_(std::move(url)), inbox_(std::move(inbox)) {
  while (url_.ends_with('/')) url_.pop_back();
  const auto colon = url_.rfind(':');
  if (!url_.starts_with("http://") || colon < 7) throw std::runtime_error("--url http://HOST:PORT");
  host_ = url_.substr(7, colon - 7);
  port_ = url_.substr(colon + 1);
}

std::string StackWorld::exchange(const std::string& bytes, const std::string& from) const {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host_.c_str(), port_.c_str(), &hints, &found) != 0)
    throw std::runtime_error("no such host: " + host_);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(found, freeaddrinfo);
  const Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{20, 0};
  setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (!from.empty()) come_from(socket, from);
  if (connect(socket.fd(), address->ai_addr, address->ai_addrlen) != 0)
    throw std::runtime_error("nobody listens at " + url_);
  // A server that refuses a large body closes early; its answer is what counts.
  for (std::size_t sent = 0; sent < bytes.size();) {
    const auto count = ::send(socket.fd(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) break;
    sent += static_cast<std::size_t>(count);
  }
  std::string answer;
  char buffer[16384];
  for (ssize_t count; (count = recv(socket.fd(), buffer, sizeof buffer, 0)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(count));
  return answer;
}

Answer StackWorld::send(const Asked& asked) {
  std::string bytes = asked.method + " " + asked.target + " HTTP/1.1\r\nHost: " + host_ + ":" +
                      port_ + "\r\nConnection: close\r\n";
  for (const auto& [name, value] : asked.headers) bytes += name + ": " + value + "\r\n";
  if (!asked.body.empty() || asked.method == "POST")
    bytes += "Content-Length: " + std::to_string(asked.body.size()) + "\r\n";
  return parse_answer(exchange(bytes + "\r\n" + asked.body, asked.from));
}

std::vector<Letter> StackWorld::letters(const std::string& address) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(inbox_))
    if (entry.path().extension() == ".eml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Letter> letters;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string mail{std::istreambuf_iterator<char>(in), {}};
    if (mail.find("X-Envelope-To: " + address + "\r\n") == mail.npos) continue;
    const auto subject = mail.find("\nSubject: ");
    if (subject == mail.npos) continue;
    const auto end = mail.find("\r\n", subject);
    letters.push_back({mail.substr(subject + 10, end - subject - 10), unquote(mail)});
  }
  return letters;
}

}  // namespace doorward::cases
