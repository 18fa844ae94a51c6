// The token that ties a form to the browser, flow and state it was made for (CSRF, ASVS 3.5.1).
//
// HMAC under the form key; any key of the file is recognised. The three kinds of message differ in
// length, so that none can be taken for another.
#pragma once

#include <string>
#include <string_view>

#include "base/key_file.h"
#include "domain/flow_state.h"
#include "store/flow.h"

namespace doorward::web {

class FormTokens {
 public:
  explicit FormTokens(const KeyFile& keys) : keys_(keys) {}

  std::string for_browser(std::string_view flow_secret) const;
  std::string for_flow(const store::Flow& flow, FlowState state,
                       std::string_view flow_secret) const;
  std::string for_session(std::string_view session_id) const;

  bool is_for_browser(std::string_view token, std::string_view flow_secret) const;
  bool is_for_flow(std::string_view token, const store::Flow& flow, FlowState state,
                   std::string_view flow_secret) const;
  bool is_for_session(std::string_view token, std::string_view session_id) const;

 private:
  bool is_made_of(std::string_view token, std::string_view message) const;

  const KeyFile& keys_;
};

}  // namespace doorward::web
