// The end of an account: password, code, and the button that can't be taken back.

#include "flow/deletion.h"
#include "web/account_guard.h"
#include "web/code_pages.h"
#include "web/handlers.h"
#include "web/overloaded.h"

namespace doorward::web {
namespace {

constexpr std::string_view kPage = "/account/delete";

Page ask_page(Context& context) {
  auto page = account_page(context, kPage, "account-delete");
  page.show("ASKED");
  return page;
}

http::Response deleted_page(Context& context) {
  return Page(context, "account-delete").show("DELETED").good_news("ACCOUNT_DELETED").send(200);
}

// The browser may have been handed to somebody else since the deletion was begun.
bool is_theirs(Context& context, const store::Flow& flow) {
  return flow.kind == FlowKind::deletion && flow.account_id == context.signed_in()->account.id;
}

}  // namespace

http::Response account_delete_form(Context& context, int status, std::string_view message) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  auto page = ask_page(context);
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_account_delete(Context& context) {
  if (!context.query.has("flow")) return account_delete_form(context, 200, "");
  const auto flow = flow_of_query(context);
  // By then there is no session any more.
  if (flow && flow->kind == FlowKind::deletion && flow->state == FlowState::done)
    return deleted_page(context);
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  if (!flow || !is_theirs(context, *flow)) return account_delete_form(context, 200, "OUT_OF_DATE");
  if (flow->state == FlowState::verified)
    return Page(context, "account-delete")
        .show("VERIFIED")
        .bind_to_flow(*flow)
        .set("EMAIL", flow->email.text())
        .send(200);
  auto page = code_page(context, *flow);
  if (context.query.text("sent") == "again") page.good_news("CODE_SENT_AGAIN");
  return page.send(200);
}

http::Response post_account_delete_send(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  context.flow_secret();  // the flow is of this browser: it has one from here on
  const auto result = flow::Deletion(context.services(), *context.signed_in(), context.visitor())
                          .begin(context.form.text("password"));
  return std::visit(
      overloaded{
          [&](const store::Flow& flow) { return context.see_other(current_page(flow)); },
          [&](const flow::DeletionPasswordWrong&) {
            return ask_page(context).error("PASSWORD_WRONG", "PASSWORD").send(422);
          },
          [&](const flow::TooMany& too_many) {
            return ask_page(context).error("LOCKED_OUT").send_wait(too_many);
          },
      },
      result);
}

http::Response post_account_delete(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  if (!is_theirs(context, *context.flow)) return account_delete_form(context, 403, "OUT_OF_DATE");
  const auto result = flow::Deletion(context.services(), *context.signed_in(), context.visitor())
                          .finish(*context.flow);
  auto response = see_current_page(context);
  if (std::holds_alternative<flow::Deleted>(result)) {
    const auto& names = context.site().cookie_names;
    context.set_cookie(names.expire(names.session()));
    // The portal's own cookies and storage are not ours to clear.
    response.header("Clear-Site-Data", "\"cache\"");
  }
  return response;
}

}  // namespace doorward::web
