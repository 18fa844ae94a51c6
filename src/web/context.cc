#include "web/context.h"

#include "base/text.h"
#include "domain/browser_name.h"
#include "domain/network.h"
#include "domain/return_address.h"
#include "domain/session.h"
#include "http/language.h"

namespace doorward::web {
namespace {

constexpr std::size_t kSecretBytes = 32;

// The raw secret a cookie carries, "" when there is none or it is not one of ours.
std::string secret_cookie(const http::Request& request, const std::string& name) {
  const auto value = request.cookies.value(name);
  const auto raw = value ? text::from_base64url(*value) : std::nullopt;
  return raw && raw->size() == kSecretBytes ? *raw : "";
}

std::string session_cookie(const http::Request& request, const Site& site) {
  const auto value = request.cookies.value(site.cookie_names.session());
  return value ? open_token(*value, site.services.session_keys).value_or("") : "";
}

}  // namespace

Context::Context(const Site& site, const http::Request& request)
    : site_(site),
      request_(request),
      visitor_{request.id,
               network_of(request.remote_address),
               browser_name(request.user_agent),
               secret_cookie(request, site.cookie_names.flow()),
               secret_cookie(request, site.cookie_names.browser()),
               session_cookie(request, site),
               http::language_of(request, site.cookie_names, site.templates.languages())} {}

const std::optional<store::SignedIn>& Context::signed_in() {
  if (session_looked_up_) return signed_in_;
  session_looked_up_ = true;
  if (visitor_.session_token.empty()) return signed_in_;
  signed_in_ = services().database.read([&](store::Transaction& tx) {
    return store::sessions::find(tx, token_hash(visitor_.session_token));
  });
  if (signed_in_ && !session_runs(signed_in_->session.ends_at, signed_in_->session.last_seen_at,
                                  now(), config().session_idle))
    signed_in_.reset();
  return signed_in_;
}

const std::string& Context::flow_secret() {
  if (visitor_.flow_secret.empty()) renew_flow_secret();
  return visitor_.flow_secret;
}

void Context::renew_flow_secret() {
  visitor_.flow_secret = services().random.bytes(kSecretBytes);
  set_cookie(
      site_.cookie_names.set(site_.cookie_names.flow(), text::base64url(visitor_.flow_secret)));
}

std::optional<Email> Context::typed_email() const {
  return Email::parse(text::trim(form.text("email")));
}

std::string Context::return_address() const {
  const auto typed = form.has("rd") ? form.text("rd") : query.text("rd");
  return parse_return_address(typed, config().base_path, config().allowed_origins())
      .value_or(config().home_path);
}

http::Response Context::see_other(std::string_view page) const {
  return http::Response::see_other(config().base_path + std::string(page));
}

void Context::finish(http::Response& response) const {
  http::add_security_headers(response, config().secure(), config().return_origins, scripts_);
  for (const auto& cookie : cookies_) response.header("Set-Cookie", cookie);
}

std::string current_page(const store::Flow& flow) {
  const auto id = "?flow=" + text::base64url(flow.id);
  const bool done = flow.state == FlowState::done;
  switch (flow.kind) {
    case FlowKind::sign_up:
      return (done ? "/sign-in" : "/sign-up") + id;
    case FlowKind::sign_in:
      return (done ? "/sign-in" : "/verify") + id;
    case FlowKind::reset:
    case FlowKind::validate:
      return (done ? "/sign-in" : "/reset") + id;
    case FlowKind::deletion:
      return "/account/delete" + id;
  }
  return "/";
}

}  // namespace doorward::web
