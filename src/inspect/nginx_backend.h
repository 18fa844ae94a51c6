// Where proxy_pass, fastcgi_pass and their kind send a request.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "inspect/nginx_scope.h"

namespace doorward::inspect {

// What "http://app:3000/path/" and "http://unix:/run/app.sock:/path/" are made of.
struct Backend {
  std::string host;  // lower-cased, or "unix:/run/app.sock"
  std::string port;  // of proxy_pass never ""
  std::string path;
  bool has_path = false;
};

// `protocol` is "proxy", "fastcgi" and so on. Variables stay as they are written; $uri and its kind
// begin a path.
Backend parse_backend(std::string_view written, std::string_view protocol);

// The addresses that it stands for: an upstream's servers, else its own. localhost is 127.0.0.1.
std::set<std::string> addresses_of(const Scope& http, const Backend& backend);

}  // namespace doorward::inspect
