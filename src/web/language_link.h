// The links in the foot of each page that show it in another language: a GET of the same page with
// "language=de", which sets a cookie and leads back to the page. No row is written for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/response.h"
#include "web/context.h"

namespace doorward::web {

// What "language=de" is put behind: "/auth/verify?flow=…&". After a POST, the page that it answers
// with; `flow` is the one that page belongs to, "" for none.
std::string link_to_here(const Context& context, std::string_view flow);

// The answer to such a link; none when the request is none.
std::optional<http::Response> change_language(Context& context);

}  // namespace doorward::web
