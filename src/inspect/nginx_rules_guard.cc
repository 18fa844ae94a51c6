#include <algorithm>

#include "inspect/nginx_rules.h"

namespace doorward::inspect {
namespace {

using enum Rule::Severity;

bool refuses(const Scope& place) {
  const auto* answer = place.own_one("return");
  return answer != nullptr && (answer->argument(0)[0] == '4' || answer->argument(0)[0] == '5');
}

// Each guarded place, and the place that its guard asks.
void for_each_guard(
    const Site& site,
    const std::function<void(const Scope& place, const Guard&, const Scope& asked)>& look) {
  for (const auto* place : site.places()) {
    const auto guard = guard_of(*place);
    if (guard.kind == Guard::Kind::doorward)
      look(*place, guard, place->server().resolve(guard.directive->argument(0)));
  }
}

void guard_nowhere(const Site& site, const Report& report) {
  for_each_guard(site, [&](const Scope& place, const Guard& guard, const Scope& asked) {
    if (pass_of(asked) == nullptr && !refuses(asked))
      report(place.place(), place,
             "nothing asks the gate for " + guard.directive->argument(0) + ": " +
                 place_text(asked) + " answers it, with " + content_text(asked));
  });
}

void guard_closed(const Site& site, const Report& report) {
  for_each_guard(site, [&](const Scope& place, const Guard& guard, const Scope& asked) {
    if (pass_of(asked) == nullptr && refuses(asked))
      report(place.place(), place,
             guard.directive->argument(0) + " is refused by " + place_text(asked));
  });
}

std::string parameter(const Scope& gate, std::string_view name) {
  for (const auto* parameter : gate.effective("fastcgi_param"))
    if (parameter->argument(0) == name) return parameter->argument(1);
  return "";
}

bool reaches_requirements(const Scope& place) {
  static const std::string kPath = "/_doorward/require/";
  const auto told = parameter(place, "DOCUMENT_URI");
  if (!told.empty() && told[0] != '$') return told.starts_with(kPath);
  if (place.match() == Scope::Match::pattern) return place.pattern().may_match_below(kPath);
  return place.path().starts_with("/_doorward/require") ||
         (place.match() != Scope::Match::exact && kPath.starts_with(place.path()));
}

void gate_not_internal(const Site& site, const Report& report) {
  const auto gates = site.gates();
  for (const auto* place : site.places()) {
    const auto* pass = place->own_one("fastcgi_pass");
    if (pass == nullptr || is_internal(*place) || !reaches_requirements(*place)) continue;
    const bool asks = std::ranges::any_of(gates, [&](const Scope* gate) {
      const auto* other = pass_of(*gate);
      return other != nullptr && other->argument(0) == pass->argument(0);
    });
    if (asks || pass->argument(0).ends_with("gate.sock"))
      report(place->place(), *place, "the gate is asked here, and the location is not internal");
  }
}

void gate_cached(const Site& site, const Report& report) {
  for (const auto* gate : site.gates())
    for (const auto* name : {"fastcgi_cache", "proxy_cache", "uwsgi_cache", "scgi_cache"})
      if (gate->value(name, "off") != "off")
        report(gate->effective_one(name)->place, *gate,
               std::string(name) + " keeps the gate's answers");
}

// Statuses that nginx gives itself when the gate has no answer.
bool is_nginxs_own(const std::string& status) {
  return status == "400" || status == "413" || status == "500" || status == "502" ||
         status == "504";
}

void gate_answer_changed(const Site& site, const Report& report) {
  for (const auto* gate : site.gates()) {
    const bool intercepts = gate->value("fastcgi_intercept_errors", "off") == "on" ||
                            gate->value("proxy_intercept_errors", "off") == "on";
    for (const auto* page : gate->effective("error_page")) {
      const bool becomes_good = std::ranges::any_of(page->arguments, [](const std::string& word) {
        return word == "=" || word.starts_with("=2");
      });
      const bool applies = std::ranges::any_of(page->arguments, [&](const std::string& word) {
        return is_nginxs_own(word) ||
               (intercepts && word != "418" && word[0] >= '3' && word[0] <= '5');
      });
      if (becomes_good && applies)
        report(page->place, *gate, "this error_page holds for the answer of the gate, too");
    }
  }
}

void gate_hears_client(const Site& site, const Report& report) {
  for (const auto* gate : site.gates()) {
    const auto* pass = gate->own_one("fastcgi_pass");
    if (pass == nullptr) continue;
    if (!parameter(*gate, "CONTENT_LENGTH").empty() || !parameter(*gate, "REQUEST_URI").empty())
      report(pass->place, *gate, "the gate gets the parameters of fastcgi_params");
    else if (gate->value("fastcgi_pass_request_headers", "on") != "off")
      report(pass->place, *gate, "the gate gets every header of the client");
    else if (gate->value("fastcgi_pass_request_body", "on") != "off")
      report(pass->place, *gate, "the gate gets the body of every upload");
  }
}

std::vector<const Scope*> all_levels(const Site& site) {
  std::vector<const Scope*> all;
  for (const auto* place : site.places())
    for (const auto* scope : place->with_conditions()) all.push_back(scope);
  return all;
}

void role_by_set(const Site& site, const Report& report) {
  for (const auto* gate : site.gates()) {
    const auto value = parameter(*gate, "DOORWARD_REQUIRE");
    for (const auto* scope : all_levels(site))
      for (const auto* set : scope->own("set"))
        if (!set->argument(1).empty() && value.find(set->argument(0)) != std::string::npos)
          report(set->place, scope->location(),
                 "the requirement '" + set->argument(1) + "' is passed by a variable");
  }
}

bool from_client(const std::string& value) {
  return std::ranges::any_of(std::initializer_list<const char*>{"$http_", "$arg_", "$cookie_"},
                             [&](const char* part) { return value.find(part) != value.npos; });
}

void role_not_passed(const Site& site, const Report& report) {
  for_each_guard(site, [&](const Scope& place, const Guard& guard, const Scope& asked) {
    const auto* pass = asked.own_one("fastcgi_pass");
    if (pass == nullptr || guard.requirement.empty()) return;
    const auto value = parameter(asked, "DOORWARD_REQUIRE");
    if (value.find('$') == std::string::npos || from_client(value))
      report(pass->place, asked,
             place_text(place) + " asks for '" + guard.requirement + "', and DOORWARD_REQUIRE is " +
                 (value.empty() ? "not sent" : "'" + value + "'"));
  });
}

void answers_without_guard(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    const auto sets = place->own("auth_request_set");
    const auto ours = std::ranges::find_if(
        sets, [](const auto* set) { return set->argument(0).starts_with("$doorward_"); });
    if (ours != sets.end() && guard_of(*place).kind == Guard::Kind::none)
      report((*ours)->place, *place, "the gate's answer is read here, and nobody asks the gate");
  }
}

void satisfy_any(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    const auto* satisfy = place->effective_one("satisfy");
    if (satisfy == nullptr || satisfy->argument(0) != "any") continue;
    if (guard_of(*place).kind == Guard::Kind::doorward)
      report(satisfy->place, *place, "'satisfy any' holds beside the guard");
  }
}

void guard_off(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    const auto* off = place->own_one("auth_request");
    if (off == nullptr || off->argument(0) != "off" || place->own_one("return") != nullptr)
      continue;
    const auto* around = place->parent();
    if (around->kind() == Scope::Kind::location && guard_of(*around).kind == Guard::Kind::doorward)
      report(off->place, *place, "the guard of " + around->title() + " is switched off here");
  }
}

void nothing_guarded(const Site& site, const Report& report) {
  const auto& servers = site.servers();
  if (std::ranges::any_of(servers, [&](auto* server) { return site.has_guard(*server); })) return;
  const auto& first = servers.empty() ? site.http() : *servers.front();
  report(first.place(), first, "no location asks Doorward's gate");
}

bool has_page(const Scope& place, const char* status) {
  return std::ranges::any_of(place.effective("error_page"), [&](const auto* page) {
    return std::ranges::find(page->arguments, status) != page->arguments.end();
  });
}

void answers_dropped(const Site& site, const Report& report) {
  for_each_guard(site, [&](const Scope& place, const Guard&, const Scope&) {
    if (place.kind() != Scope::Kind::location || place.own_one("return") != nullptr) return;
    const auto* pages = place.effective_one("error_page");
    for (const auto* status : {"401", "403", "500"})
      if (!has_page(place, status))
        return report(pages == nullptr ? place.place() : pages->place, place,
                      std::string("no error_page for ") + status +
                          " holds here: one of a location's own takes the place of all others");
    const auto sets = place.effective("auth_request_set");
    if (std::ranges::none_of(
            sets, [](const auto* set) { return set->argument(0) == "$doorward_location"; }))
      report(sets.empty() ? place.place() : sets.front()->place, place,
             "what the gate answers is not read here: no auth_request_set $doorward_location");
  });
}

}  // namespace

std::vector<Rule> guard_rules() {
  return {
      {"guard-nowhere", hole,
       "Whatever answers in the gate's place decides: a page that is found lets everybody in.",
       "include snippets/doorward-server.conf; in this server, and nothing that overrules it.",
       guard_nowhere},
      {"guard-closed", warning, "Nobody gets in: nginx answers 500.",
       "auth_request /_doorward/require/; with roles in [a-z0-9_-], separated by commas.",
       guard_closed},
      {"gate-not-internal", hole,
       "Anybody can ask the gate in nginx's name, and try session cookies beside the portal's log.",
       "internal;  in this location, or use snippets/doorward-server.conf as it is.",
       gate_not_internal},
      {"gate-cached", hole,
       "Who signed out, left or lost the licence stays in as long as the cache says.",
       "fastcgi_cache off;  in the location that asks the gate.", gate_cached},
      {"gate-answer-changed", hole,
       "When the gate is down, or refuses, the page's 200 is taken for its consent: everybody is "
       "let in.",
       "error_page 418 = @doorward_error;  in the location that asks the gate, which keeps outer "
       "ones away.",
       gate_answer_changed},
      {"gate-hears-client", warning,
       "A POST arrives at the gate with a length and no body, or with a large body: requests fail, "
       "or wait.",
       "fastcgi_pass_request_headers off; fastcgi_pass_request_body off;  and the list of "
       "doorward-server.conf in place of fastcgi_params.",
       gate_hears_client},
      {"role-by-set", hole,
       "A nested location inherits the guard and not the variable: there everybody who is signed "
       "in "
       "gets in.",
       "auth_request /_doorward/require/ROLE;  in place of the variable.", role_by_set},
      {"role-not-passed", hole, "The role is never asked for: everybody who is signed in gets in.",
       "fastcgi_param DOORWARD_REQUIRE $doorward_need;  as in snippets/doorward-server.conf.",
       role_not_passed},
      {"answers-without-guard", hole, "The location looks guarded and is not: everybody gets in.",
       "include snippets/doorward-guard.conf;  or auth_request /_doorward/require/ROLE;",
       answers_without_guard},
      {"satisfy-any", hole,
       "Who passes another rule (an address, a password) gets in without signing in.",
       "satisfy all;", satisfy_any},
      {"guard-off", warning, "Everybody can open this part.",
       "Leave it when that is meant; else take the line away.", guard_off},
      {"nothing-guarded", hole, "Everybody can open everything.",
       "include snippets/doorward-guard.conf;  in each location that only signed-in people may "
       "open.",
       nothing_guarded},
      {"answers-dropped", warning,
       "The guard still refuses, with a bare 401, 403 or 500: nobody is sent to sign in, and the "
       "portal is not told who is there.",
       "include snippets/doorward-answers.conf;  beside the location's own lines.",
       answers_dropped},
  };
}

}  // namespace doorward::inspect
