#include "web/form_guard.h"

#include <algorithm>

#include "base/text.h"
#include "flow/code_step.h"
#include "web/form_token.h"
#include "web/handlers.h"
#include "web/page.h"

namespace doorward::web {
namespace {

using enum RefusalReason;

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

using Refusal = std::optional<http::Response>;
using Routes = std::vector<const ActionRoute*>;

bool is_form(const http::Request& request) {
  const std::string_view type = request.content_type;
  return text::lower(text::trim(type.substr(0, type.find(';')))) == kFormType;
}

// Browsers say where a form was; a page elsewhere can't make them lie.
bool is_from_our_page(const Context& context) {
  const auto& request = context.request();
  if (!request.fetch_site.empty()) return request.fetch_site == "same-origin";
  return request.origin == context.config().public_url;
}

http::Response refuse(Context& context, RefusalReason reason, int status,
                      std::string_view section) {
  context.log_refusal(reason);
  return error_page(context, status, section);
}

Refusal read_form(Context& context) {
  const auto& limits = context.config().limits;
  if (!is_form(context.request())) return refuse(context, wrong_type, 415, "UNSUPPORTED_TYPE");
  auto form =
      http::Form::parse(context.request().body, {limits.form_fields_max, limits.field_bytes_max});
  if (!form) return refuse(context, broken_form, 400, "BAD_REQUEST");
  context.form = std::move(*form);
  for (const auto key : context.form.keys())
    if (context.query.has(key)) return refuse(context, broken_form, 400, "BAD_REQUEST");
  if (!is_from_our_page(context)) return refuse(context, foreign_form, 403, "FOREIGN_FORM");
  return std::nullopt;
}

// Every button of the page with the form's action; one action may stand for several steps.
Routes routes_of(const PageRoute& page, std::string_view action) {
  Routes routes;
  for (const auto& route : action_routes())
    if (route.page == page.page && route.action == action) routes.push_back(&route);
  return routes;
}

// A form belongs to a flow, and names it, or it is a first one, and brings its return address.
bool knows_all_fields(const Routes& routes, const http::Form& form) {
  const std::string_view owner = form.has("flow") ? "flow" : "rd";
  return std::ranges::any_of(routes, [&](const ActionRoute* route) {
    const auto known = text::split(route->fields, ' ');
    return std::ranges::all_of(form.keys(), [&](std::string_view key) {
      return key == "action" || key == "csrf" ||
             (key == owner && route->binding != Binding::session) ||
             std::ranges::find(known, key) != known.end();
    });
  });
}

// "Continue" pressed twice, the second time with the cookies that the first one brought: on to
// where that sign-in leads, if it was this person's.
http::Response after_sign_in(Context& context) {
  const auto id = text::from_base64url(context.form.text("flow"));
  const auto flow = context.services().database.read([&](store::Transaction& tx) {
    return id && id->size() == kIdBytes ? store::flows::find(tx, *id) : std::nullopt;
  });
  const bool theirs = flow && flow->kind == FlowKind::sign_in && flow->state == FlowState::done &&
                      flow->account_id == context.signed_in()->account.id;
  return theirs ? http::Response::see_other(flow->return_address) : signed_in_page(context);
}

http::Response out_of_date(Context& context, const PageRoute& page, RefusalReason reason) {
  // Signing in made the browser's older forms worthless; that is nothing to complain of.
  const bool leads_in =
      page.page == "/sign-in" || page.page == "/sign-up" || page.page == "/verify";
  if (leads_in && context.signed_in()) return after_sign_in(context);
  context.log_refusal(reason);
  return page.first_form == nullptr ? error_page(context, 403, "OUT_OF_DATE")
                                    : page.first_form(context, 403, "OUT_OF_DATE");
}

http::Response cookie_refused(Context& context, const PageRoute& page) {
  context.log_refusal(cookie_missing);
  return page.first_form == nullptr ? error_page(context, 403, "COOKIE_REFUSED")
                                    : page.first_form(context, 403, "COOKIE_REFUSED");
}

// Where the forms of such a flow are.
std::string_view page_of(FlowKind kind) {
  switch (kind) {
    case FlowKind::sign_up:
      return "/sign-up";
    case FlowKind::sign_in:
      return "/verify";
    case FlowKind::reset:
    case FlowKind::validate:
      return "/reset";
    case FlowKind::deletion:
      return "/account/delete";
  }
  return "";
}

// The state that the form's token was made for, if it is a genuine token of this flow.
std::optional<FlowState> state_of_form(const Context& context, const store::Flow& flow) {
  using enum FlowState;
  const FormTokens tokens(context.site().form_keys);
  for (const auto state : {flow.state, asked, password_ok, code_sent, verified, done})
    if (tokens.is_for_flow(context.form.text("csrf"), flow, state, context.visitor().flow_secret))
      return state;
  return std::nullopt;
}

// The last form of a sign-in, pressed twice: the answer to the first press may be lost, so its
// handler answers again. With direct steps the form of the code is the last one.
bool finishes_again(const Context& context, FlowState form_state) {
  const auto& flow = *context.flow;
  if (flow.kind != FlowKind::sign_in) return false;
  if (form_state == FlowState::verified) return flow.state == FlowState::done;
  return form_state == FlowState::code_sent &&
         context.config().verify_steps == VerifySteps::direct &&
         (flow.state == FlowState::verified || flow.state == FlowState::done);
}

std::variant<const ActionRoute*, http::Response> admit_to_flow(Context& context,
                                                               const PageRoute& page,
                                                               const Routes& routes) {
  auto flow = context.services().database.read([&](store::Transaction& tx) {
    return flow::find_flow(tx, context.form.text("flow"), context.visitor(), context.now());
  });
  if (!flow) return out_of_date(context, page, unknown_flow);
  const auto form_state = state_of_form(context, *flow);
  if (!form_state) return out_of_date(context, page, out_of_date_token);
  context.flow = std::move(flow);
  // Or a reset, which asks for no password, would be finished as a sign-in (ASVS 2.3.1).
  if (page.page != page_of(context.flow->kind)) {
    context.log_refusal(wrong_page);
    return context.see_other(current_page(*context.flow));
  }
  const bool is_current = *form_state == context.flow->state;
  for (const auto* route : routes)
    if (route->state == form_state && (is_current || finishes_again(context, *form_state)))
      return route;
  return context.see_other(current_page(*context.flow));
}

std::variant<const ActionRoute*, http::Response> admit_to_browser(Context& context,
                                                                  const PageRoute& page,
                                                                  const Routes& routes) {
  const FormTokens tokens(context.site().form_keys);
  if (!tokens.is_for_browser(context.form.text("csrf"), context.visitor().flow_secret))
    return out_of_date(context, page, out_of_date_token);
  for (const auto* route : routes)
    if (route->binding == Binding::browser) return route;
  // A button of a later step, pressed before there is a flow.
  return context.see_other(std::string(page.page) +
                           "?rd=" + text::percent_encode(context.return_address()));
}

std::variant<const ActionRoute*, http::Response> admit_to_session(Context& context,
                                                                  const PageRoute& page,
                                                                  const ActionRoute& route) {
  const FormTokens tokens(context.site().form_keys);
  const auto& signed_in = context.signed_in();
  if (signed_in && !tokens.is_for_session(context.form.text("csrf"), signed_in->session.id))
    return out_of_date(context, page, out_of_date_token);
  return &route;
}

}  // namespace

std::variant<const ActionRoute*, http::Response> admit(Context& context, const PageRoute& page) {
  if (auto refusal = read_form(context)) return std::move(*refusal);
  const auto routes = routes_of(page, context.form.text("action"));
  if (!knows_all_fields(routes, context.form))
    return refuse(context, unknown_field, 400, "BAD_REQUEST");

  if (routes.front()->binding == Binding::session)
    return admit_to_session(context, page, *routes.front());
  if (context.visitor().flow_secret.empty()) return cookie_refused(context, page);
  return context.form.has("flow") ? admit_to_flow(context, page, routes)
                                  : admit_to_browser(context, page, routes);
}

}  // namespace doorward::web
