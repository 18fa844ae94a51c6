// Sign-up (C1 to C3): address, code, then name and password.

#include "flow/sign_up.h"

#include "domain/person_name.h"
#include "store/invitation.h"
#include "web/code_pages.h"
#include "web/handlers.h"
#include "web/licence_text.h"
#include "web/overloaded.h"

namespace doorward::web {
namespace {

Page verified_page(Context& context, const store::Flow& flow) {
  Page page(context, "sign-up");
  page.show("VERIFIED").bind_to_flow(flow).set("EMAIL", flow.email.text());
  set_password_rules(page, context);
  return page;
}

std::string proposed_name(Context& context, const store::Flow& flow) {
  const auto invitation = context.services().database.read([&](store::Transaction& tx) {
    return store::invitations::find_open(tx, flow.company_id.value(), flow.email, context.now());
  });
  return invitation ? invitation->name : "";
}

Page asked_page(Context& context) {
  Page page(context, "sign-up");
  if (!context.config().sign_up_open) page.show("INVITED");
  page.show("ASKED").bind_to_browser().set("EMAIL", context.form.text("email"));
  return page;
}

// Where sign-up is closed, an invitation leads past that; whether there is one, the code tells.
bool is_closed(Context& context) {
  const auto& source = context.form.has("action") ? context.form : context.query;
  return !context.config().sign_up_open && source.text("for") != "invitation";
}

http::Response closed_page(Context& context, int status) {
  return Page(context, "sign-up").error("SIGN_UP_CLOSED").send(status);
}

}  // namespace

http::Response sign_up_form(Context& context, int status, std::string_view message) {
  auto page = asked_page(context);
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_sign_up(Context& context) {
  if (context.signed_in()) return signed_in_page(context);
  if (!context.query.has("flow") && is_closed(context)) return closed_page(context, 200);
  if (!context.query.has("flow")) return sign_up_form(context, 200, "");
  const auto flow = flow_of_query(context);
  if (!flow) return sign_up_form(context, 200, "OUT_OF_DATE");
  if (flow->kind != FlowKind::sign_up || flow->state == FlowState::done)
    return context.see_other(current_page(*flow));
  if (flow->state == FlowState::verified)
    return verified_page(context, *flow).set("NAME", proposed_name(context, *flow)).send(200);
  auto page = code_page(context, *flow);
  if (context.query.text("sent") == "again") page.good_news("CODE_SENT_AGAIN");
  return page.send(200);
}

http::Response post_sign_up_send(Context& context) {
  if (is_closed(context)) return closed_page(context, 403);
  const auto email = context.typed_email();
  if (!email) return asked_page(context).error("EMAIL_MALFORMED", "EMAIL").send(422);
  const auto result =
      flow::SignUp(context.services()).begin(*email, context.return_address(), context.visitor());
  return std::visit(
      overloaded{
          [&](const flow::Begun& begun) { return context.see_other(current_page(begun.flow)); },
          [&](const flow::NotLicensed&) {
            return asked_page(context)
                .error("EMAIL_NOT_LICENSED", "EMAIL")
                .set("DOMAIN", email->domain().text())
                .send(422);
          },
          [&](const flow::LicenceNotRunning& stopped) {
            auto page = asked_page(context);
            page.error(licence_message(stopped.standing), "EMAIL");
            return set_company(page, stopped.company, context.now()).send(422);
          },
          [&](const flow::TooMany& too_many) {
            return asked_page(context).error("WAIT_AND_RETRY").send_wait(too_many);
          },
      },
      result);
}

http::Response post_sign_up_create(Context& context) {
  const auto& flow = *context.flow;
  auto page = verified_page(context, flow);
  page.set("NAME", context.form.text("name"));
  const auto name = parse_person_name(context.form.text("name"));
  if (!name) return page.error("NAME_MALFORMED", "NAME").send(422);
  if (const auto error = find_password_error(context, flow.email, *name))
    return page.error(error->message, error->field).send(422);

  const auto result = flow::SignUp(context.services())
                          .create(flow, *name, context.form.text("password"), context.visitor());
  return std::visit(overloaded{
                        [&](const flow::Created&) { return see_current_page(context); },
                        [&](const flow::MovedOn&) { return see_current_page(context); },
                        [&](const flow::AlreadyRegistered&) {
                          return page.error("ALREADY_REGISTERED").send(422);
                        },
                        [&](const flow::NotLicensed&) {
                          return page.error("EMAIL_NOT_LICENSED")
                              .set("DOMAIN", flow.email.domain().text())
                              .send(422);
                        },
                        [&](const flow::LicenceNotRunning& stopped) {
                          page.error(licence_message(stopped.standing));
                          return set_company(page, stopped.company, context.now()).send(422);
                        },
                        [&](const flow::NotInvited&) { return closed_page(context, 403); },
                        [&](const flow::SeatsFull& full) {
                          page.error("SEATS_FULL");
                          return set_company(page, full.company, context.now()).send(422);
                        },
                    },
                    result);
}

}  // namespace doorward::web
