#include "web/account_guard.h"

#include "base/text.h"
#include "web/denied.h"

namespace doorward::web {

std::optional<http::Response> turn_away(Context& context, std::string_view page) {
  const auto& signed_in = context.signed_in();
  if (!signed_in)
    return context.see_other("/sign-in?rd=" +
                             text::percent_encode(context.config().base_path + std::string(page)));
  if (const auto reason = flow::denial(signed_in->account, signed_in->company, context.now()))
    return denied_page(context, *reason, &signed_in->company);
  return std::nullopt;
}

Page account_page(Context& context, std::string_view page, std::string_view name) {
  const auto& signed_in = context.signed_in().value();
  Page shown(context, name);
  // Where "start again" leads: the page's address, without the slash before it.
  shown.set("START_PAGE", page.substr(1));
  shown.set("EMAIL", signed_in.account.email.text());
  shown.bind_to_session(signed_in);
  return shown;
}

}  // namespace doorward::web
