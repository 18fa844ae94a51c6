#include "web/refusal_log.h"

#include <string>

#include "base/log.h"

namespace doorward::web {
namespace {

std::string_view to_text(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::wrong_type:
      return "wrong_type";
    case RefusalReason::broken_form:
      return "broken_form";
    case RefusalReason::foreign_form:
      return "foreign_form";
    case RefusalReason::unknown_field:
      return "unknown_field";
    case RefusalReason::cookie_missing:
      return "cookie_missing";
    case RefusalReason::unknown_flow:
      return "unknown_flow";
    case RefusalReason::out_of_date_token:
      return "out_of_date_token";
    case RefusalReason::wrong_page:
      return "wrong_page";
    case RefusalReason::budget_spent:
      return "budget_spent";
  }
  return "";
}

}  // namespace

void RefusalLog::add(const flow::Visitor& visitor, Timestamp now, RefusalReason reason,
                     std::string_view budget) {
  const auto left_out = brake_.pass(now);
  if (!left_out) return;
  log::warning("form_refused", {{"request", visitor.request_id},
                                {"network", visitor.network},
                                {"reason", std::string(to_text(reason))},
                                {"budget", budget.empty() ? "-" : std::string(budget)},
                                {"left_out", std::to_string(*left_out)}});
}

}  // namespace doorward::web
