#include "http/response.h"

#include <algorithm>

#include "base/check.h"

namespace doorward::http {
namespace {

// Both below what malloc keeps at hand for a thread (1,032 bytes).
constexpr std::size_t kHeadersUsual = 12;
constexpr std::size_t kHeadBytesUsual = 768;

constexpr const char* kOwnScripts = "script-src 'self'; worker-src 'self'; connect-src 'self'; ";

std::string_view phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 303:
      return "See Other";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

}  // namespace

Response::Response(int status) : status_(status) {
  headers_.reserve(kHeadersUsual);
}

Response::Response(int status, std::string_view content_type, std::string body) : Response(status) {
  body_ = std::move(body);
  header("Content-Type", content_type);
}

Response Response::html(int status, std::string body) {
  return {status, "text/html; charset=utf-8", std::move(body)};
}

Response Response::json(int status, std::string body) {
  return {status, "application/json", std::move(body)};
}

Response Response::text(int status, std::string body) {
  return {status, "text/plain; charset=utf-8", std::move(body)};
}

Response Response::script(std::string body) {
  return {200, "text/javascript; charset=utf-8", std::move(body)};
}

Response Response::see_other(std::string_view location) {
  Response response(303);
  response.header("Location", location);
  return response;
}

Response& Response::header(std::string_view name, std::string_view value) {
  const auto splits = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  check(std::ranges::none_of(name, splits) && std::ranges::none_of(value, splits),
        "a header that would split the answer");
  headers_.emplace_back(name, value);
  return *this;
}

Response& Response::retry_after(std::chrono::seconds wait) {
  return header("Retry-After",
                std::to_string(std::max<std::chrono::seconds::rep>(wait.count(), 1)));
}

Response& Response::body(std::string body) {
  body_ = std::move(body);
  return *this;
}

std::string_view Response::header_value(std::string_view name) const {
  const auto found = std::ranges::find(headers_, name, &std::pair<std::string, std::string>::first);
  return found == headers_.end() ? std::string_view() : std::string_view(found->second);
}

std::string Response::serialise() const {
  std::string out;
  out.reserve(kHeadBytesUsual + body_.size());
  out.append("Status: ").append(std::to_string(status_)).append(" ").append(phrase(status_));
  for (const auto& [name, value] : headers_)
    out.append("\r\n").append(name).append(": ").append(value);
  out.append("\r\n\r\n").append(body_);
  return out;
}

void add_security_headers(Response& response, bool https,
                          const std::vector<std::string>& form_targets, Scripts scripts) {
  std::string targets = "'self'";
  for (const auto& origin : form_targets) targets += " " + origin;
  response
      .header("Content-Security-Policy",
              "default-src 'none'; style-src 'self'; img-src 'self'; " +
                  std::string(scripts == Scripts::own_files ? kOwnScripts : "") + "form-action " +
                  targets + "; frame-ancestors 'none'; base-uri 'none'")
      .header("X-Content-Type-Options", "nosniff")
      // Not no-referrer: with that Chromium sends "Origin: null" with our own forms.
      .header("Referrer-Policy", "same-origin")
      .header("Cross-Origin-Opener-Policy", "same-origin")
      .header("Cross-Origin-Embedder-Policy", "require-corp")
      .header("Cross-Origin-Resource-Policy", "same-origin")
      .header("Permissions-Policy",
              "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
              "publickey-credentials-get=(self)")
      .header("X-Frame-Options", "DENY")
      .header("X-Robots-Tag", "noindex, nofollow")
      .header("Cache-Control", "no-store");
  if (https) response.header("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

}  // namespace doorward::http
