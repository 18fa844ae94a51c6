// What stands before every page of a person's own account, GET and POST alike.
#pragma once

#include <optional>
#include <string_view>

#include "http/response.h"
#include "web/context.h"
#include "web/page.h"

namespace doorward::web {

// The answer for somebody who may not be here now: to sign in, or why not. None: go on, with
// context.signed_in(). `page` is below the base path.
std::optional<http::Response> turn_away(Context& context, std::string_view page);

// A page of the account with its form's token; `page` as above, `name` its template.
// REQUIRES: turn_away gave none.
Page account_page(Context& context, std::string_view page, std::string_view name);

}  // namespace doorward::web
