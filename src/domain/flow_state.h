// What a visitor is in the middle of, and which step may follow which.
//
//   sign_up                asked ──────> code_sent ──> verified ──> done   (account created)
//   sign_in                password_ok ─> code_sent ──> verified ──> done   (session created)
//   reset, validate        asked ──────> code_sent ──> verified ──> done   (password set)
//   deletion               password_ok ─> code_sent ──> verified ──> done   (account erased)
//
// There is no other way, none back, and none past a step: a code that is sent again leaves the
// state as it is, another address is another flow. A flow ends by itself when its lifetime is over.
// The database moves a flow by one conditional UPDATE from the exact state before (ASVS 2.3.1).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace doorward {

enum class FlowKind { sign_up, sign_in, reset, validate, deletion };
enum class FlowState { asked, password_ok, code_sent, verified, done };

// The names that the database uses.
std::string_view to_text(FlowKind kind);
std::string_view to_text(FlowState state);
std::optional<FlowKind> flow_kind_from(std::string_view text);
std::optional<FlowState> flow_state_from(std::string_view text);

std::chrono::minutes lifetime(FlowKind kind);
FlowState first_state(FlowKind kind);
// Whether it begins with the right password, so that its letters and codes are paid for from the
// account's own budgets.
bool is_own(FlowKind kind);
bool may_move(FlowKind kind, FlowState from, FlowState to);

// Codes that one flow may send.
inline constexpr std::uint32_t kSendsMax = 5;

// How long after the `sends`th send the next one may follow. REQUIRES: sends >= 1.
std::chrono::seconds resend_wait(std::uint32_t sends);

// True when the code in use lives long enough to be sent once more, with the end that it has; else
// the next generation replaces it. So the code in a late letter is still the one that counts.
bool keeps_generation(Timestamp now, Timestamp code_ends_at);

}  // namespace doorward
