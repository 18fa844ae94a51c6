#include "inspect/nginx_place.h"

#include <algorithm>

namespace doorward::inspect {
namespace {

constexpr std::string_view kRequirePath = "/_doorward/require/";
constexpr const char* kPasses[] = {"proxy_pass", "fastcgi_pass", "uwsgi_pass",
                                   "scgi_pass",  "grpc_pass",    "memcached_pass"};
constexpr const char* kOtherHandlers[] = {
    "stub_status",          "empty_gif",           "js_content", "perl",
    "content_by_lua_block", "content_by_lua_file", "echo",       "api",
    "passenger_enabled",    "random_index"};

bool denies_all(const Scope& scope) {
  const auto rules = scope.effective("deny");
  return std::ranges::any_of(rules, [](const auto* rule) { return rule->argument(0) == "all"; });
}

// "80", "*:80" and "0.0.0.0:80" are one address.
std::string listen_address(const Directive& listen) {
  auto address = listen.argument(0);
  if (address.starts_with("unix:")) return address;
  if (address.find_first_not_of("0123456789") == std::string::npos) address = "*:" + address;
  if (address.starts_with("0.0.0.0:")) address.replace(0, 7, "*");
  const auto last = address.ends_with(']') ? std::string::npos : address.rfind(':');
  return last == std::string::npos ? address + ":80" : address;
}

std::vector<std::pair<std::string, bool>> listen_addresses(const Scope& server) {
  std::vector<std::pair<std::string, bool>> addresses;
  for (const auto* listen : server.own("listen"))
    addresses.emplace_back(
        listen_address(*listen),
        std::ranges::find(listen->arguments, "default_server") != listen->arguments.end());
  if (addresses.empty()) addresses.emplace_back("*:80", false);
  return addresses;
}

}  // namespace

std::string Guard::text() const {
  if (kind == Kind::none) return "nobody";
  if (kind == Kind::other) return requirement;
  return requirement.empty() ? "Doorward: a session" : "Doorward: " + requirement;
}

Guard guard_of(const Scope& scope) {
  const auto* request = scope.effective_one("auth_request");
  if (request != nullptr && request->argument(0) != "off") {
    const auto& uri = request->argument(0);
    if (uri.starts_with(kRequirePath))
      return {Guard::Kind::doorward, uri.substr(kRequirePath.size()), request};
    const auto* pass = scope.server().resolve(uri).own_one("fastcgi_pass");
    if (pass != nullptr && pass->argument(0).ends_with("gate.sock"))
      return {Guard::Kind::doorward, uri, request};
    return {Guard::Kind::other, "auth_request " + uri, request};
  }
  if (scope.value("auth_basic", "off") != "off") return {Guard::Kind::other, "a password"};
  if (denies_all(scope)) return {Guard::Kind::other, "addresses"};
  return {};
}

bool is_internal(const Scope& scope) {
  return scope.level_of("internal") != nullptr || scope.is_named();
}

const Directive* pass_of(const Scope& scope) {
  for (const auto* name : kPasses)
    if (const auto* pass = scope.own_one(name)) return pass;
  return scope.kind() == Scope::Kind::condition ? pass_of(*scope.parent()) : nullptr;
}

const Directive* root_or_alias(const Scope& scope) {
  for (const auto* level = &scope; level != nullptr; level = level->parent())
    for (const auto* name : {"alias", "root"})
      if (const auto* directive = level->own_one(name)) return directive;
  return nullptr;
}

std::string other_handler(const Scope& scope) {
  for (const auto* handler : kOtherHandlers)
    if (scope.own_one(handler) != nullptr) return handler;
  return "";
}

std::vector<const Scope*> default_servers(const Scope& server) {
  std::vector<const Scope*> found;
  for (const auto& [address, unused] : listen_addresses(server)) {
    const Scope* first = nullptr;
    for (const auto& other : server.parent()->children()) {
      if (other->kind() != Scope::Kind::server) continue;
      for (const auto& [listened, is_default] : listen_addresses(*other))
        if (listened == address && (first == nullptr || is_default)) first = other.get();
    }
    if (std::ranges::find(found, first) == found.end()) found.push_back(first);
  }
  return found;
}

bool is_default_server(const Scope& server) {
  return std::ranges::any_of(listen_addresses(server),
                             [](const auto& listen) { return listen.second; });
}

std::string content_text(const Scope& place) {
  if (const auto* directive = place.own_one("return")) return "return " + directive->argument(0);
  if (const auto* pass = pass_of(place)) return pass->argument(0);
  if (auto handler = other_handler(place); !handler.empty()) return handler;
  const auto* base = root_or_alias(place);
  return base == nullptr ? "files html" : "files " + base->argument(0);
}

std::string server_text(const Scope& server) {
  const auto* names = server.own_one("server_name");
  if (names != nullptr && !names->argument(0).empty()) return names->argument(0);
  const auto listens = server.own("listen");
  return listens.empty() ? "80" : listens.front()->argument(0);
}

std::string place_text(const Scope& place) {
  if (place.kind() == Scope::Kind::http) return "http";
  const auto server = server_text(place.server());
  return place.kind() == Scope::Kind::server ? "server " + server : place.title() + " of " + server;
}

}  // namespace doorward::inspect
