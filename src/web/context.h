// One request under way in doorward-web: what handlers read from and answer with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/template.h"
#include "flow/services.h"
#include "http/cookie_names.h"
#include "http/request.h"
#include "http/response.h"
#include "store/flow.h"
#include "store/session.h"
#include "web/refusal_log.h"

namespace doorward::web {

// What lives as long as the program.
struct Site {
  const flow::Services& services;
  const Templates& templates;
  const KeyFile& form_keys;
  http::CookieNames cookie_names;
  RefusalLog& refusals;
};

class Context {
 public:
  Context(const Site& site, const http::Request& request);

  const Site& site() const { return site_; }
  const flow::Services& services() const { return site_.services; }
  const Config& config() const { return site_.services.config; }
  const http::Request& request() const { return request_; }
  const flow::Visitor& visitor() const { return visitor_; }
  Timestamp now() const { return site_.services.clock.now(); }

  // The parsed body and query; a value that is not there is "".
  http::Form form;
  http::Form query;

  // The flow that a form belongs to, once the guard has found it to be this browser's.
  std::optional<store::Flow> flow;

  // Who is signed in here and may use it now; looked up when first asked for.
  const std::optional<store::SignedIn>& signed_in();

  // The browser's flow secret; made, and set as a cookie with the answer, when it has none yet.
  const std::string& flow_secret();
  // A session was created: the flow secret is replaced, as everything that was known before it.
  void renew_flow_secret();
  void set_cookie(std::string cookie) { cookies_.push_back(std::move(cookie)); }

  // The form's address; blanks around it come from the clipboard.
  std::optional<Email> typed_email() const;

  // `rd` of form or query, if it is a return address, else where people go without one.
  std::string return_address() const;

  http::Response see_other(std::string_view page) const;
  // `budget`: the name of the one that is spent.
  void log_refusal(RefusalReason reason, std::string_view budget = "") const {
    site_.refusals.add(visitor_, now(), reason, budget);
  }
  // The page may run this site's own script files.
  void allow_scripts() { scripts_ = http::Scripts::own_files; }
  // Adds what every answer carries: security headers and the cookies set on the way.
  void finish(http::Response& response) const;

 private:
  const Site& site_;
  const http::Request& request_;
  flow::Visitor visitor_;
  std::vector<std::string> cookies_;
  http::Scripts scripts_ = http::Scripts::none;
  bool session_looked_up_ = false;
  std::optional<store::SignedIn> signed_in_;
};

// The page where a flow goes on, e.g. "/verify?flow=…".
std::string current_page(const store::Flow& flow);

}  // namespace doorward::web
