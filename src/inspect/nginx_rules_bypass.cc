#include <algorithm>

#include "inspect/nginx_rules.h"

namespace doorward::inspect {
namespace {

using enum Rule::Severity;

bool is_guarded(const Scope& place) {
  return guard_of(place).kind == Guard::Kind::doorward && !is_internal(place);
}

bool is_absolute(const std::string& target) {
  return target.starts_with("http://") || target.starts_with("https://") ||
         target.starts_with("$scheme");
}

// Every directive of that name in a guarded location or an `if` in it.
void for_each_guarded(const Site& site, const char* name,
                      const std::function<void(const Scope& place, const Directive&)>& look) {
  for (const auto* place : site.places()) {
    if (place->kind() != Scope::Kind::location || !is_guarded(*place)) continue;
    for (const auto* scope : place->with_conditions())
      for (const auto* directive : scope->own(name)) look(*place, *directive);
  }
}

void return_before_guard(const Site& site, const Report& report) {
  for_each_guarded(site, "return", [&](const Scope& place, const Directive& answer) {
    if (answer.argument(0).starts_with('2'))
      report(answer.place, place, "'return' is answered before the guard is asked");
  });
}

void redirect_before_guard(const Site& site, const Report& report) {
  for_each_guarded(site, "return", [&](const Scope& place, const Directive& answer) {
    if (answer.argument(0).starts_with('3') || is_absolute(answer.argument(0)))
      report(answer.place, place, "'return' redirects before the guard is asked");
  });
  for_each_guarded(site, "rewrite", [&](const Scope& place, const Directive& rewrite) {
    const auto& flag = rewrite.argument(2);
    if (flag == "redirect" || flag == "permanent" || is_absolute(rewrite.argument(1)))
      report(rewrite.place, place, "'rewrite' redirects before the guard is asked");
  });
}

void rewrite_past_guard(const Site& site, const Report& report) {
  for_each_guarded(site, "rewrite", [&](const Scope& place, const Directive& rewrite) {
    const auto& flag = rewrite.argument(2);
    if ((!flag.empty() && flag != "last") || is_absolute(rewrite.argument(1))) return;
    const auto target = rewrite.argument(1).substr(0, rewrite.argument(1).find_first_of("$?"));
    const auto& reached = place.server().resolve(target.ends_with('/') ? target + "x" : target);
    if (reached.own_one("return") == nullptr && guard_of(reached).kind == Guard::Kind::none)
      report(rewrite.place, place,
             "'rewrite' leads to " + reached.title() +
                 ", which nobody guards, before the guard of this location is asked");
  });
}

// The statuses that a refusal of the guard has.
bool is_refusal(const Directive& page) {
  return std::ranges::any_of(page.arguments, [](const std::string& word) {
    return word == "401" || word == "403" || word == "500";
  });
}

void error_page_opens(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    if (!is_guarded(*place)) continue;
    for (const auto* page : place->effective("error_page")) {
      if (!is_refusal(*page)) continue;
      const auto* named = place->server().named(page->arguments.back());
      if (named == nullptr || named->own_one("return") != nullptr) continue;
      if (guard_of(*named).kind != Guard::Kind::none) continue;
      if (named->path().starts_with("@doorward_")) continue;
      report(page->place, *place,
             "a refused request is handed to " + named->path() + ", which answers it from " +
                 content_text(*named));
    }
  }
}

void refusal_looks_good(const Site& site, const Report& report) {
  for (const auto* place : site.places()) {
    if (!is_guarded(*place)) continue;
    for (const auto* page : place->effective("error_page"))
      if (is_refusal(*page) && std::ranges::any_of(page->arguments, [](const std::string& word) {
            return word.starts_with("=2");
          }))
        report(page->place, *place, "a refusal is answered with 200");
  }
}

}  // namespace

std::vector<Rule> bypass_rules() {
  return {
      {"return-before-guard", hole, "Everybody gets this answer, signed in or not.",
       "A file, proxy_pass or fastcgi_pass: those wait for the guard.", return_before_guard},
      {"redirect-before-guard", warning,
       "Everybody is told where it leads; the guard counts only if that place has one.",
       "Nothing when the address is no secret; else let the portal redirect.",
       redirect_before_guard},
      {"rewrite-past-guard", hole, "Everybody gets what the other location has, signed in or not.",
       "rewrite … break;  and the content in this location, or the guard in the other as well.",
       rewrite_past_guard},
      {"error-page-opens", hole,
       "Who is refused gets the page: the named location sees the same path, and no guard.",
       "include snippets/doorward-answers.conf;  in place of this error_page.", error_page_opens},
      {"refusal-looks-good", warning,
       "Programs and caches take the refusal for the page they asked for.",
       "include snippets/doorward-answers.conf;  in place of this error_page.", refusal_looks_good},
  };
}

}  // namespace doorward::inspect
