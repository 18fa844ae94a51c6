// The stream that nginx sends: what is well-formed is read byte for byte, and after whatever else
// the next request is answered as if nothing had been.
#include <array>
#include <filesystem>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "http/listener.h"
#include "t/fuzz/property.h"

namespace {

using namespace doorward;
using fuzz::property;

// What nginx never sends, for which libfcgi asks for up to 4 GB: a name or value of 64 KB or more.
bool has_huge_length(std::string_view stream) {
  for (std::size_t i = 0; i + 1 < stream.size(); ++i)
    if ((stream[i] & 0x80) != 0 && (stream[i] != '\x80' || stream[i + 1] != '\0')) return true;
  return false;
}

constexpr char kBegin = 1, kParameters = 4, kBody = 5;
constexpr std::uint64_t kBodyBytesMax = 128;

// One listening socket for the whole run, as a worker has.
class Door {
 public:
  Door() : fd_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    const auto name = "doorward-fuzz-" + std::to_string(getpid());
    name.copy(address_.sun_path + 1, name.size());  // abstract: no file is left behind
    property(bind(fd_, address(), sizeof address_) == 0 && listen(fd_, 8) == 0, "a socket");
    listener_.emplace(fd_, stop_, random_, kBodyBytesMax);
  }

  http::Listener& listener() { return *listener_; }

  // Sends all of it; nothing follows.
  int send(std::string_view stream) {
    const int client = socket(AF_UNIX, SOCK_STREAM, 0);
    property(connect(client, address(), sizeof address_) == 0, "a connection");
    property(write(client, stream.data(), stream.size()) == static_cast<ssize_t>(stream.size()),
             "the stream fits into the socket");
    shutdown(client, SHUT_WR);
    return client;
  }

 private:
  const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&address_); }

  sockaddr_un address_{.sun_family = AF_UNIX, .sun_path = {}};
  int fd_;
  StopSignal stop_;
  SystemRandom random_;
  std::optional<http::Listener> listener_;
};

std::string record(char type, std::string_view content) {
  return std::string{1,
                     type,
                     0,
                     1,
                     static_cast<char>(content.size() >> 8),
                     static_cast<char>(content.size()),
                     0,
                     0} +
         std::string(content);
}

std::string length(std::size_t bytes) {
  if (bytes < 128) return std::string(1, static_cast<char>(bytes));
  return {static_cast<char>(0x80), 0, static_cast<char>(bytes >> 8), static_cast<char>(bytes)};
}

std::string parameter(std::string_view name, std::string_view value) {
  return length(name.size()) + length(value.size()) + std::string(name) + std::string(value);
}

// `split`: where the parameters are cut into two records.
std::string request(const std::string& parameters, std::string_view body, std::size_t split = 0) {
  split %= parameters.size();
  auto stream = record(kBegin, std::string("\0\1\0\0\0\0\0\0", 8));
  if (split > 0) stream += record(kParameters, std::string_view(parameters).substr(0, split));
  stream += record(kParameters, std::string_view(parameters).substr(split));
  stream += record(kParameters, "");
  if (!body.empty()) stream += record(kBody, body);
  return stream + record(kBody, "");
}

// Takes what comes until the request that ends with `path`, and answers each.
http::Request wait_for(Door& door, std::string_view path) {
  for (int taken = 0; taken < 1000; ++taken) {
    auto next = door.listener().next();
    property(next.has_value(), "nobody asked to stop");
    property(next->body.size() <= kBodyBytesMax, "no body is longer than the limit");
    door.listener().reply(http::Response::text(200, "ok"));
    if (next->path == path) return std::move(*next);
  }
  property(false, "a request is read once");
  return {};
}

std::string answer(int client) {
  std::string bytes;
  std::array<char, 4096> part{};
  for (ssize_t got = 0; (got = read(client, part.data(), part.size())) > 0;)
    bytes.append(part.data(), static_cast<std::size_t>(got));
  close(client);
  return bytes;
}

}  // namespace

// libfcgi forgets 48 bytes for each broken FCGI_GET_VALUES, a record that nginx never sends.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the name that LSan looks for.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfcgi.so\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Door door;
  static std::uint64_t number = 0;
  auto rest = fuzz::view(data, size);
  // A stranger's bytes can't hold it, also not those of an earlier run.
  static const auto run = text::hex(SystemRandom().bytes(8));
  const auto path = "/" + run + std::to_string(++number);
  const int stranger = door.send(has_huge_length(rest) ? "" : rest);

  const auto split = rest.size();
  const auto agent = fuzz::take_part(rest, '\0');
  const auto cookie = fuzz::take_part(rest, '\0');
  const auto body = rest.substr(0, 2 * kBodyBytesMax);
  const auto parameters = parameter("REQUEST_METHOD", "POST") + parameter("DOCUMENT_URI", path) +
                          parameter("HTTP_USER_AGENT", agent) +
                          parameter("HTTP_COOKIE", "a=" + std::string(cookie)) +
                          parameter("CONTENT_LENGTH", std::to_string(body.size()));
  const int ours = door.send(request(parameters, body, split));
  const auto got = wait_for(door, path);
  property(got.method == http::Method::post, "the method is read");
  property(got.user_agent == agent, "a header is read byte for byte");
  property(got.cookies.value("a") == cookie.substr(0, cookie.find(';')) ||
               cookie.find_first_of("; \t") != std::string_view::npos,
           "a cookie is read byte for byte");
  if (body.size() > kBodyBytesMax)
    property(got.fault == http::Request::Fault::too_large && got.body.empty(), "a limit holds");
  else
    property(got.fault == http::Request::Fault::none && got.body == body, "the body is read");

  // A last request makes the listener send the answer to ours.
  const int last = door.send(request(parameter("DOCUMENT_URI", "/last"), ""));
  wait_for(door, "/last");
  property(answer(ours).find("ok") != std::string::npos, "it is answered");
  close(stranger);
  close(last);
  return 0;
}
