// Verify (M1 to M5): after the password, the proof that the mailbox is still read.

#include "base/text.h"
#include "flow/sign_in.h"
#include "web/code_pages.h"
#include "web/denied.h"
#include "web/handlers.h"
#include "web/overloaded.h"

namespace doorward::web {
namespace {

constexpr std::chrono::hours kBrowserLifetime{24 * 400};

// The explanation is for the first time ever (M1, M2).
bool wants_explanation(Context& context, const store::Flow& flow) {
  if (context.query.text("step") == "ask") return false;
  const auto account = context.services().database.read(
      [&](store::Transaction& tx) { return store::accounts::find(tx, flow.account_id.value()); });
  return account && !account->proved_at;
}

Page ask_page(Context& context, const store::Flow& flow, std::string_view email) {
  Page page(context, "verify");
  page.show("ASK_EMAIL").bind_to_flow(flow).set("EMAIL", email);
  return page;
}

http::Response signed_in_response(Context& context, const flow::SignedIn& signed_in) {
  const auto& names = context.site().cookie_names;
  context.set_cookie(names.set(names.session(), signed_in.token));
  context.set_cookie(
      names.set(names.browser(), text::base64url(signed_in.browser_token), kBrowserLifetime));
  context.renew_flow_secret();
  return http::Response::see_other(signed_in.return_address);
}

}  // namespace

http::Response verify_form(Context& context, int status, std::string_view message) {
  // Without a flow there is nothing to verify: the way in starts with the password.
  return sign_in_form(context, status, message);
}

http::Response get_verify(Context& context) {
  const auto flow = flow_of_query(context);
  if (!flow && context.signed_in()) return signed_in_page(context);
  if (!flow)
    return context.query.has("flow") ? sign_in_form(context, 200, "OUT_OF_DATE")
                                     : context.see_other("/sign-in");
  if (flow->kind != FlowKind::sign_in || flow->state == FlowState::done)
    return context.see_other(current_page(*flow));
  if (flow->state == FlowState::password_ok) {
    if (!wants_explanation(context, *flow))
      return ask_page(context, *flow, flow->email.text()).send(200);
    return Page(context, "verify").show("EXPLAIN").bind_to_flow(*flow).send(200);
  }
  if (flow->state == FlowState::verified)
    return Page(context, "verify")
        .show("VERIFIED")
        .bind_to_flow(*flow)
        .set("EMAIL", flow->email.text())
        .send(200);
  auto page = code_page(context, *flow);
  if (context.query.text("sent") == "again") page.good_news("CODE_SENT_AGAIN");
  return page.send(200);
}

http::Response post_verify_explained(Context& context) {
  return context.see_other(current_page(*context.flow) + "&step=ask");
}

http::Response post_verify_send(Context& context) {
  const auto& flow = *context.flow;
  const auto typed = context.form.text("email");
  const auto email = context.typed_email();
  // The letter goes to the account's address, whatever was typed.
  if (!email || email->text() != flow.email.text())
    return ask_page(context, flow, typed).error("OTHER_ADDRESS", "EMAIL").send(422);
  const auto result = flow::CodeStep(context.services()).send(flow, context.visitor());
  if (const auto* too_many = std::get_if<flow::TooMany>(&result))
    return ask_page(context, flow, typed).error("WAIT_AND_RETRY").send_wait(*too_many);
  if (std::holds_alternative<flow::CodeSent>(result)) return context.see_other(current_page(flow));
  return see_current_page(context);
}

http::Response post_verify_finish(Context& context) {
  const auto result = flow::SignIn(context.services()).finish(*context.flow, context.visitor());
  return std::visit(
      overloaded{
          [&](const flow::SignedIn& signed_in) { return signed_in_response(context, signed_in); },
          [&](const flow::Denied& denied) {
            return denied_page(context, denied.reason, &denied.company);
          },
          [&](const flow::MovedOn&) { return see_current_page(context); },
      },
      result);
}

}  // namespace doorward::web
