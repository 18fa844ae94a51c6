#include <algorithm>

#include "inspect/nginx_rules.h"

namespace doorward::inspect {
namespace {

using enum Rule::Severity;

void default_server(const Site& site, const Report& report) {
  for (const auto* server : site.servers()) {
    if (!site.has_guard(*server)) continue;
    for (const auto* first : default_servers(*server))
      if (first == server && !is_default_server(*server))
        report(server->place(), *server,
               "no server is the default_server of its address: this one answers to every name");
  }
}

void cookie_logged(const Site& site, const Report& report) {
  for (const auto* format : site.http().own("log_format"))
    for (const auto& part : format->arguments)
      if (part.find("$http_cookie") != std::string::npos ||
          part.find("$cookie_") != std::string::npos)
        report(format->place, site.http(), "the log format holds cookies");
}

void anybody_sets_address(const Site& site, const Report& report) {
  const auto look = [&](const Scope& scope) {
    for (const auto* from : scope.own("set_real_ip_from"))
      if (from->argument(0).ends_with("/0"))
        report(from->place, scope, "every client may say which address it comes from");
  };
  look(site.http());
  for (const auto* place : site.places()) look(*place);
}

bool is_loopback(const std::string& listen) {
  return listen.starts_with("127.") || listen.starts_with("localhost") ||
         listen.starts_with("[::1]") || listen.starts_with("unix:");
}

void metrics_public(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    const auto* pass = place->own_one("fastcgi_pass");
    if (pass == nullptr || !pass->argument(0).ends_with("gate.sock")) continue;
    if (is_internal(*place) || guard_of(*place).kind != Guard::Kind::none) continue;
    const auto listens = place->server().own("listen");
    const bool local = !listens.empty() && std::ranges::all_of(listens, [](const auto* listen) {
      return is_loopback(listen->argument(0));
    });
    const bool metrics = place->match() == Scope::Match::pattern
                             ? place->pattern().matches("/metrics")
                             : place->path() == "/metrics";
    if (metrics && !local)
      report(place->place(), *place, "the gate's numbers are shown to every address");
  }
}

}  // namespace

std::vector<Rule> server_rules() {
  return {
      {"default-server", warning,
       "The portal answers to names that are not its own: others can point theirs at it.",
       "A server of its own:  listen … default_server; server_name \"\"; return 444;",
       default_server},
      {"cookie-logged", warning, "Who reads the log can take over sessions.",
       "A log_format without cookies.", cookie_logged},
      {"anybody-sets-address", warning,
       "Budgets count per address: who chooses the address never runs out of one.",
       "set_real_ip_from  with the addresses of your own proxies alone.", anybody_sets_address},
      {"metrics-public", warning, "Strangers see how many sessions there are, and that they try.",
       "listen 127.0.0.1:…;  or  allow …; deny all;", metrics_public},
  };
}

}  // namespace doorward::inspect
