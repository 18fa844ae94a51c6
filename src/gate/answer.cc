#include "gate/answer.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "domain/return_address.h"
#include "domain/session.h"
#include "flow/sign_in.h"
#include "http/language.h"

namespace doorward::gate {
namespace {

constexpr std::string_view kRequirePath = "/_doorward/require/";
constexpr std::string_view kAutheliaPath = "/api/authz/auth-request";

bool asks_for_person(std::string_view path) {
  return path.starts_with(kRequirePath) || path == kAutheliaPath;
}

// "" asks for nothing; "a,b" for one of the two.
bool has_required_group(std::string_view groups, std::string_view required) {
  if (required.empty()) return true;
  const auto held = text::split(groups, ',');
  return std::ranges::any_of(text::split(required, ','), [&](std::string_view name) {
    return !name.empty() && std::ranges::find(held, name) != held.end();
  });
}

// "portal.example.com" of "https://portal.example.com:8443".
std::string_view hostname(std::string_view origin) {
  const auto host = origin.substr(origin.find("://") + 3);
  return host.substr(0, host.starts_with('[') ? host.find(']') + 1 : host.find(':'));
}

http::Response forbidden(flow::Denial reason) {
  http::Response response(403);
  response.header("X-Doorward-Reason", flow::to_text(reason));
  return response;
}

http::Response with_person(const Lease& person) {
  http::Response response(200);
  response.header("Remote-User", person.email())
      .header("Remote-Email", person.email())
      .header("Remote-Name", person.name())
      .header("Remote-Groups", person.groups());
  return response;
}

}  // namespace

Gate::Gate(const Config& config, Clock& clock, Leases& leases, const KeyFile& session_keys,
           const Templates& templates)
    : config_(config),
      clock_(clock),
      leases_(leases),
      session_keys_(session_keys),
      templates_(templates),
      cookie_names_(config),
      metrics_(config.gate_counters_file) {}

http::Response Gate::handle(const http::Request& request) {
  auto response = answer(request);
  if (asks_for_person(request.path)) metrics_.answered(response.status());
  return response;
}

http::Response Gate::answer(const http::Request& request) {
  try {
    if (asks_for_person(request.path)) return require(request);
    if (request.path == config_.base_path + "/badge") return badge(request);
    if (request.path == "/healthz") return http::Response::text(200, "ok\n");
    if (request.path == "/readyz") return ready();
    if (request.path == "/metrics") return metrics();
    return http::Response::text(404, "Not found\n");
  } catch (const std::exception& error) {
    // Whatever went wrong, nobody is let in; nginx shows its 503 page.
    log::error("gate_failed", {{"request", request.id}, {"reason", error.what()}});
    return http::Response::text(503, "Unavailable\n");
  }
}

http::Response Gate::require(const http::Request& request) {
  const auto person = signed_in(request);
  if (!person) {
    http::Response response(401);
    response.header("Location", sign_in_url(request));
    return response;
  }
  if (const auto reason = person->denial(clock_.now())) return forbidden(*reason);
  if (!has_required_group(person->groups(), request.required_groups))
    return forbidden(flow::Denial::role_missing);
  leases_.used(person->token_hash(), clock_.now());
  return with_person(*person);
}

http::Response Gate::ready() const {
  if (leases_.answering()) return http::Response::text(200, "ready\n");
  return http::Response::text(503, "the database does not answer\n");
}

http::Response Gate::metrics() const {
  http::Response response(200);
  response.header("Content-Type", Metrics::kContentType).body(metrics_.text(leases_.answering()));
  return response;
}

http::Response Gate::badge(const http::Request& request) {
  const auto person = signed_in(request);
  const bool in = person && !person->denial(clock_.now());
  TemplateData data;
  data.set("BASE", config_.base_path).show(in ? "SIGNED_IN" : "ANONYMOUS");
  data.set("NAME", in ? std::string(person->name()) : "").set("SIGN_IN_URL", sign_in_url(request));
  if (const auto notice = in ? person->licence_notice(clock_.now()) : std::nullopt)
    data.show(notice->in_grace ? "LICENCE_ENDED" : "LICENCE_ENDS")
        .set("LAST_DAY", Day{notice->last_day})
        .set("LAST_GRACE", Day{notice->last_grace});
  const auto language = http::language_of(request, cookie_names_, templates_.languages());
  auto response =
      http::Response::html(200, templates_.expand(language, "page/badge.html.tpl", data));
  response.header("Content-Language", language).header("Vary", "Accept-Language, Cookie");
  http::add_security_headers(response, config_.secure(), {});
  return response;
}

std::optional<Lease> Gate::signed_in(const http::Request& request) {
  const auto cookie = request.cookies.value(cookie_names_.session());
  if (!cookie) return std::nullopt;
  const auto token = raw_token(*cookie);
  if (!token) {
    metrics_.refused_token();
    return std::nullopt;
  }
  const auto hash = token_hash(*token);
  auto lease = leases_.at_hand(hash);
  // A token that is not ours costs no query.
  if (!lease) {
    if (!is_authentic(*token, session_keys_)) {
      metrics_.refused_token();
      return std::nullopt;
    }
    metrics_.looked_up();
    lease = leases_.find(hash);
  }
  if (lease && !lease->runs(clock_.now(), config_.session_idle)) return std::nullopt;
  return lease;
}

std::string Gate::sign_in_url(const http::Request& request) const {
  const auto address =
      parse_return_address(asked_address(request), config_.base_path, config_.allowed_origins());
  return config_.page_url("/sign-in") + (address ? "?rd=" + text::percent_encode(*address) : "");
}

std::string Gate::asked_address(const http::Request& request) const {
  if (request.path == kAutheliaPath) return request.original_url;
  // nginx's $host has no port, so the listed origin of that host stands in for what was asked.
  for (const auto& origin : config_.allowed_origins())
    if (hostname(origin) == request.guarded_host)
      return (origin == config_.public_url ? "" : origin) + request.guarded_uri;
  return "";
}

}  // namespace doorward::gate
