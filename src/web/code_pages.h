// The pages of the code step, which sign-up, verify and reset share.
#pragma once

#include "flow/code_step.h"
#include "web/page.h"

namespace doorward::web {

// The page of a flow whose code is on its way: the code box, or, when its tries are used up, the
// way to start again.
Page code_page(Context& context, const store::Flow& flow);

// The flow that `?flow=` names, if it is this browser's and has not run out.
std::optional<store::Flow> flow_of_query(Context& context);

// To the page where context.flow stands by now.
http::Response see_current_page(Context& context);

// The new password of `email`, twice: the message and field to complain about, if any.
struct FieldError {
  std::string_view message;
  std::string_view field;
};
std::optional<FieldError> find_password_error(const Context& context, const Email& email,
                                              std::string_view name);
// What PASSWORD_NEW, and the messages about it, say of the rules.
void set_password_rules(Page& page, const Context& context);

}  // namespace doorward::web
