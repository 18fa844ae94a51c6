#include "web/code_pages.h"

#include "base/text.h"
#include "domain/password.h"
#include "store/outbox.h"
#include "web/handlers.h"

namespace doorward::web {
namespace {

std::string_view template_of(FlowKind kind) {
  switch (kind) {
    case FlowKind::sign_up:
      return "sign-up";
    case FlowKind::sign_in:
      return "verify";
    case FlowKind::reset:
    case FlowKind::validate:
      return "reset";
    case FlowKind::deletion:
      return "account-delete";
  }
  return "";
}

// What became of the letter. At reset nothing is shown: it would tell who has an account.
void show_delivery(Page& page, const store::Letter& letter) {
  switch (letter.state) {
    case store::LetterState::queued:
    case store::LetterState::leased:
      page.show("DELIVERY_QUEUED");
      break;
    case store::LetterState::sent:
      page.show("DELIVERY_HANDED").set("HANDED_AT", TimeOfDay{*letter.handed_at});
      break;
    case store::LetterState::refused:
      page.show("DELIVERY_REFUSED").set("DOMAIN", letter.recipient.domain().text());
      break;
    case store::LetterState::dropped:
      break;
  }
}

void show_resend(Page& page, const store::Flow& flow, Timestamp now) {
  const auto wait = flow::CodeStep::time_to_resend(flow, now);
  if (flow.sends >= kSendsMax)
    page.show("RESEND_NONE");
  else if (wait.count() == 0)
    page.show("RESEND_READY");
  else
    page.show("RESEND_WAITING")
        .set("RESEND_SECONDS", Count{static_cast<std::uint64_t>(wait.count())});
}

std::string_view message_name(PasswordFault fault) {
  switch (fault) {
    case PasswordFault::missing:
      return "PASSWORD_MISSING";
    case PasswordFault::too_short:
      return "PASSWORD_TOO_SHORT";
    case PasswordFault::too_long:
      return "PASSWORD_TOO_LONG";
    case PasswordFault::guessable:
      return "PASSWORD_GUESSABLE";
    case PasswordFault::not_text:
      return "PASSWORD_MISSING";
  }
  return "";
}

}  // namespace

Page code_page(Context& context, const store::Flow& flow) {
  Page page(context, template_of(flow.kind));
  page.bind_to_flow(flow).set("EMAIL", flow.email.text());
  const bool resets = flow.kind == FlowKind::reset || flow.kind == FlowKind::validate;
  if (resets) page.show(flow.kind == FlowKind::reset ? "FOR_RESET" : "FOR_VALIDATE");
  if (flow::CodeStep::tries_used_up(flow)) {
    page.show("USED_UP").show("USED_UP_NOW").error("CODE_USED_UP");
    return page;
  }
  page.show("CODE_SENT");
  if (!is_own(flow.kind)) page.show("MAY_CHANGE_ADDRESS");
  show_resend(page, flow, context.now());
  if (!resets) {
    const auto letter = context.services().database.read(
        [&](store::Transaction& tx) { return store::outbox::last_of_flow(tx, flow.id); });
    if (letter) show_delivery(page, *letter);
  }
  return page;
}

std::optional<store::Flow> flow_of_query(Context& context) {
  return context.services().database.read([&](store::Transaction& tx) {
    return flow::find_flow(tx, context.query.text("flow"), context.visitor(), context.now());
  });
}

http::Response see_current_page(Context& context) {
  const auto current = context.services().database.read(
      [&](store::Transaction& tx) { return store::flows::find(tx, context.flow->id); });
  return context.see_other(current_page(current.value_or(*context.flow)));
}

http::Response post_code(Context& context) {
  const auto& flow = *context.flow;
  const auto result =
      flow::CodeStep(context.services()).verify(flow, context.form.text("code"), context.visitor());
  if (std::holds_alternative<flow::CodeRight>(result) ||
      std::holds_alternative<flow::MovedOn>(result)) {
    // Pressed twice, the second press finds that the flow has moved on; finishing knows both.
    const bool straight_on =
        flow.kind == FlowKind::sign_in && context.config().verify_steps == VerifySteps::direct;
    if (straight_on) return post_verify_finish(context);
    return std::holds_alternative<flow::CodeRight>(result) ? context.see_other(current_page(flow))
                                                           : see_current_page(context);
  }

  // The page of the flow as it is now: a try may have been its last.
  const auto current = context.services().database.read(
      [&](store::Transaction& tx) { return store::flows::find(tx, flow.id); });
  auto page = code_page(context, current.value_or(flow));
  if (const auto* too_many = std::get_if<flow::TooMany>(&result))
    return page.error("WAIT_AND_RETRY").send_wait(*too_many);
  if (const auto* wrong = std::get_if<flow::CodeWrong>(&result); wrong && wrong->tries_left > 0)
    page.error("CODE_INCORRECT", "CODE").set("TRIES_LEFT", Count{wrong->tries_left});
  if (std::holds_alternative<flow::CodeMalformed>(result)) page.error("CODE_MALFORMED", "CODE");
  if (std::holds_alternative<flow::CodeExpired>(result)) page.error("CODE_EXPIRED", "CODE");
  return page.send(422);
}

http::Response post_resend(Context& context) {
  const auto& flow = *context.flow;
  const auto result = flow::CodeStep(context.services()).send(flow, context.visitor());
  if (std::holds_alternative<flow::CodeSent>(result))
    return context.see_other(current_page(flow) + "&sent=again");
  if (std::holds_alternative<flow::MovedOn>(result)) return see_current_page(context);
  auto page = code_page(context, flow);
  if (const auto* soon = std::get_if<flow::TooSoon>(&result))
    return page.error("RESEND_TOO_SOON").send_wait(soon->wait);
  if (const auto* too_many = std::get_if<flow::TooMany>(&result))
    return page.error("WAIT_AND_RETRY").send_wait(*too_many);
  return page.error("RESENDS_USED_UP").send(422);
}

http::Response post_change_address(Context& context) {
  // The code that is on its way to the other address must not work any more.
  context.services().database.transact(
      [&](store::Transaction& tx) { store::flows::abandon(tx, context.flow->id, context.now()); });
  const auto& flow = *context.flow;
  const auto rd = "rd=" + text::percent_encode(flow.return_address);
  switch (flow.kind) {
    case FlowKind::validate:
      return context.see_other("/reset?for=validate&" + rd);
    case FlowKind::reset:
      return context.see_other("/reset?" + rd);
    default:
      return context.see_other(
          (context.config().sign_up_open ? "/sign-up?" : "/sign-up?for=invitation&") + rd);
  }
}

void set_password_rules(Page& page, const Context& context) {
  const auto& rules = context.config().password;
  page.set("PASSWORD_LENGTH_MIN", Count{rules.length_min});
  page.set("PASSWORD_LENGTH_MAX", Count{rules.length_max});
}

std::optional<FieldError> find_password_error(const Context& context, const Email& email,
                                              std::string_view name) {
  const auto& form = context.form;
  const auto& rules = context.config().password;
  const std::vector<std::string> known_words{email.text(), std::string(name),
                                             context.config().site_name, context.config().host()};
  if (const auto fault =
          find_fault(form.text("password"), {rules.length_min, rules.length_max}, known_words))
    return FieldError{message_name(*fault), "PASSWORD"};
  if (form.text("password") != form.text("password_confirm"))
    return FieldError{"PASSWORD_MISMATCH", "PASSWORD_CONFIRM"};
  return std::nullopt;
}

}  // namespace doorward::web
