// Sign-in (L2, L3): address and password.

#include "flow/sign_in.h"

#include "base/log.h"
#include "base/text.h"
#include "web/bounces.h"
#include "web/code_pages.h"
#include "web/handlers.h"
#include "web/overloaded.h"

namespace doorward::web {
namespace {

Page form_page(Context& context) {
  Page page(context, "sign-in");
  page.bind_to_browser().set("EMAIL", context.form.text("email"));
  return page;
}

http::Response after_password(Context& context, const store::Flow& flow) {
  const bool direct = context.config().verify_steps == VerifySteps::direct;
  if (flow.state == FlowState::verified) {
    context.flow = flow;
    return post_verify_finish(context);
  }
  // A budget that is spent, or a letter that can't go yet, shows on the verify page.
  if (flow.state == FlowState::password_ok && direct)
    static_cast<void>(flow::CodeStep(context.services()).send(flow, context.visitor()));
  return context.see_other(current_page(flow));
}

// The portal asked for a sign-in of somebody who is signed in.
http::Response bounced(Context& context) {
  const auto& names = context.site().cookie_names;
  auto bounces =
      Bounces::read(context.request().cookies.value(names.bounces()).value_or(""), context.now());
  bounces.count_one();
  context.set_cookie(names.set(names.bounces(), bounces.value(), Bounces::kWindow));
  if (!bounces.too_many()) return signed_in_page(context);
  log::warning("bounced", {{"request", context.request().id},
                           {"account", text::hex(context.signed_in()->account.id)},
                           {"return_address", context.return_address()}});
  return Page(context, "bounced")
      .show("HAS_ERROR")
      .set("NAME", context.signed_in()->account.name)
      .set("RETURN_URL", context.return_address())
      .send(403);
}

}  // namespace

http::Response sign_in_form(Context& context, int status, std::string_view message) {
  auto page = form_page(context);
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_sign_in(Context& context) {
  if (context.signed_in())
    return context.query.has("rd") ? bounced(context) : signed_in_page(context);
  const auto flow = flow_of_query(context);
  if (!flow) return sign_in_form(context, 200, "");
  if (flow->state != FlowState::done) return context.see_other(current_page(*flow));
  auto page = form_page(context);
  page.set("EMAIL", flow->email.text()).set("RD", flow->return_address);
  if (flow->kind == FlowKind::sign_up)
    page.good_news("ACCOUNT_READY")
        .show(context.config().signup_counts_as_proof ? "PROVED" : "VERIFIED_AGAIN");
  if (flow->kind == FlowKind::reset || flow->kind == FlowKind::validate)
    page.good_news("PASSWORD_CHANGED");
  return page.send(200);
}

http::Response post_sign_in(Context& context) {
  const auto result = flow::SignIn(context.services())
                          .with_password(context.form.text("email"), context.form.text("password"),
                                         context.return_address(), context.visitor());
  return std::visit(
      overloaded{
          [&](const flow::PasswordRight& right) { return after_password(context, right.flow); },
          [&](const flow::WrongCredentials&) {
            return form_page(context).error("WRONG_CREDENTIALS", "PASSWORD").send(422);
          },
          [&](const flow::TooMany& too_many) {
            return form_page(context).error("LOCKED_OUT").send_wait(too_many);
          },
      },
      result);
}

}  // namespace doorward::web
