#include "http/listener.h"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fcgiapp.h>
#include <fcntl.h>

#include "base/text.h"

namespace doorward::http {
namespace {

Method method_from(std::string_view name) {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "POST") return Method::post;
  return Method::other;
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
      random_(random),
      body_bytes_max_(body_bytes_max),
      connection_(std::make_unique<Connection>()) {
  const int flags = fcntl(fd_, F_GETFL);
  if (flags < 0 || fcntl(fd_, F_SETFL, flags | O_NONBLOCK) < 0)
    throw std::system_error(errno, std::generic_category(), "the listening socket (fd 0)");
  stop_.watch(fd_);
  if (FCGX_Init() != 0 || FCGX_InitRequest(&connection_->request, fd_, 0) != 0)
    throw std::runtime_error("libfcgi refused the listening socket");
}

Listener::~Listener() {
  FCGX_Finish_r(&connection_->request);
}

std::optional<Request> Listener::next() {
  auto& from = connection_->request;
  FCGX_Finish_r(&from);
  if (stop_.asked()) return std::nullopt;
  for (;;) {
    // Before waiting: under load the next connection is there already.
    const int accepted = FCGX_Accept_r(&from);
    if (accepted == 0) break;
    if (accepted == -EAGAIN) {
      if (stop_.wait() == StopSignal::Wake::stop) return std::nullopt;
    } else if (accepted != -EINTR && accepted != -ECONNABORTED)
      throw std::runtime_error("accept failed: " + std::to_string(accepted));
  }
  const auto parameter = [&](const char* name) -> std::string {
    const char* value = FCGX_GetParam(name, from.envp);
    return value == nullptr ? "" : value;
  };
  Request request;
  request.id = new_reference(random_);
  request.method = method_from(parameter("REQUEST_METHOD"));
  request.path = parameter("DOCUMENT_URI");
  request.query = parameter("QUERY_STRING");
  request.content_type = parameter("CONTENT_TYPE");
  request.cookies = Cookies::parse(parameter("HTTP_COOKIE"));
  request.origin = parameter("HTTP_ORIGIN");
  request.fetch_site = parameter("HTTP_SEC_FETCH_SITE");
  request.user_agent = parameter("HTTP_USER_AGENT");
  request.remote_address = parameter("REMOTE_ADDR");
  request.required_groups = parameter("DOORWARD_REQUIRE");
  request.guarded_uri = parameter("DOORWARD_URI");
  request.guarded_host = parameter("DOORWARD_HOST");
  request.guarded_scheme = parameter("DOORWARD_SCHEME");
  request.denied_reason = parameter("DOORWARD_REASON");
  request.fault = read_body(from, parameter("CONTENT_LENGTH"), body_bytes_max_, request.body);
  return request;
}

void Listener::reply(const Response& response) {
  const auto bytes = response.serialise();
  FCGX_PutStr(bytes.data(), static_cast<int>(bytes.size()), connection_->request.out);
}

}  // namespace doorward::http
