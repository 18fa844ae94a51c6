// One request as the programs see it: parsed, bounded, and free of the server's own types.
#pragma once

#include <string>
#include <string_view>

#include "http/cookies.h"
#include "http/form.h"

namespace doorward::http {

enum class Method { get, head, post, other };

struct Request {
  std::string id;  // ten characters, shown on error pages and in every log line
  Method method = Method::get;
  std::string path;   // nginx's $uri: decoded, normalised; what routes are chosen by
  std::string query;  // raw
  std::string body;   // raw; at most body_bytes_max
  std::string content_type;
  Cookies cookies;
  std::string origin;      // "" when the browser sent none
  std::string fetch_site;  // Sec-Fetch-Site, "" when none
  std::string user_agent;
  std::string accept_language;
  std::string remote_address;  // set by nginx, never by the browser

  // From the guard's own parameters, which no browser can set.
  std::string required_groups;  // DOORWARD_REQUIRE
  std::string guarded_uri;      // DOORWARD_URI: what the browser asked for, still encoded
  std::string guarded_host;     // DOORWARD_HOST
  std::string guarded_scheme;   // DOORWARD_SCHEME
  std::string denied_reason;    // DOORWARD_REASON
  std::string original_url;     // HTTP_X_ORIGINAL_URL, which only Authelia's location sets

  // What was wrong with the bytes themselves; the programs answer it with a plain page.
  enum class Fault { none, malformed, too_large, short_body };
  Fault fault = Fault::none;

  // Form bodies hold passwords.
  ~Request();
  Request() = default;
  Request(Request&&) = default;
  Request& operator=(Request&&) = default;
  Request(const Request&) = default;
  Request& operator=(const Request&) = default;
};

}  // namespace doorward::http
