#include "mail/courier.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "base/log.h"
#include "base/text.h"
#include "domain/code.h"
#include "domain/mail_status.h"
#include "mail/mailbox_gone.h"
#include "store/audit.h"
#include "store/heartbeat.h"

namespace doorward::mail {
namespace {

using namespace std::chrono_literals;

// As many as one server takes within a fraction of a lease.
constexpr std::size_t kBatchLetters = 20;
constexpr auto kServerWait = 2s;
// Short, for it is the trouble of another letter: a full mailbox must not hold up its neighbours.
constexpr auto kDomainWait = 5s;
constexpr std::array<std::chrono::seconds, 6> kWaits = {5s, 15s, 60s, 5min, 10min, 15min};
// A code lives ten minutes: a longer wait would waste it.
constexpr std::size_t kCodeWaits = 3;
constexpr auto kNoticeLife = 48h;
constexpr auto kBeat = 10s;
constexpr auto kRequest = "mailer";  // in the audit trail

bool holds_code(const store::Letter& letter) {
  return letter.letter.starts_with("code_");
}

// A server may quote the subject in its answer.
std::string without_code(std::string answer, const std::optional<Code>& code) {
  if (!code) return answer;
  for (std::size_t at = 0; (at = answer.find(code->digits, at)) != std::string::npos;)
    answer.replace(at, code->digits.size(), code->digits.size(), '*');
  return answer;
}

// Why the code of `letter` is of no use any more; null when it is.
const char* why_dropped(const store::Letter& letter,
                        const std::optional<store::outbox::CodeFacts>& facts, Timestamp now) {
  if (!facts) return "its flow is gone";
  if (facts->state != FlowState::code_sent) return "its flow has moved on";
  if (facts->decoy || facts->email != letter.recipient) return "its flow has no code for it";
  if (facts->expires_at <= now) return "its flow is over";
  if (facts->tries >= kTriesMax) return "its tries are used up";
  if (!facts->code_ends_at || *facts->code_ends_at <= now) return "its code has expired";
  return nullptr;
}

void log_outcome(log::Level level, std::string_view event, const store::Letter& letter,
                 const std::string& answer) {
  log::write(level, event,
             {{"id", text::hex(letter.id)},
              {"letter", letter.letter},
              {"to", letter.recipient.text()},
              {"attempt", std::to_string(letter.attempts + 1)},
              {"answer", answer}});
}

}  // namespace

using store::LetterState;

Courier::Courier(store::Database& database, Transport& transport, const Letters& letters,
                 const KeyFile& code_keys, Clock& clock, Random& random, const Config& config)
    : database_(database),
      transport_(transport),
      letters_(letters),
      code_keys_(code_keys),
      clock_(clock),
      random_(random),
      config_(config),
      bounce_address_(bounce_address_of(config)) {}

std::size_t Courier::deliver_due(const std::function<bool()>& stop_asked) {
  if (unrecorded_) record();
  beat();
  if (batch_.empty()) lease();
  std::size_t count = 0;
  for (; !batch_.empty(); ++count) {
    beat();
    unrecorded_ = next_verdict(stop_asked);
    record();
  }
  return count;
}

std::optional<std::string> Courier::server_trouble() const {
  return outage_ ? std::optional(outage_->answer) : std::nullopt;
}

void Courier::beat() {
  const auto now = clock_.now();
  if (last_beat_ && now - *last_beat_ < kBeat) return;
  database_.transact(
      [&](store::Transaction& tx) { store::heartbeats::beat(tx, store::kMailer, now); });
  last_beat_ = now;
}

void Courier::lease() {
  const auto now = clock_.now();
  if (outage_ && now < outage_->try_again_at) return;
  deferring_domains_.clear();
  std::vector<store::Letter> letters;
  if (lease_unsure_)
    letters =
        database_.read([&](store::Transaction& tx) { return store::outbox::leased(tx, lease_); });
  if (letters.empty()) {
    lease_ = new_id(random_, now);
    lease_ends_at_ = now + config_.smtp.lease;
    lease_unsure_ = true;
    letters = database_.transact([&](store::Transaction& tx) {
      return store::outbox::lease(tx, lease_, outage_ ? 1 : kBatchLetters, config_.smtp.lease, now);
    });
  }
  lease_unsure_ = false;
  batch_.assign(letters.begin(), letters.end());
}

Courier::Verdict Courier::next_verdict(const std::function<bool()>& stop_asked) {
  const auto& letter = batch_.front();
  const auto now = clock_.now();
  // Sending may take the whole time-out; by then the letter could be another courier's.
  if (stop_asked() || now + config_.smtp.timeout >= lease_ends_at_)
    return {LetterState::queued, letter.answer, now};
  if (outage_ && now < outage_->try_again_at)
    return {LetterState::queued, outage_->answer, outage_->try_again_at};
  return deliver(letter);
}

Courier::Verdict Courier::deliver(const store::Letter& letter) try {
  if (deferring_domains_.contains(letter.recipient.domain().text()))
    return {LetterState::queued, "its domain defers letters", after(kDomainWait)};
  if (letter.letter == store::kDecoyLetter) return {LetterState::sent, "", clock_.now()};
  return holds_code(letter) ? deliver_code(letter) : send(letter, std::nullopt);
} catch (const store::Unavailable&) {
  throw;
} catch (const std::exception& error) {
  log_outcome(log::Level::error, "letter_failed", letter, error.what());
  return defer(letter, "a fault of ours: see the log");
}

Courier::Verdict Courier::deliver_code(const store::Letter& letter) {
  // Read now, not with the lease: a new code may have replaced the one the letter was queued for.
  const auto facts = database_.read([&](store::Transaction& tx) {
    return letter.flow_id ? store::outbox::code_facts(tx, *letter.flow_id) : std::nullopt;
  });
  if (const char* reason = why_dropped(letter, facts, clock_.now())) {
    log_outcome(log::Level::info, "letter_dropped", letter, reason);
    return {LetterState::dropped, reason, {}};
  }
  const Key* key = code_keys_.find(facts->code_key_id);
  if (key == nullptr)
    throw std::runtime_error("code.key has no key " + facts->code_key_id +
                             ": was the mailer restarted after the key was added?");
  return send(letter, Code{code_for(key->bytes.view(), facts->kind, *letter.flow_id,
                                    facts->generation, facts->email),
                           *facts->code_ends_at});
}

Courier::Verdict Courier::send(const store::Letter& letter, const std::optional<Code>& code) {
  auto message = letters_.compose(letter, code);
  if (bounce_address_) message.sender = bounce_address_->sender(letter.id, code_keys_);
  const auto delivery = transport_.send(message);
  const auto answer = without_code(delivery.answer, code);
  if (delivery.outcome == Outcome::unreachable) return wait_for_server(answer);
  if (outage_) log::info("mail_server_back");
  outage_.reset();
  switch (delivery.outcome) {
    case Outcome::accepted:
      log_outcome(log::Level::info, "letter_sent", letter, answer);
      return {LetterState::sent, answer, clock_.now()};
    case Outcome::refused:
      log_outcome(log::Level::warning, "letter_refused", letter, answer);
      return {LetterState::refused,
              answer,
              {},
              means_mailbox_gone(delivery.recipient_status) ? delivery.recipient_status : ""};
    case Outcome::deferred:
    case Outcome::unreachable:
      break;
  }
  log_outcome(log::Level::warning, "letter_deferred", letter, answer);
  deferring_domains_.insert(letter.recipient.domain().text());
  return defer(letter, answer);
}

Courier::Verdict Courier::wait_for_server(const std::string& answer) {
  // Once, not every two seconds.
  if (!outage_ || outage_->answer != answer)
    log::error("mail_server_unreachable", {{"answer", answer}});
  outage_ = {after(kServerWait), answer};
  return {LetterState::queued, answer, outage_->try_again_at};
}

Courier::Verdict Courier::defer(const store::Letter& letter, const std::string& answer) {
  if (!holds_code(letter) && clock_.now() - letter.created_at >= kNoticeLife) {
    log_outcome(log::Level::warning, "letter_given_up", letter, answer);
    return {LetterState::refused, "gave up after two days: " + answer, {}};
  }
  const auto last = (holds_code(letter) ? kCodeWaits : kWaits.size()) - 1;
  return {LetterState::queued, answer, after(kWaits[std::min<std::size_t>(letter.attempts, last)])};
}

void Courier::record() {
  const auto& letter = batch_.front();
  const auto& id = letter.id;
  const auto& [state, answer, at, gone_status] = *unrecorded_;
  database_.transact([&, state = state, &answer = answer, at = at,
                      &gone_status = gone_status](store::Transaction& tx) {
    const auto now = clock_.now();
    if (!gone_status.empty())
      for (const auto& event :
           note_gone(tx, config_, {letter.recipient, gone_status, "at RCPT", now, kRequest}, now))
        store::audit::record(tx, random_, event, now);
    switch (state) {
      case LetterState::sent:
        return store::outbox::mark_sent(tx, id, lease_, answer, at);
      case LetterState::refused:
        return store::outbox::mark_refused(tx, id, lease_, answer);
      case LetterState::dropped:
        return store::outbox::mark_dropped(tx, id, lease_, answer);
      case LetterState::queued:
      case LetterState::leased:
        return store::outbox::put_off(tx, id, lease_, answer, at);
    }
  });
  unrecorded_.reset();
  batch_.pop_front();
}

// With up to a fifth more, so that letters that failed together don't come back together.
Timestamp Courier::after(std::chrono::microseconds wait) {
  const auto dice = static_cast<unsigned char>(random_.bytes(1).front());
  return clock_.now() + wait + wait * dice / (5 * 256);
}

}  // namespace doorward::mail
