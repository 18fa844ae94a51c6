#include <algorithm>

#include "inspect/nginx_rules.h"

namespace doorward::inspect {
namespace {

using enum Rule::Severity;

bool is_pattern(const Scope& place) {
  return place.kind() == Scope::Kind::location && place.match() == Scope::Match::pattern;
}

// Whether the location hands out anything to who isn't held up by another rule than ours.
bool answers_strangers(const Scope& place) {
  return !is_internal(place) && place.own_one("return") == nullptr &&
         guard_of(place).kind != Guard::Kind::other;
}

// The patterns that nginx prefers to that location. To a prefix: those beside it and beside each
// location around it, but for the levels at which the prefix has `^~`. To a pattern: those before
// it.
std::vector<const Scope*> patterns_that_win(const Scope& location) {
  std::vector<const Scope*> patterns;
  const auto add_beside = [&](const Scope& inner) {
    for (const auto& beside : inner.parent()->children()) {
      if (beside.get() == &location && is_pattern(location)) return;
      if (is_pattern(*beside) && beside->pattern().may_match_below(location.domain()))
        patterns.push_back(beside.get());
    }
  };
  if (is_pattern(location) && location.domain() != location.parent()->domain())
    add_beside(location);
  for (const auto* inner = &location; inner->kind() == Scope::Kind::location;
       inner = inner->parent()) {
    if (inner->match() == Scope::Match::prefix) add_beside(*inner);
    if (inner->match() == Scope::Match::exact || is_pattern(*inner)) break;
  }
  return patterns;
}

// Every such pattern with the guarded location that it takes requests from.
void for_each_pattern(const Site& site,
                      const std::function<void(const Scope& pattern, const Scope& guarded)>& look) {
  for (const auto* place : site.places()) {
    if (place->kind() != Scope::Kind::location || place->own_one("return") != nullptr) continue;
    if (guard_of(*place).kind != Guard::Kind::doorward) continue;
    for (const auto* pattern : patterns_that_win(*place))
      if (answers_strangers(*pattern)) look(*pattern, *place);
  }
}

bool is_opened_by_hand(const Scope& place) {
  const auto* request = place.own_one("auth_request");
  return request != nullptr && request->argument(0) == "off";
}

// True when somebody may pass `guard` who may not pass `wanted`.
bool asks_for_less(const Guard& guard, const Guard& wanted) {
  return guard.kind == Guard::Kind::none ||
         (!wanted.requirement.empty() && guard.requirement != wanted.requirement);
}

void regex_beats_guard(const Site& site, const Report& report) {
  for_each_pattern(site, [&](const Scope& pattern, const Scope& guarded) {
    const auto guard = guard_of(pattern);
    if (asks_for_less(guard, guard_of(guarded)) && !is_opened_by_hand(pattern))
      report(pattern.place(), pattern,
             "nginx takes this location for what it matches below " + guarded.domain() +
                 ", where it is guarded by " + guard.text() + " and not by " +
                 guard_of(guarded).text());
  });
}

void guard_without_stop(const Site& site, const Report& report) {
  for_each_pattern(site, [&](const Scope& pattern, const Scope& guarded) {
    const bool open = is_opened_by_hand(pattern);
    if (open && guarded.domain().size() <= 1) return;  // an exception from a guard of everything
    if (open || !asks_for_less(guard_of(pattern), guard_of(guarded)))
      report(guarded.place(), guarded,
             "the pattern " + pattern.path() + " overrules it" +
                 (open ? ", and has auth_request off" : "; that one is guarded as well today"));
  });
}

void alias_traversal(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    const auto* alias = place->own_one("alias");
    if (alias == nullptr || is_pattern(*place) || place->match() == Scope::Match::exact) continue;
    if (!place->path().ends_with('/') && alias->argument(0).ends_with('/'))
      report(alias->place, *place,
             "the path " + place->path() + " has no slash at its end, and the alias has one");
  }
}

void proxy_traversal(const Site& site, const Report& report) {
  for (const auto& answer : site.answers()) {
    if (answer.protocol != "proxy" || answer.mapping.strip == 0 || !answer.open()) continue;
    const auto& place = *answer.location;
    if (is_pattern(place) || place.match() == Scope::Match::exact || !site.feeds_guarded(answer))
      continue;
    if (!place.path().ends_with('/') && answer.mapping.to.ends_with('/'))
      report(
          answer.pass->place, place,
          "the path " + place.path() + " has no slash at its end, and that of proxy_pass has one");
  }
}

// A backend whose name the client writes can be the one behind the guard.
void open_proxy(const Site& site, const Report& report) {
  for (const auto& answer : site.answers()) {
    if (answer.kind != Answer::Kind::backend || !answer.open()) continue;
    for (const auto& source : answer.sources)
      for (const auto* part : {"$1", "$2", "$arg_", "$http_", "$cookie_"})
        if (source.find(part) != std::string::npos)
          report(answer.pass->place, *answer.location,
                 "which backend is asked is up to the client: " + answer.pass->argument(0));
  }
}

// The path that makes `answer` hand out what lies at `target`; "" when none does.
std::string uri_for(const Answer& answer, const std::string& target) {
  const auto& mapping = answer.mapping;
  if (!mapping.known || !target.starts_with(mapping.to)) return "";
  const auto& domain = answer.location->domain();
  return domain.substr(0, std::min(mapping.strip, domain.size())) +
         target.substr(mapping.to.size());
}

bool is_reached_by(const std::string& uri, const Scope& location) {
  const auto& taken = location.server().resolve(uri.ends_with('/') ? uri + "\x01" : uri);
  if (&taken == &location) return true;
  const auto patterns = patterns_that_win(taken);
  return is_pattern(location) && location.pattern().may_match_below(uri) &&
         (taken.kind() == Scope::Kind::server ||
          std::ranges::find(patterns, &location) != patterns.end());
}

// Whether both hand out the same thing under the same path of the same server.
bool has_same_paths(const Answer& open, const Answer& guarded) {
  return &open.location->server() == &guarded.location->server() && open.mapping.strip == 0 &&
         guarded.mapping.strip == 0 && open.mapping.to == guarded.mapping.to;
}

std::string source_text(const Answer& answer) {
  return answer.pass == nullptr ? "the files" : "the backend " + answer.pass->argument(0);
}

// Pairs of what is open and what is guarded and comes from the same place.
void for_each_pair(const Site& site,
                   const std::function<void(const Answer& open, const Answer& guarded)>& look) {
  for (const auto& guarded : site.answers()) {
    if (!guarded.guarded() || guarded.kind == Answer::Kind::other) continue;
    for (const auto& open : site.answers())
      if (open.open() && open.kind != Answer::Kind::other && !is_internal(*open.location) &&
          !open.is_doorwards_own() && open.shares_source_with(guarded))
        look(open, guarded);
  }
}

// Everything that `open` hands out lies within what `guarded` hands out.
bool lies_within(const Answer& open, const Answer& guarded) {
  return open.mapping.known && !is_pattern(*open.location) &&
         open.tree().starts_with(guarded.tree()) &&
         is_reached_by(open.location->domain(), *open.location);
}

// The same, by a longer path in the same server: what people take for a part of the guarded
// location. Not of one that guards all of "/": locations beside that are its exceptions.
bool stands_beside(const Answer& open, const Answer& guarded) {
  const auto& domain = guarded.location->domain();
  return &open.location->server() == &guarded.location->server() && domain.size() > 1 &&
         open.location->domain().starts_with(domain) && lies_within(open, guarded);
}

void unguarded_twin(const Site& site, const Report& report) {
  for_each_pair(site, [&](const Answer& open, const Answer& guarded) {
    const bool same = has_same_paths(open, guarded);
    // Of patterns at the same paths regex-beats-guard tells, which knows the order.
    if (same && (is_pattern(*open.location) || is_pattern(*guarded.location))) return;
    if (stands_beside(open, guarded)) return;
    const auto target = guarded.tree();
    auto uri = uri_for(open, target);
    bool reached = !uri.empty() && is_reached_by(uri, *open.location);
    if (!reached && !same && lies_within(open, guarded)) {
      uri = open.location->domain();
      reached = true;
    }
    const bool may_be_reached = !open.mapping.known && (target.starts_with(open.mapping.to) ||
                                                        open.mapping.to.starts_with(target));
    if (reached || may_be_reached)
      report(open.pass != nullptr ? open.pass->place : open.location->place(), *open.location,
             "it reaches " + source_text(guarded) + " that " + place_text(*guarded.location) +
                 " guards" + (uri.empty() ? "" : ", as " + uri));
  });
}

void beside_the_guard(const Site& site, const Report& report) {
  for_each_pair(site, [&](const Answer& open, const Answer& guarded) {
    if (stands_beside(open, guarded) && !is_opened_by_hand(*open.location))
      report(open.location->place(), *open.location,
             "it is a part of " + place_text(*guarded.location) +
                 ", and stands beside that location, not in it: it inherits no guard");
  });
}

// "/index.php/members/" reaches the same program as "/members/" when a pattern takes both.
void front_controller(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    const auto* files = place->own_one("try_files");
    if (files == nullptr || files->arguments.empty()) continue;
    if (guard_of(*place).kind != Guard::Kind::doorward || is_internal(*place)) continue;
    const auto& fallback = files->arguments.back();
    if (!fallback.starts_with('/')) continue;
    const auto uri = fallback.substr(0, fallback.find_first_of("?$")) + place->domain() + "x";
    const auto& taken = place->server().resolve(uri);
    const auto* pass = pass_of(taken);
    if (pass != nullptr && pass->name != "proxy_pass" && !is_internal(taken) &&
        guard_of(taken).kind == Guard::Kind::none)
      report(taken.place(), taken,
             "the program that answers for " + place_text(*place) + " is also reached as " + uri);
  }
}

// Looked up before the name of the server is known. Null when slashes are merged.
const Directive* keeps_slashes(const Scope& server) {
  auto servers = default_servers(server);
  servers.push_back(&server);
  for (const auto* reader : servers)
    if (reader->value("merge_slashes", "on") == "off")
      return reader->effective_one("merge_slashes");
  return nullptr;
}

void slashes(const Site& site, const Report& report, bool opens) {
  for (const auto& guarded : site.answers()) {
    const auto& server = guarded.location->server();
    const auto& domain = guarded.location->domain();
    const auto* directive = keeps_slashes(server);
    if (!guarded.guarded() || domain.size() <= 1 || directive == nullptr) continue;
    const auto& taken = server.resolve("/" + domain + "x");
    const bool open = std::ranges::any_of(site.answers(), [&](const Answer& other) {
      return other.location == &taken && other.open() && other.shares_source_with(guarded);
    });
    if (open == opens)
      report(directive->place, taken,
             "/" + domain + " is not " + domain + " here, and " + taken.title() + " answers it");
  }
}

void slashes_open(const Site& site, const Report& report) {
  slashes(site, report, true);
}

void slashes_kept(const Site& site, const Report& report) {
  slashes(site, report, false);
}

}  // namespace

std::vector<Rule> reach_rules() {
  return {
      {"regex-beats-guard", hole,
       "What the pattern matches is handed out by the pattern's location, without the guard.",
       "location ^~ /…/  for the guarded prefix, and the pattern repeated inside it.",
       regex_beats_guard},
      {"guard-without-stop", warning, "The next pattern that somebody adds opens the door.",
       "location ^~ /…/  for the guarded prefix, and the pattern repeated inside it.",
       guard_without_stop},
      {"alias-traversal", hole,
       "PATH../ leads to the folder above the alias: everybody can read what lies there.",
       "The same end for both: location /x/ { alias /y/; }", alias_traversal},
      {"proxy-traversal", hole,
       "PATH../ asks the backend for what lies above: most take /a/../members/ for /members/.",
       "The same end for both: location /x/ { proxy_pass http://…/y/; }", proxy_traversal},
      {"open-proxy", hole,
       "Everybody can name the guarded backend, or any other machine that this one reaches.",
       "A fixed address, or a map from what is allowed to addresses.", open_proxy},
      {"unguarded-twin", hole, "Everybody gets there what is guarded here.",
       "The guard in this location, too; or another root, alias or backend for one of them.",
       unguarded_twin},
      {"beside-the-guard", hole, "Everybody can open this part of what is guarded.",
       "The location inside the guarded one; or the guard in it; or auth_request off;  when it is "
       "meant to be open.",
       beside_the_guard},
      {"front-controller", hole,
       "Whoever writes the program's name before the path gets the page without the guard.",
       "A pattern that ends behind the name (\\.php$), and no path behind it.", front_controller},
      {"slashes-open", hole, "//members/ reaches what /members/ guards.",
       "merge_slashes on;  (the default) in the default server, too.", slashes_open},
      {"slashes-kept", warning, "//members/ passes by the guard of /members/.",
       "merge_slashes on;  (the default) in the default server, too.", slashes_kept},
  };
}

}  // namespace doorward::inspect
