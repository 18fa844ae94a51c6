// The account: who it is of, and the ways to what can be changed.

#include "base/text.h"
#include "flow/company_people.h"
#include "web/account_guard.h"
#include "web/handlers.h"

namespace doorward::web {
namespace {

constexpr std::string_view kPage = "/account";

}  // namespace

http::Response get_account(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto& signed_in = context.signed_in().value();
  auto page = account_page(context, kPage, "account");
  if (signed_in.account.role == flow::kCompanyAdmin) page.show("ADMINISTRATOR");
  if (context.query.text("done") == "password") page.good_news("PASSWORD_REPLACED");
  return page.set("NAME", signed_in.account.name)
      .set("COMPANY", signed_in.company.name)
      .set("MEMBER_SINCE", text::date(signed_in.account.created_at))
      .send(200);
}

}  // namespace doorward::web
