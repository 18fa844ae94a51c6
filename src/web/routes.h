// Every page and every button of doorward-web, in two tables.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "domain/flow_state.h"
#include "http/response.h"
#include "web/context.h"

namespace doorward::web {

// What a form must prove to belong to before its handler runs.
enum class Binding { browser, flow, session };

struct PageRoute {
  std::string_view page;  // below the base path
  http::Response (*get)(Context&);
  // The page as it is without a flow, with what was typed and one message of the catalogue: for a
  // form whose cookie or token is gone. Null when the page has no such form.
  http::Response (*first_form)(Context&, int status, std::string_view message);
};

struct ActionRoute {
  std::string_view page;
  std::string_view action;  // the value of the button
  Binding binding;
  // With Binding::flow: the state the flow must be in. In any other, its current page is shown.
  std::optional<FlowState> state;
  std::string_view fields;  // that the step knows, beside action, csrf and flow or rd
  http::Response (*post)(Context&);
};

std::span<const PageRoute> page_routes();
std::span<const ActionRoute> action_routes();

}  // namespace doorward::web
