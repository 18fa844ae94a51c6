#include <algorithm>
#include <set>

#include "base/text.h"
#include "inspect/nginx_rules.h"

namespace doorward::inspect {
namespace {

using enum Rule::Severity;

constexpr const char* kPerson[] = {"$doorward_user", "$doorward_email", "$doorward_name",
                                   "$doorward_groups"};
constexpr const char* kHeaders[] = {"remote-user", "remote-email", "remote-name", "remote-groups"};

bool tells_of_person(const std::string& value) {
  return std::ranges::any_of(
      kPerson, [&](const char* variable) { return value.find(variable) != std::string::npos; });
}

// What a client can choose. $remote_user is the name in an Authorization header.
bool names_client(const std::string& value) {
  return std::ranges::any_of(
      std::initializer_list<const char*>{"$http_", "$arg_", "$cookie_", "$remote_user"},
      [&](const char* part) { return value.find(part) != std::string::npos; });
}

bool from_client(const Answer& answer, const std::string& value) {
  const bool checked_name =
      value == "$remote_user" && answer.scope->value("auth_basic", "off") != "off";
  return names_client(value) && !checked_name;
}

// "HTTP_REMOTE_USER" is the header remote-user; "" for a parameter that no header becomes.
std::string header_of(const Directive& set) {
  auto name = text::lower(set.argument(0));
  if (set.name.ends_with("_set_header")) return name;
  if (!name.starts_with("http_")) return "";
  name.erase(0, 5);
  std::ranges::replace(name, '_', '-');
  return name;
}

// The headers that name a person to the backend of `answer`: those that a guarded location gives
// it, or ours when none gives it any.
std::set<std::string> person_headers(const Site& site, const Answer& answer) {
  std::set<std::string> headers;
  bool told = false;
  for (const auto& other : site.answers()) {
    if (!other.guarded() || !other.shares_source_with(answer)) continue;
    if (other.kind != Answer::Kind::backend) continue;
    for (const auto* set : other.scope->effective(header_directive(other))) {
      if (!tells_of_person(set->argument(1))) continue;
      told = true;
      headers.insert(header_of(*set));
    }
  }
  headers.erase("");
  return told ? headers : std::set<std::string>(std::begin(kHeaders), std::end(kHeaders));
}

bool passes_headers(const Answer& answer) {
  return answer.protocol != "memcached" &&
         answer.scope->value(answer.protocol + "_pass_request_headers", "on") != "off";
}

// Backends that trust what a guarded location says, wherever they are reached.
void for_each_trusting(const Site& site, const std::function<void(const Answer&)>& look) {
  for (const auto& answer : site.answers())
    if (answer.kind == Answer::Kind::backend && !answer.is_doorwards_own() &&
        site.feeds_guarded(answer))
      look(answer);
}

// The level whose headers would hold but for the location's own.
const Scope* dropped_level(const Answer& answer, const std::string& header) {
  const auto directive = header_directive(answer);
  const auto* own = answer.scope->level_of(directive);
  for (const auto* outer = own == nullptr ? nullptr : own->parent(); outer != nullptr;
       outer = outer->parent())
    for (const auto* set : outer->own(directive))
      if (header_of(*set) == header) return outer;
  return nullptr;
}

// What the backend is given. Of a parameter that comes twice most take the last, such as PHP; of
// a header every one is sent.
std::vector<const Directive*> given(const Answer& answer) {
  const auto all = answer.scope->effective(header_directive(answer));
  std::vector<const Directive*> last;
  for (const auto* set : all) {
    const bool again = std::ranges::any_of(all, [&](const auto* other) {
      return other > set && other->argument(0) == set->argument(0);
    });
    if (set->name.ends_with("_set_header") || !again) last.push_back(set);
  }
  return last;
}

// nginx's own fastcgi_params has REMOTE_USER $remote_user: it is Doorward's to overwrite.
bool is_from_params_file(const Answer& answer, const Directive& set) {
  return set.argument(1) == "$remote_user" && set.place.file != answer.location->place().file;
}

void identity_passed_through(const Site& site, const Report& report) {
  for_each_trusting(site, [&](const Answer& answer) {
    for (const auto* set : given(answer))
      if (set->argument(0) == "REMOTE_USER" && is_from_params_file(answer, *set) &&
          from_client(answer, set->argument(1)))
        report(answer.pass->place, *answer.location,
               "REMOTE_USER stays what fastcgi_params makes it: the name that the client writes "
               "into Authorization");
    if (!passes_headers(answer)) return;
    for (const auto& header : person_headers(site, answer)) {
      if (!values_sent(answer, header).empty()) continue;
      const auto directive = header_directive(answer);
      const auto* dropped = dropped_level(answer, header);
      if (dropped != nullptr)
        return report(answer.scope->effective(directive).front()->place, *answer.location,
                      "a " + directive + " of its own drops that of " + header + " at " +
                          dropped->title() + ": the client's own is passed on");
      return report(answer.pass->place, *answer.location,
                    "nothing here sets " + header + ": the client's own is passed on to " +
                        answer.pass->argument(0));
    }
  });
}

void identity_from_client(const Site& site, const Report& report) {
  for_each_trusting(site, [&](const Answer& answer) {
    auto headers = person_headers(site, answer);
    headers.insert(std::begin(kHeaders), std::end(kHeaders));
    for (const auto* set : given(answer)) {
      const auto& name = set->argument(0);
      const bool person =
          headers.contains(header_of(*set)) || name == "REMOTE_USER" || name == "AUTH_USER";
      if (person && from_client(answer, set->argument(1)) && !is_from_params_file(answer, *set))
        report(set->place, *answer.location,
               name + " is set from " + set->argument(1) + ", which the client chooses");
    }
  });
}

// The gate's own variables, filled by somebody else.
void person_by_hand(const Site& site, const Report& report) {
  const auto look = [&](const Scope& scope, const Scope& place) {
    for (const auto* set : scope.own("set"))
      if (tells_of_person(set->argument(0)))
        report(set->place, place, set->argument(0) + " is the gate's to say, and set here");
    for (const auto* set : scope.own("auth_request_set"))
      if (tells_of_person(set->argument(0)) && names_client(set->argument(1)))
        report(set->place, place, set->argument(0) + " is set from " + set->argument(1));
  };
  for (const auto* map : site.http().own("map"))
    if (tells_of_person(map->argument(1)) && names_client(map->argument(0)))
      report(map->place, site.http(), map->argument(1) + " is made from " + map->argument(0));
  look(site.http(), site.http());
  for (const auto* place : site.places())
    for (const auto* scope : place->with_conditions()) look(*scope, *place);
}

// A backend that hears of people only where nobody asks the gate: a guard was forgotten.
void guard_forgotten(const Site& site, const Report& report) {
  for (const auto& answer : site.answers()) {
    if (answer.kind != Answer::Kind::backend || !answer.open() || site.feeds_guarded(answer))
      continue;
    const auto* off = answer.location->own_one("auth_request");
    if (off != nullptr || answer.is_doorwards_own()) continue;
    if (answer.pass->argument(0).find('$') != std::string::npos) continue;
    const auto sets = given(answer);
    if (std::ranges::any_of(sets,
                            [](const auto* set) { return tells_of_person(set->argument(1)); }))
      report(answer.location->place(), *answer.location,
             answer.pass->argument(0) + " is told who is there, and nothing that leads to it asks");
  }
}

void cookie_forwarded(const Site& site, const Report& report) {
  for (const auto& answer : site.answers()) {
    if (answer.kind != Answer::Kind::backend || answer.is_doorwards_own()) continue;
    if (!site.has_guard(answer.location->server())) continue;
    const auto values = values_sent(answer, "cookie");
    const bool raw =
        values.empty() ? passes_headers(answer) : std::ranges::any_of(values, [](const auto* set) {
          return set->argument(1).find("$http_cookie") != std::string::npos;
        });
    if (raw)
      report(values.empty() ? answer.pass->place : values.front()->place, *answer.location,
             "the Cookie header goes to " + answer.pass->argument(0) + " as it came");
  }
}

// The first header fields are read by the settings of the default server, whose name came later.
void odd_headers(const Site& site, const Report& report) {
  const auto odd = [](const Scope& server) -> const Directive* {
    const auto* underscores = server.effective_one("underscores_in_headers");
    const auto* ignored = server.effective_one("ignore_invalid_headers");
    if (underscores != nullptr && underscores->argument(0) == "on") return underscores;
    return ignored != nullptr && ignored->argument(0) == "off" ? ignored : nullptr;
  };
  for_each_trusting(site, [&](const Answer& answer) {
    const auto& server = answer.location->server();
    if (const auto* directive = odd(server))
      return report(directive->place, *answer.location, "Remote_User counts as a header here");
    for (const auto* first : default_servers(server))
      if (const auto* directive = odd(*first))
        report(directive->place, *answer.location,
               "Remote_User counts as a header in the default server of its address, which reads "
               "what comes before Host");
  });
}

void guarded_cached(const Site& site, const Report& report) {
  for (const auto& answer : site.answers()) {
    if (!answer.guarded() || answer.kind != Answer::Kind::backend) continue;
    const auto name = answer.protocol + "_cache";
    const auto key = answer.scope->value(name + "_key", "");
    if (answer.scope->value(name, "off") != "off" && !tells_of_person(key))
      report(answer.scope->effective_one(name)->place, *answer.location,
             name + " keeps pages of signed-in people, and its key names no person");
  }
}

}  // namespace

std::vector<Rule> identity_rules() {
  return {
      {"identity-passed-through", hole,
       "The portal believes whom the client claims to be: anybody passes for anybody.",
       "include snippets/doorward-proxy.conf;  (doorward-fastcgi.conf) in this location, beside "
       "its "
       "own lines, guarded or not.",
       identity_passed_through},
      {"identity-from-client", hole,
       "The portal believes whom the client claims to be: anybody passes for anybody.",
       "The gate's own word: $doorward_user, $doorward_email, $doorward_name, $doorward_groups.",
       identity_from_client},
      {"identity-from-client", hole,
       "The portal believes whom the client claims to be: anybody passes for anybody.",
       "Nothing: snippets/doorward-answers.conf fills the gate's variables.", person_by_hand},
      {"guard-forgotten", warning,
       "The backend never hears of anybody, and shows everybody what it shows.",
       "include snippets/doorward-guard.conf;  or auth_request off;  when it is meant to be open.",
       guard_forgotten},
      {"odd-headers", hole,
       "A client's Remote_User reaches the portal, and most frameworks take it for Remote-User.",
       "underscores_in_headers off; ignore_invalid_headers on;  at http level, for the default "
       "server too.",
       odd_headers},
      {"cookie-forwarded", warning,
       "The portal, its logs and its bugs hold the cookies that a session consists of.",
       "proxy_set_header Cookie $doorward_portal_cookie;  or  fastcgi_param HTTP_COOKIE "
       "$doorward_portal_cookie;",
       cookie_forwarded},
      {"guarded-cached", warning, "Somebody gets the page that was made for somebody else.",
       "No cache here, or $doorward_user in its key.", guarded_cached},
  };
}

}  // namespace doorward::inspect
