#include "inspect/nginx_backend.h"

#include <algorithm>

#include "base/text.h"

namespace doorward::inspect {
namespace {

std::string with_port(const std::string& name, const std::string& port) {
  const auto address = name == "localhost" || name == "[::1]" ? std::string("127.0.0.1") : name;
  return address.starts_with("unix:") || port.empty() ? address : address + ":" + port;
}

}  // namespace

Backend parse_backend(std::string_view written, std::string_view protocol) {
  Backend backend;
  const auto scheme_end = written.find("://");
  const auto scheme = scheme_end == std::string_view::npos ? "" : written.substr(0, scheme_end);
  if (scheme_end != std::string_view::npos) written.remove_prefix(scheme_end + 3);
  auto host_end = written.find('/');
  for (const auto* path : {"$uri", "$document_uri", "$request_uri"})
    host_end = std::min(host_end, written.find(path));
  if (written.starts_with("unix:")) {
    host_end = written.find(':', 5);
    backend.host = written.substr(0, host_end);
    if (host_end != std::string_view::npos) ++host_end;
  } else {
    const auto authority = written.substr(0, host_end);
    const auto colon = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
    backend.host = text::lower(authority.substr(0, colon));
    backend.port = colon == std::string_view::npos ? "" : authority.substr(colon + 1);
  }
  if (backend.port.empty() && protocol == "proxy") backend.port = scheme == "https" ? "443" : "80";
  backend.has_path = host_end != std::string_view::npos && host_end < written.size();
  if (backend.has_path) backend.path = written.substr(host_end);
  return backend;
}

std::set<std::string> addresses_of(const Scope& http, const Backend& backend) {
  std::set<std::string> addresses;
  for (const auto* upstream : http.own("upstream"))
    if (upstream->argument(0) == backend.host)
      for (const auto& server : upstream->block)
        if (server.name == "server") {
          const auto target = parse_backend(server.argument(0), "");
          addresses.insert(with_port(target.host, target.port.empty() ? "80" : target.port));
        }
  if (addresses.empty()) addresses.insert(with_port(backend.host, backend.port));
  return addresses;
}

}  // namespace doorward::inspect
