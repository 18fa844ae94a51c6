// Who may use the pages of a company: its administrators, while they and the company may get in.
#pragma once

#include "web/context.h"

namespace doorward::web {

// What to answer to anybody else; none: go on.
std::optional<http::Response> refuse_all_but_administrators(Context& context);

// The id that a link or a hidden field carries, in hex; none when it is no id.
std::optional<Id> id_from(std::string_view text);

}  // namespace doorward::web
