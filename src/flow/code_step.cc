#include "flow/code_step.h"

#include "base/crypto.h"
#include "base/text.h"
#include "domain/code.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/mailbox.h"
#include "store/outbox.h"

namespace doorward::flow {
namespace {

// The templates/mail folder of a flow's code.
const char* code_letter(const store::Flow& flow) {
  if (flow.decoy) return store::kDecoyLetter;
  switch (flow.kind) {
    case FlowKind::sign_up:
      return "code_sign_up";
    case FlowKind::sign_in:
      return "code_sign_in";
    case FlowKind::reset:
      return "code_reset";
    case FlowKind::validate:
      return "code_validate";
    case FlowKind::deletion:
      return "code_deletion";
  }
  return store::kDecoyLetter;
}

store::audit::Event event_of(std::string_view name, const store::Flow& flow,
                             const Visitor& visitor) {
  return {name,
          visitor.request_id,
          flow.account_id,
          flow.email.text(),
          visitor.network,
          std::string(to_text(flow.kind)),
          flow.company_id};
}

// A reset is of nobody until its code is right.
store::Flow proved_by_code(store::Transaction& tx, store::Flow flow) {
  if (flow.account_id || flow.kind == FlowKind::sign_up) return flow;
  if (const auto account = store::accounts::find(tx, flow.email)) {
    flow.account_id = account->id;
    flow.company_id = account->company_id;
  }
  return flow;
}

}  // namespace

std::optional<TooMany> CodeStep::begin(store::Transaction& tx, store::Flow& flow,
                                       const char* letter, const Visitor& visitor,
                                       Timestamp now) const {
  const Budgets budgets(services_.config.limits);
  const auto browser = known_browser(tx, flow.email, visitor);
  if (auto refused = take_all(tx, budgets.letters(flow, browser), now)) return refused;
  flow.state = FlowState::code_sent;
  flow.sends = 1;
  flow.sent_at = now;
  flow.code_ends_at = now + kCodeLife;
  store::flows::add(tx, flow);
  enqueue(tx, services_, flow, letter, Urgency::code, visitor, now);
  store::audit::record(tx, services_.random, event_of("flow_begun", flow, visitor), now);
  return std::nullopt;
}

SendResult CodeStep::send(const store::Flow& flow, const Visitor& visitor) const {
  const auto now = services_.clock.now();
  if (flow.state != FlowState::code_sent && flow.state != FlowState::password_ok) return MovedOn{};
  if (tries_used_up(flow)) return MovedOn{};
  if (flow.sends >= kSendsMax) return SendsUsedUp{};
  if (const auto wait = time_to_resend(flow, now); wait.count() > 0) return TooSoon{wait};
  const bool again = flow.code_ends_at && keeps_generation(now, *flow.code_ends_at);
  const auto generation = flow.sends == 0 || again ? flow.generation : flow.generation + 1;
  const auto ends_at = again ? *flow.code_ends_at : now + kCodeLife;
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> SendResult {
    const auto allowances = budgets.letters(flow, known_browser(tx, flow.email, visitor));
    if (const auto refused = take_all(tx, allowances, now)) return *refused;
    if (!store::flows::mark_sent(tx, flow, generation, ends_at, now)) {
      give_back_all(tx, allowances, now);
      return MovedOn{};
    }
    // The same letter as before, so that one to whom no code goes is not the quicker delivered.
    const auto last = store::outbox::last_of_flow(tx, flow.id);
    enqueue(tx, services_, flow, last ? last->letter.c_str() : code_letter(flow), Urgency::code,
            visitor, now);
    store::audit::record(tx, services_.random, event_of("code_sent", flow, visitor), now);
    return CodeSent{};
  });
}

CodeResult CodeStep::verify(const store::Flow& flow, std::string_view typed,
                            const Visitor& visitor) const {
  if (flow.state != FlowState::code_sent) return MovedOn{};
  const auto code = normalise_code(typed);
  if (!code) return CodeMalformed{};
  const auto now = services_.clock.now();
  const Budgets budgets(services_.config.limits);
  bool spent = false;
  const auto refused =
      services_.database.transact([&](store::Transaction& tx) -> std::optional<TooMany> {
        spent = store::flows::spend_try(tx, flow.id, kTriesMax, now);
        if (!spent) return std::nullopt;
        return take_all(tx, budgets.wrong_codes(flow, known_browser(tx, flow.email, visitor)), now);
      });
  if (refused) return *refused;
  if (!spent) return why_no_try(flow, now);
  return is_right(flow, *code) ? accept(flow, visitor) : reject(flow, visitor);
}

bool CodeStep::is_right(const store::Flow& flow, std::string_view code) const {
  const Key* key = services_.code_keys.find(flow.code_key_id);
  if (key == nullptr) return false;  // a key that was retired while the code lived
  const auto expected =
      code_for(key->bytes.view(), flow.kind, flow.id, flow.generation, flow.email);
  return code_matches(expected, code) && !flow.decoy;
}

CodeResult CodeStep::why_no_try(const store::Flow& flow, Timestamp now) const {
  const auto current = services_.database.read(
      [&](store::Transaction& tx) { return store::flows::find(tx, flow.id); });
  if (!current || current->state != FlowState::code_sent) return MovedOn{};
  if (tries_used_up(*current)) return CodeUsedUp{};
  if (current->code_ends_at && *current->code_ends_at <= now) return CodeExpired{};
  return MovedOn{};
}

CodeResult CodeStep::accept(const store::Flow& flow, const Visitor& visitor) const {
  const auto now = services_.clock.now();
  const Budgets budgets(services_.config.limits);
  return services_.database.transact([&](store::Transaction& tx) -> CodeResult {
    // Only wrong codes are to be counted.
    give_back_all(tx, budgets.wrong_codes(flow, known_browser(tx, flow.email, visitor)), now);
    const auto proved = proved_by_code(tx, flow);
    if (!store::flows::mark_verified(tx, proved)) return MovedOn{};
    store::audit::record(tx, services_.random, event_of("code_right", proved, visitor), now);
    if (proved.account_id && store::mailboxes::mark_back(tx, *proved.account_id))
      store::audit::record(tx, services_.random, event_of("mailbox_back", proved, visitor), now);
    return CodeRight{};
  });
}

CodeResult CodeStep::reject(const store::Flow& flow, const Visitor& visitor) const {
  const auto now = services_.clock.now();
  return services_.database.transact([&](store::Transaction& tx) -> CodeResult {
    store::audit::record(tx, services_.random, event_of("code_wrong", flow, visitor), now);
    const auto current = store::flows::find(tx, flow.id);
    if (!current || current->state != FlowState::code_sent) return MovedOn{};
    return CodeWrong{kTriesMax - std::min(current->tries, kTriesMax)};
  });
}

Wait CodeStep::time_to_resend(const store::Flow& flow, Timestamp now) {
  if (flow.sends == 0 || !flow.sent_at) return Wait(0);
  const auto ready_at = *flow.sent_at + resend_wait(flow.sends);
  return ready_at <= now ? Wait(0) : std::chrono::ceil<Wait>(ready_at - now);
}

bool CodeStep::tries_used_up(const store::Flow& flow) {
  return flow.state == FlowState::code_sent && flow.tries >= kTriesMax;
}

void enqueue(store::Transaction& tx, const Services& services, const store::Flow& flow,
             const char* letter, Urgency urgency, const Visitor& visitor, Timestamp now) {
  store::outbox::add(tx,
                     {.id = new_id(services.random, now),
                      .letter = letter,
                      .recipient = flow.email,
                      .flow_id = flow.id,
                      .name = "",
                      .browser = flow.browser,
                      .network = flow.network,
                      .urgent = urgency == Urgency::code,
                      .state = store::LetterState::queued,
                      .attempts = 0,
                      .due_at = now,
                      .handed_at = std::nullopt,
                      .answer = "",
                      .created_at = now,
                      .details = {},
                      .language = visitor.language},
                     now);
}

std::optional<store::Flow> find_flow(store::Transaction& tx, std::string_view id,
                                     const Visitor& visitor, Timestamp now) {
  const auto raw = text::from_base64url(id);
  if (!raw || raw->size() != kIdBytes || visitor.flow_secret.empty()) return std::nullopt;
  auto flow = store::flows::find(tx, *raw);
  if (!flow || !equal_in_constant_time(flow->secret_hash, sha256(visitor.flow_secret)) ||
      flow->expires_at <= now)
    return std::nullopt;
  return flow;
}

store::Flow new_flow(const Services& services, FlowKind kind, const Email& email,
                     std::string_view return_address, const Visitor& visitor, Timestamp now) {
  return {.id = new_id(services.random, now),
          .kind = kind,
          .state = FlowState::asked,
          .secret_hash = sha256(visitor.flow_secret),
          .email = email,
          .account_id = std::nullopt,
          .company_id = std::nullopt,
          .decoy = false,
          .return_address = std::string(return_address),
          .code_key_id = services.code_keys.current().id,
          .generation = 1,
          .tries = 0,
          .sends = 0,
          .sent_at = std::nullopt,
          .code_ends_at = std::nullopt,
          .browser = visitor.browser,
          .network = visitor.network,
          .created_at = now,
          .expires_at = now + lifetime(kind),
          .done_at = std::nullopt};
}

}  // namespace doorward::flow
