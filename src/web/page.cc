#include "web/page.h"

#include "base/text.h"
#include "web/form_token.h"
#include "web/language_link.h"

namespace doorward::web {
namespace {

using std::chrono::ceil;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Up to this many a person reads in the smaller unit: "90 minutes" but "2 hours".
constexpr seconds kSecondsMax{59};
constexpr minutes kMinutesMax{90};

template <typename Duration>
Count count_of(Duration time) {
  return {static_cast<std::uint64_t>(time.count())};
}

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

Page& Page::set(std::string_view value, Written written) {
  data_.set(value, written);
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
  flow_ = text::base64url(flow.id);
  return show("FLOW_FORM")
      .set("FLOW", flow_)
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
  if (time <= kSecondsMax) return show("WAIT_SECONDS").set("WAIT", count_of(time));
  if (const auto whole = ceil<minutes>(time); whole <= kMinutesMax)
    return show("WAIT_MINUTES").set("WAIT", count_of(whole));
  return show("WAIT_HOURS").set("WAIT", count_of(ceil<hours>(time)));
}

http::Response Page::send(int status) {
  if (!data_.shows("HAS_ERROR")) show("NO_ERROR");
  const auto& language = context_.visitor().language;
  set("HERE", link_to_here(context_, flow_));
  auto response =
      http::Response::html(status, context_.site().templates.expand(language, name_, data_));
  response.header("Content-Language", language).header("Vary", "Accept-Language, Cookie");
  return response;
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
