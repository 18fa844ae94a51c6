#include "web/page.h"

#include "base/text.h"
#include "web/form_token.h"

namespace doorward::web {
namespace {

using std::chrono::ceil;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Up to this many a person reads in the smaller unit: "90 minutes" but "2 hours".
constexpr seconds kSecondsMax{59};
constexpr minutes kMinutesMax{90};

}  // namespace

Page::Page(Context& context, std::string_view name)
    : context_(context), name_("page/" + std::string(name) + ".html.tpl") {
  const auto& config = context.config();
  set("SITE_NAME", config.site_name);
  set("BASE", config.base_path);
  set("STYLE_URL", config.base_path + "/static/" + context.site().templates.stylesheet());
  set("HOME_URL", config.home_path);
  set("CONTACT", config.support_contact);
  set("REFERENCE", context.request().id);
  set("RD", context.return_address());
  set("START_PAGE", name);
}

Page& Page::set(std::string_view value, std::string_view text) {
  data_.set(value, text);
  return *this;
}

Page& Page::show(std::string_view section) {
  data_.show(section);
  return *this;
}

Page& Page::bind_to_browser() {
  const FormTokens tokens(context_.site().form_keys);
  return show("FIRST_FORM").set("CSRF", tokens.for_browser(context_.flow_secret()));
}

Page& Page::bind_to_flow(const store::Flow& flow) {
  const FormTokens tokens(context_.site().form_keys);
  return show("FLOW_FORM")
      .set("FLOW", text::base64url(flow.id))
      .set("RD", flow.return_address)
      .set("CSRF", tokens.for_flow(flow, flow.state, context_.flow_secret()));
}

Page& Page::bind_to_session(const store::SignedIn& signed_in) {
  const FormTokens tokens(context_.site().form_keys);
  return show("SESSION_FORM").set("CSRF", tokens.for_session(signed_in.session.id));
}

Page& Page::good_news(std::string_view message) {
  return show(message);
}

Page& Page::error(std::string_view message, std::string_view field) {
  show("HAS_ERROR").show(message);
  if (!field.empty()) show(std::string(field) + "_BAD");
  return *this;
}

Page& Page::wait(seconds time) {
  if (time <= kSecondsMax) {
    show(time.count() == 1 ? "WAIT_ONE_SECOND" : "WAIT_SECONDS");
    return set("WAIT_COUNT", std::to_string(time.count()));
  }
  const auto whole_minutes = ceil<minutes>(time);
  if (whole_minutes <= kMinutesMax) {
    show(whole_minutes.count() == 1 ? "WAIT_ONE_MINUTE" : "WAIT_MINUTES");
    return set("WAIT_COUNT", std::to_string(whole_minutes.count()));
  }
  return show("WAIT_HOURS").set("WAIT_COUNT", std::to_string(ceil<hours>(time).count()));
}

http::Response Page::send(int status) {
  if (!data_.shows("HAS_ERROR")) show("NO_ERROR");
  return http::Response::html(status, context_.site().templates.expand(name_, data_));
}

http::Response Page::send_wait(seconds time) {
  auto response = wait(time).send(429);
  response.retry_after(time);
  return response;
}

http::Response Page::send_wait(const flow::TooMany& too_many) {
  context_.log_refusal(RefusalReason::budget_spent, too_many.budget);
  return send_wait(too_many.wait);
}

http::Response error_page(Context& context, int status, std::string_view section) {
  return Page(context, "error").show("HAS_ERROR").show(section).send(status);
}

http::Response wait_page(Context& context, seconds time) {
  return Page(context, "error").show("HAS_ERROR").show("WAIT_AND_RETRY").send_wait(time);
}

}  // namespace doorward::web
