// The step that all flows share: a code is mailed, typed in, and right or wrong.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "flow/budgets.h"
#include "flow/services.h"
#include "store/flow.h"

namespace doorward::flow {

// --- What can come of sending and of typing a code.
struct CodeSent {};
struct TooSoon {
  Wait wait;
};
struct SendsUsedUp {};
struct MovedOn {};  // the flow is in another state by now: show that
using SendResult = std::variant<CodeSent, TooSoon, SendsUsedUp, TooMany, MovedOn>;

struct CodeRight {};
struct CodeWrong {
  std::uint32_t tries_left;  // 0: the flow is over
};
struct CodeMalformed {};  // not six digits; costs no try
struct CodeExpired {};
struct CodeUsedUp {};
using CodeResult =
    std::variant<CodeRight, CodeWrong, CodeMalformed, CodeExpired, CodeUsedUp, TooMany, MovedOn>;

class CodeStep {
 public:
  explicit CodeStep(const Services& services) : services_(services) {}

  // Adds a new flow in state code_sent together with its first letter; `letter` is a folder in
  // templates/mail, or store::kDecoyLetter. TooMany: nothing was added.
  std::optional<TooMany> begin(store::Transaction& tx, store::Flow& flow, const char* letter,
                               const Visitor& visitor, Timestamp now) const;

  // The first code of a flow that was begun without one (sign-in), or a further one. A code with
  // five minutes left is sent again as it is; else the next generation replaces it.
  SendResult send(const store::Flow& flow, const Visitor& visitor) const;

  // Spends a try and commits that before the code is compared (ASVS 6.5, 6.6.3).
  CodeResult verify(const store::Flow& flow, std::string_view typed, const Visitor& visitor) const;

  // For pages: how long until "Send new code" works.
  static Wait time_to_resend(const store::Flow& flow, Timestamp now);
  static bool tries_used_up(const store::Flow& flow);

 private:
  bool is_right(const store::Flow& flow, std::string_view code) const;
  CodeResult why_no_try(const store::Flow& flow, Timestamp now) const;
  CodeResult accept(const store::Flow& flow, const Visitor& visitor) const;
  CodeResult reject(const store::Flow& flow, const Visitor& visitor) const;

  const Services& services_;
};

enum class Urgency { code, notice };

// Queues `letter` to the flow's address, in `visitor`'s language, with what its reader should know
// of who asked.
void enqueue(store::Transaction& tx, const Services& services, const store::Flow& flow,
             const char* letter, Urgency urgency, const Visitor& visitor, Timestamp now);

// The flow of that id if it is of this browser and still lives (a finished one lives on until its
// time is over, so that a page sent twice can be answered).
std::optional<store::Flow> find_flow(store::Transaction& tx, std::string_view id,
                                     const Visitor& visitor, Timestamp now);

// A flow as it begins, for the caller to adjust.
store::Flow new_flow(const Services& services, FlowKind kind, const Email& email,
                     std::string_view return_address, const Visitor& visitor, Timestamp now);

}  // namespace doorward::flow
