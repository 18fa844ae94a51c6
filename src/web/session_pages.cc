// Pages around a session: welcome, sign-out, denied, and who-am-I for scripts.

#include "base/json.h"
#include "base/text.h"
#include "store/audit.h"
#include "web/denied.h"
#include "web/handlers.h"
#include "web/licence_text.h"
#include "web/page.h"

namespace doorward::web {
namespace {

std::string_view section_of(flow::Denial reason) {
  switch (reason) {
    case flow::Denial::licence_over:
      return "LICENCE_OVER";
    case flow::Denial::licence_not_started:
      return "LICENCE_NOT_STARTED";
    case flow::Denial::licence_suspended:
      return "LICENCE_SUSPENDED";
    case flow::Denial::account_locked:
      return "ACCOUNT_LOCKED";
    case flow::Denial::account_removed:
      return "ACCOUNT_REMOVED";
    case flow::Denial::not_listed:
      return "NOT_LISTED";
    case flow::Denial::role_missing:
      return "ROLE_MISSING";
  }
  return "";
}

Json or_null(const std::optional<Timestamp>& time) {
  return time ? Json(text::iso8601(*time)) : Json(nullptr);
}

// The end of the licence and its days of grace.
std::optional<Timestamp> let_in_until(const store::Company& company) {
  if (!company.licence_until) return std::nullopt;
  return *company.licence_until + company.grace();
}

}  // namespace

http::Response denied_page(Context& context, flow::Denial reason, const store::Company* company) {
  Page page(context, "denied");
  page.show("HAS_ERROR").show(section_of(reason));
  if (company != nullptr) set_company(page, *company, context.now());
  return page.send(403);
}

http::Response signed_in_page(Context& context) {
  return Page(context, "signed-in")
      .set("NAME", context.signed_in()->account.name)
      .set("RETURN_URL", context.return_address())
      .send(200);
}

http::Response get_welcome(Context& context) {
  if (context.signed_in()) return signed_in_page(context);
  return Page(context, "welcome").send(200);
}

http::Response sign_out_form(Context& context, int status, std::string_view message) {
  Page page(context, "sign-out");
  if (!message.empty()) page.error(message);
  const auto& signed_in = context.signed_in();
  if (!signed_in) return page.show("SIGNED_OUT").good_news("SIGNED_OUT").send(status);
  return page.show("ASKED").bind_to_session(*signed_in).send(status);
}

http::Response get_sign_out(Context& context) {
  return sign_out_form(context, 200, "");
}

http::Response post_sign_out(Context& context) {
  if (const auto& signed_in = context.signed_in()) {
    const auto now = context.now();
    context.services().database.transact([&](store::Transaction& tx) {
      store::sessions::end(tx, signed_in->session.id, now);
      store::audit::record(
          tx, context.services().random,
          {"signed_out", context.request().id, signed_in->account.id,
           signed_in->account.email.text(), context.visitor().network, "", signed_in->company.id},
          now);
    });
  }
  const auto& names = context.site().cookie_names;
  context.set_cookie(names.expire(names.session()));
  auto response = context.see_other("/sign-out");
  // The portal's own cookies and storage are not ours to clear.
  response.header("Clear-Site-Data", "\"cache\"");
  return response;
}

http::Response get_denied(Context& context) {
  const auto& signed_in = context.signed_in();
  if (!signed_in) return context.see_other("/sign-in");
  // What holds now counts; the gate's reason only tells what the page behind it wanted.
  if (const auto reason = flow::denial(signed_in->account, signed_in->company, context.now()))
    return denied_page(context, *reason, &signed_in->company);
  if (flow::denial_from(context.request().denied_reason) == flow::Denial::role_missing)
    return denied_page(context, flow::Denial::role_missing, &signed_in->company);
  return context.see_other("/sign-in");
}

http::Response get_api_me(Context& context) {
  const auto& signed_in = context.signed_in();
  if (!signed_in || flow::denial(signed_in->account, signed_in->company, context.now()).has_value())
    return http::Response::json(401, "{\"error\":\"not signed in\"}\n");
  auto groups = signed_in->groups;
  groups.push_back("company:" + signed_in->company.slug);
  const Json me{{"name", signed_in->account.name},
                {"email", signed_in->account.email.text()},
                {"groups", groups},
                {"ends_at", text::iso8601(signed_in->session.ends_at)},
                {"licence_ends_at", or_null(signed_in->company.licence_until)},
                {"let_in_until", or_null(let_in_until(signed_in->company))}};
  return http::Response::json(200, to_text(me));
}

}  // namespace doorward::web
