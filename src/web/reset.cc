// A forgotten password, and (under another heading) the first one of an imported account.

#include "flow/reset.h"

#include "web/code_pages.h"
#include "web/handlers.h"

namespace doorward::web {
namespace {

FlowKind asked_kind(const Context& context) {
  const auto typed = context.form.has("for") ? context.form.text("for") : context.query.text("for");
  return typed == "validate" ? FlowKind::validate : FlowKind::reset;
}

std::string_view heading(FlowKind kind) {
  return kind == FlowKind::validate ? "FOR_VALIDATE" : "FOR_RESET";
}

Page asked_page(Context& context) {
  Page page(context, "reset");
  page.show("ASKED").show(heading(asked_kind(context))).bind_to_browser();
  page.set("EMAIL", context.form.text("email"));
  return page;
}

Page verified_page(Context& context, const store::Flow& flow) {
  Page page(context, "reset");
  page.show("VERIFIED").show(heading(flow.kind)).bind_to_flow(flow);
  page.set("EMAIL", flow.email.text());
  set_password_rules(page, context);
  return page;
}

}  // namespace

http::Response reset_form(Context& context, int status, std::string_view message) {
  auto page = asked_page(context);
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_reset(Context& context) {
  if (!context.query.has("flow")) return reset_form(context, 200, "");
  const auto flow = flow_of_query(context);
  if (!flow) return reset_form(context, 200, "OUT_OF_DATE");
  const bool ours = flow->kind == FlowKind::reset || flow->kind == FlowKind::validate;
  if (!ours || flow->state == FlowState::done) return context.see_other(current_page(*flow));
  if (flow->state == FlowState::verified) return verified_page(context, *flow).send(200);
  auto page = code_page(context, *flow);
  if (context.query.text("sent") == "again") page.good_news("CODE_SENT_AGAIN");
  return page.send(200);
}

http::Response post_reset_send(Context& context) {
  const auto email = context.typed_email();
  if (!email) return asked_page(context).error("EMAIL_MALFORMED", "EMAIL").send(422);
  const auto result =
      flow::Reset(context.services())
          .begin(asked_kind(context), *email, context.return_address(), context.visitor());
  if (const auto* too_many = std::get_if<flow::TooMany>(&result))
    return asked_page(context).error("WAIT_AND_RETRY").send_wait(*too_many);
  return context.see_other(current_page(std::get<store::Flow>(result)));
}

http::Response post_reset_set_password(Context& context) {
  const auto& flow = *context.flow;
  if (const auto error = find_password_error(context, flow.email, ""))
    return verified_page(context, flow).error(error->message, error->field).send(422);
  flow::Reset(context.services())
      .set_password(flow, context.form.text("password"), context.visitor());
  return see_current_page(context);
}

}  // namespace doorward::web
