#include <algorithm>

#include "inspect/nginx_rules.h"

namespace doorward::inspect {
namespace {

using enum Rule::Severity;

bool includes(const Answer& answer) {
  return answer.scope->value("ssi", "off") != "off" && !answer.is_doorwards_own();
}

bool takes_uploads(const Answer& answer) {
  return answer.scope->value("dav_methods", "off") != "off";
}

// The files of one page are the operator's own; a folder may hold what others put there.
void look_at_includes(const Site& site, const Report& report, bool by_strangers) {
  for (const auto& answer : site.answers()) {
    if (!includes(answer) || !site.has_guard(answer.location->server())) continue;
    const bool strangers = answer.kind != Answer::Kind::files || takes_uploads(answer);
    const bool folder = answer.open() && answer.location->match() != Scope::Match::exact;
    if (strangers == by_strangers && (strangers || folder))
      report(answer.scope->effective_one("ssi")->place, *answer.location,
             std::string("'ssi on' holds for ") + (answer.kind == Answer::Kind::files
                                                       ? takes_uploads(answer)
                                                             ? "files that visitors can upload"
                                                             : "a folder that nobody guards"
                                                       : "what a backend answers"));
  }
}

void ssi_by_strangers(const Site& site, const Report& report) {
  look_at_includes(site, report, true);
}

void ssi_open(const Site& site, const Report& report) {
  look_at_includes(site, report, false);
}

void include_of_guarded(const Site& site, const Report& report) {
  for (const auto* place : site.places())
    for (const auto* name : {"add_before_body", "add_after_body"}) {
      const auto* body = place->effective_one(name);
      if (body == nullptr || body->argument(0).empty()) continue;
      const auto wanted = guard_of(place->server().resolve(body->argument(0)));
      const auto guard = guard_of(*place);
      if (wanted.kind == Guard::Kind::doorward && !guard.same_as(wanted) &&
          !(guard.kind == Guard::Kind::doorward && wanted.requirement.empty()))
        report(body->place, *place,
               "it shows " + body->argument(0) + ", which is guarded by " + wanted.text());
    }
}

}  // namespace

std::vector<Rule> subrequest_rules() {
  return {
      {"ssi-by-strangers", hole,
       "Who can put <!--#include virtual=\"/members/…\"--> on such a page reads every guarded "
       "page, "
       "whatever role it needs: nginx asks no guard for an include.",
       "ssi off;  here, and on for the operator's own pages alone.", ssi_by_strangers},
      {"ssi-open", warning,
       "A page in that folder that includes a guarded file shows it to everybody: nginx asks no "
       "guard for an include.",
       "ssi off;  and on in  location = /page  for the pages that need it.", ssi_open},
      {"include-of-guarded", hole,
       "Everybody who may see this page sees that one: nginx asks no guard for an include.",
       "The guard in this location, or an open page to include.", include_of_guarded},
  };
}

}  // namespace doorward::inspect
