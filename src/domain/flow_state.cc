#include "domain/flow_state.h"

#include <utility>

#include "base/check.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;

constexpr std::pair<FlowKind, std::string_view> kKinds[] = {
    {FlowKind::sign_up, "sign_up"},   {FlowKind::sign_in, "sign_in"},   {FlowKind::reset, "reset"},
    {FlowKind::validate, "validate"}, {FlowKind::deletion, "deletion"},
};

constexpr std::pair<FlowState, std::string_view> kStates[] = {
    {FlowState::asked, "asked"},         {FlowState::password_ok, "password_ok"},
    {FlowState::code_sent, "code_sent"}, {FlowState::verified, "verified"},
    {FlowState::done, "done"},
};

// Long enough to be found, read and typed (NIST SP 800-63B gives a code at most 10 minutes).
constexpr std::chrono::minutes kLeftToKeep = 5min;

template <class Value, std::size_t count>
std::string_view name_of(const std::pair<Value, std::string_view> (&names)[count], Value value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  throw BrokenInvariant("a flow's kind or state has a name");
}

template <class Value, std::size_t count>
std::optional<Value> named(const std::pair<Value, std::string_view> (&names)[count],
                           std::string_view text) {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_text(FlowKind kind) {
  return name_of(kKinds, kind);
}

std::string_view to_text(FlowState state) {
  return name_of(kStates, state);
}

std::optional<FlowKind> flow_kind_from(std::string_view text) {
  return named(kKinds, text);
}

std::optional<FlowState> flow_state_from(std::string_view text) {
  return named(kStates, text);
}

std::chrono::minutes lifetime(FlowKind kind) {
  switch (kind) {
    case FlowKind::sign_up:
      return 60min;
    case FlowKind::sign_in:
    case FlowKind::deletion:
      return 15min;
    case FlowKind::reset:
    case FlowKind::validate:
      return 30min;
  }
  throw BrokenInvariant("a flow's kind has a lifetime");
}

FlowState first_state(FlowKind kind) {
  return is_own(kind) ? FlowState::password_ok : FlowState::asked;
}

bool is_own(FlowKind kind) {
  return kind == FlowKind::sign_in || kind == FlowKind::deletion;
}

bool may_move(FlowKind kind, FlowState from, FlowState to) {
  switch (to) {
    case FlowState::asked:
    case FlowState::password_ok:
      return false;
    case FlowState::code_sent:
      return from == first_state(kind);
    case FlowState::verified:
      return from == FlowState::code_sent;
    case FlowState::done:
      return from == FlowState::verified;
  }
  return false;
}

std::chrono::seconds resend_wait(std::uint32_t sends) {
  check(sends >= 1, "a resend follows a send");
  return sends == 1 ? 30s : sends == 2 ? 60s : 120s;
}

bool keeps_generation(Timestamp now, Timestamp code_ends_at) {
  return code_ends_at - now >= kLeftToKeep;
}

}  // namespace doorward
