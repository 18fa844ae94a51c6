// The account: whose it is, the name that they want to be shown by, and the ways to all else.

#include "flow/account.h"

#include "base/text.h"
#include "domain/person_name.h"
#include "flow/company_people.h"
#include "web/account_guard.h"
#include "web/handlers.h"

namespace doorward::web {
namespace {

constexpr std::string_view kPage = "/account";

Page facts_page(Context& context, std::string_view name) {
  const auto& signed_in = context.signed_in().value();
  auto page = account_page(context, kPage, "account");
  if (signed_in.account.role == flow::kCompanyAdmin) page.show("ADMINISTRATOR");
  page.set("NAME", name)
      .set("WHO", signed_in.account.name)
      .set("COMPANY", signed_in.company.name)
      .set("MEMBER_SINCE", Date{signed_in.account.created_at});
  return page;
}

}  // namespace

http::Response account_form(Context& context, int status, std::string_view message) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto typed = context.form.text("name");
  auto page =
      facts_page(context, context.form.has("name") ? typed : context.signed_in()->account.name);
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_account(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  auto page = facts_page(context, context.signed_in()->account.name);
  if (context.query.text("done") == "name") page.good_news("NAME_CHANGED");
  if (context.query.text("done") == "password") page.good_news("PASSWORD_REPLACED");
  return page.send(200);
}

http::Response post_account_rename(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto name = parse_person_name(context.form.text("name"));
  if (!name)
    return facts_page(context, context.form.text("name")).error("NAME_MALFORMED", "NAME").send(422);
  const flow::OwnAccount account(context.services(), *context.signed_in(), context.visitor());
  if (const auto too_many = account.rename(*name))
    return facts_page(context, *name).error("WAIT_AND_RETRY").send_wait(*too_many);
  return context.see_other("/account?done=name");
}

}  // namespace doorward::web
