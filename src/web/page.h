// A page being put together: its template, its form's tokens, its messages.
#pragma once

#include <chrono>
#include <string_view>

#include "base/template.h"
#include "flow/budgets.h"
#include "http/response.h"
#include "web/context.h"

namespace doorward::web {

class Page {
 public:
  // `name` is a file in templates/page without ".html.tpl".
  Page(Context& context, std::string_view name);

  Page& set(std::string_view value, std::string_view text);
  Page& set(std::string_view value, Written written);
  Page& show(std::string_view section);
  // One more row of a list: see TemplateData.
  TemplateData& repeat(std::string_view section) { return data_.repeat(section); }

  // What the page's form is bound to: a browser that has no flow yet, a flow in its present state,
  // or a session.
  Page& bind_to_browser();
  Page& bind_to_flow(const store::Flow& flow);
  Page& bind_to_session(const store::SignedIn& signed_in);

  // A message of the catalogue (templates/part/messages), and the field it is about, e.g. "EMAIL".
  Page& good_news(std::string_view message);
  Page& error(std::string_view message, std::string_view field = "");
  Page& wait(std::chrono::seconds time);

  http::Response send(int status);
  // 429 with Retry-After, and the page says how long.
  http::Response send_wait(std::chrono::seconds time);
  // The same for a spent budget, which is logged.
  http::Response send_wait(const flow::TooMany& too_many);

 private:
  Context& context_;
  std::string name_;
  std::string flow_;  // "" when the page is none's
  TemplateData data_;
};

// The plain page for what has no page of its own; `section` names it in templates/page/error.
http::Response error_page(Context& context, int status, std::string_view section);
// 429 on that page.
http::Response wait_page(Context& context, std::chrono::seconds time);

}  // namespace doorward::web
