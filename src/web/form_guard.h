// What stands between a POST and its handler. A handler can't forget any of it.
//
// The body is a form of known fields; it came from one of our own pages (Sec-Fetch-Site, else
// Origin); the browser kept our cookie; the form's token fits the browser, the flow and its state.
// A form of a step that is over is answered with the page of the current step.
#pragma once

#include <variant>

#include "http/response.h"
#include "web/context.h"
#include "web/routes.h"

namespace doorward::web {

// Fills context.form and context.flow. Either the route whose handler may run, or the answer.
std::variant<const ActionRoute*, http::Response> admit(Context& context, const PageRoute& page);

}  // namespace doorward::web
