// Forms that were refused because they go round what the pages allow, for whoever watches the log:
// `form_refused` with the page's reference, the network and a reason out of this list. Nothing that
// was sent is logged. Most are no attacks: people come back to pages that are out of date.
//
// Sixty lines a minute of each process at most; `left_out` says how many were not written before.
#pragma once

#include <string_view>

#include "base/log_brake.h"
#include "flow/services.h"

namespace doorward::web {

enum class RefusalReason {
  wrong_type,         // the body is no form
  broken_form,        // not to be parsed, too many fields, one twice or in the query too
  foreign_form,       // it was on a page that is not ours
  unknown_field,      // a field or a button that the page doesn't have
  cookie_missing,     // the browser has no flow secret
  unknown_flow,       // of another browser, over, or made up
  out_of_date_token,  // not made for this browser, flow or session; or before it signed in
  wrong_page,         // the flow's own, sent to the page of another kind of flow
  budget_spent,       // and which
};

class RefusalLog {
 public:
  void add(const flow::Visitor& visitor, Timestamp now, RefusalReason reason,
           std::string_view budget);

 private:
  log::Brake brake_{60};
};

}  // namespace doorward::web
