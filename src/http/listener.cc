#include "http/listener.h"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcgiapp.h>
#include <fcntl.h>

#include "base/log.h"
#include "base/text.h"

namespace doorward::http {
namespace {

Method method_from(std::string_view name) {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "POST") return Method::post;
  return Method::other;
}

constexpr std::chrono::milliseconds kAcceptWait{100};
// A connection of which only a worker was told that can't take it would wait for the next one.
constexpr std::chrono::milliseconds kLookEvery{1000};

// Nobody's fault at the other end, and over some time.
bool is_short_of_something(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

constexpr struct {
  std::string_view name;
  std::string Request::*value;
} kParameters[] = {
    {"DOCUMENT_URI", &Request::path},
    {"QUERY_STRING", &Request::query},
    {"CONTENT_TYPE", &Request::content_type},
    {"HTTP_ORIGIN", &Request::origin},
    {"HTTP_SEC_FETCH_SITE", &Request::fetch_site},
    {"HTTP_USER_AGENT", &Request::user_agent},
    {"HTTP_ACCEPT_LANGUAGE", &Request::accept_language},
    {"REMOTE_ADDR", &Request::remote_address},
    {"DOORWARD_REQUIRE", &Request::required_groups},
    {"DOORWARD_URI", &Request::guarded_uri},
    {"DOORWARD_HOST", &Request::guarded_host},
    {"DOORWARD_SCHEME", &Request::guarded_scheme},
    {"DOORWARD_REASON", &Request::denied_reason},
    {"HTTP_X_ORIGINAL_URL", &Request::original_url},
};

// The parameters in one pass, which costs less than a search for each. Returns the length of the
// body as it was given.
std::string_view read_parameters(const char* const* parameters, Request& request) {
  std::string_view length;
  const auto take = [&](std::string_view name, std::string_view value) {
    if (name == "REQUEST_METHOD") {
      request.method = method_from(value);
    } else if (name == "HTTP_COOKIE") {
      request.cookies = Cookies::parse(std::string(value));
    } else if (name == "CONTENT_LENGTH") {
      length = value;
    } else {
      for (const auto& parameter : kParameters)
        if (parameter.name == name) request.*parameter.value = value;
    }
  };
  const auto* end = parameters;
  while (*end != nullptr) ++end;
  // Backwards: of a header that a client sent twice the first counts.
  while (end != parameters) {
    const std::string_view pair = *--end;
    const auto equals = pair.find('=');
    take(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return length;
}

// Leaves bodies over the limit unread: libfcgi drains them when the request is finished.
Request::Fault read_body(FCGX_Request& from, std::string_view length_text, std::uint64_t bytes_max,
                         std::string& body) {
  if (length_text.empty()) return Request::Fault::none;
  constexpr std::uint64_t kLengthMax = 1ULL << 40;
  const auto length = text::to_number(length_text, kLengthMax);
  if (!length) return Request::Fault::malformed;
  if (*length > bytes_max) return Request::Fault::too_large;
  body.resize(*length);
  const int got = FCGX_GetStr(body.data(), static_cast<int>(body.size()), from.in);
  return static_cast<std::uint64_t>(got) == *length ? Request::Fault::none
                                                    : Request::Fault::short_body;
}

}  // namespace

struct Listener::Connection {
  FCGX_Request request;
};

Listener::Listener(int fd, StopSignal& stop, Random& random, std::uint64_t body_bytes_max)
    : fd_(fd),
      stop_(stop),
      references_(random),
      body_bytes_max_(body_bytes_max),
      connection_(std::make_unique<Connection>()) {
  never_block();
  stop_.watch(fd_);
  if (FCGX_Init() != 0 || FCGX_InitRequest(&connection_->request, fd_, 0) != 0)
    throw std::runtime_error("libfcgi refused the listening socket");
}

Listener::~Listener() {
  FCGX_Finish_r(&connection_->request);
}

// The flag belongs to the socket, which other workers share: systemd takes it away again whenever
// it starts one of them, and an accept that blocks hears of no SIGTERM.
void Listener::never_block() const {
  const int flags = fcntl(fd_, F_GETFL);
  if (flags < 0 || fcntl(fd_, F_SETFL, flags | O_NONBLOCK) < 0)
    throw std::system_error(errno, std::generic_category(), "the listening socket (fd 0)");
}

std::optional<Request> Listener::next(const std::function<void()>& each_look) {
  auto& from = connection_->request;
  FCGX_Finish_r(&from);
  if (stop_.asked()) return std::nullopt;
  for (;;) {
    each_look();
    never_block();
    // Before waiting: under load the next connection is there already.
    const int accepted = FCGX_Accept_r(&from);
    if (accepted == 0) break;
    if (accepted == -EAGAIN) {
      if (stop_.wait(kLookEvery) == StopSignal::Wake::stop) return std::nullopt;
    } else if (is_short_of_something(-accepted)) {
      wait_for_better_times(-accepted);
      if (stop_.asked()) return std::nullopt;
    } else if (accepted != -EINTR && accepted != -ECONNABORTED)
      throw std::runtime_error("accept failed: " + std::to_string(accepted));
  }
  short_of_something_ = false;
  Request request;
  request.id = references_.next();
  const auto length = read_parameters(from.envp, request);
  request.fault = read_body(from, length, body_bytes_max_, request.body);
  return request;
}

// The connection stays readable: without a pause this would be asked as fast as a processor can.
void Listener::wait_for_better_times(int error) {
  if (!std::exchange(short_of_something_, true))
    log::error("accept_failed", {{"reason", std::generic_category().message(error)}});
  stop_.pause(kAcceptWait);
}

void Listener::reply(const Response& response) {
  const auto bytes = response.serialise();
  FCGX_PutStr(bytes.data(), static_cast<int>(bytes.size()), connection_->request.out);
}

}  // namespace doorward::http
