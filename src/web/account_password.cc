// Another password, by who knows the present one.

#include "flow/account.h"
#include "web/account_guard.h"
#include "web/code_pages.h"
#include "web/handlers.h"
#include "web/overloaded.h"

namespace doorward::web {
namespace {

constexpr std::string_view kPage = "/account/password";

Page password_page(Context& context) {
  auto page = account_page(context, kPage, "account-password");
  set_password_rules(page, context);
  return page;
}

}  // namespace

http::Response account_password_form(Context& context, int status, std::string_view message) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  auto page = password_page(context);
  if (!message.empty()) page.error(message);
  return page.send(status);
}

http::Response get_account_password(Context& context) {
  return account_password_form(context, 200, "");
}

http::Response post_account_password(Context& context) {
  if (auto answer = turn_away(context, kPage)) return std::move(*answer);
  const auto& signed_in = context.signed_in().value();
  const auto& form = context.form;
  // First the new one: a mistake there is not worth a try of the other.
  if (const auto error =
          find_password_error(context, signed_in.account.email, signed_in.account.name))
    return password_page(context).error(error->message, error->field).send(422);
  const auto result = flow::OwnAccount(context.services(), signed_in, context.visitor())
                          .replace_password(form.text("password_current"), form.text("password"));
  return std::visit(
      overloaded{
          [&](const flow::PasswordReplaced& replaced) {
            const auto& names = context.site().cookie_names;
            context.set_cookie(names.set(names.session(), replaced.token));
            return context.see_other("/account?done=password");
          },
          [&](const flow::PasswordWrong&) {
            return password_page(context).error("PASSWORD_WRONG", "PASSWORD_CURRENT").send(422);
          },
          [&](const flow::TooMany& too_many) {
            return password_page(context).error("LOCKED_OUT").send_wait(too_many);
          },
          [&](const flow::MovedOn&) { return context.see_other("/account/password"); },
      },
      result);
}

}  // namespace doorward::web
