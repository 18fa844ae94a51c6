#include "web/form_token.h"

#include "base/crypto.h"
#include "base/text.h"

namespace doorward::web {
namespace {

std::string browser_message(std::string_view flow_secret) {
  return "first" + std::string(flow_secret);
}

std::string flow_message(const store::Flow& flow, FlowState state, std::string_view flow_secret) {
  return "flow" + flow.id + std::string(to_text(state)) + "\n" + std::string(flow_secret);
}

std::string session_message(std::string_view session_id) {
  return "session" + std::string(session_id);
}

std::string token_of(const Key& key, std::string_view message) {
  return text::base64url(hmac_sha256(key.bytes.view(), message));
}

}  // namespace

std::string FormTokens::for_browser(std::string_view flow_secret) const {
  return token_of(keys_.current(), browser_message(flow_secret));
}

std::string FormTokens::for_flow(const store::Flow& flow, FlowState state,
                                 std::string_view flow_secret) const {
  return token_of(keys_.current(), flow_message(flow, state, flow_secret));
}

std::string FormTokens::for_session(std::string_view session_id) const {
  return token_of(keys_.current(), session_message(session_id));
}

bool FormTokens::is_for_browser(std::string_view token, std::string_view flow_secret) const {
  return is_made_of(token, browser_message(flow_secret));
}

bool FormTokens::is_for_flow(std::string_view token, const store::Flow& flow, FlowState state,
                             std::string_view flow_secret) const {
  return is_made_of(token, flow_message(flow, state, flow_secret));
}

bool FormTokens::is_for_session(std::string_view token, std::string_view session_id) const {
  return is_made_of(token, session_message(session_id));
}

bool FormTokens::is_made_of(std::string_view token, std::string_view message) const {
  for (const auto& key : keys_.all())
    if (equal_in_constant_time(token, token_of(key, message))) return true;
  return false;
}

}  // namespace doorward::web
