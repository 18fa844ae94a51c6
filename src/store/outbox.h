// Letters to send. A row is written in the transaction that causes the letter, and holds no code.
//
// The mailer leases rows, commits the lease, sends, and records. Whatever dies in between, the
// letter is sent again after the lease, with the same Message-ID (the row's id): at least once.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "domain/alarm.h"
#include "domain/email.h"
#include "store/database.h"
#include "store/flow.h"

namespace doorward::store {

// A folder below templates/mail, or `decoy`: taken from the queue like the others, never sent.
// It makes an address that gets no letter cost, and look, the same as one that does.
inline constexpr const char* kDecoyLetter = "decoy";

enum class LetterState { queued, leased, sent, refused, dropped };
std::string_view to_text(LetterState state);

struct Letter {
  Id id;
  std::string letter;
  Email recipient;
  std::optional<Id> flow_id;
  std::string name;     // of the person, "" when unknown
  std::string browser;  // who asked
  std::string network;
  bool urgent = false;  // codes go before notices
  LetterState state = LetterState::queued;
  std::uint32_t attempts = 0;
  Timestamp due_at;
  std::optional<Timestamp> handed_at;
  std::string answer;
  Timestamp created_at;
  std::map<std::string, std::string> details = {};  // further values of its templates
  std::string language = {};                        // "": the site's
};

namespace outbox {

void add(Transaction& tx, const Letter& letter, Timestamp now);

// Leases up to `count` letters that are due, urgent ones first, for `lease_time`; skips those that
// other mailers hold. To be committed before anything is sent.
std::vector<Letter> lease(Transaction& tx, const Id& lease, std::size_t count,
                          std::chrono::seconds lease_time, Timestamp now);

// What is held under that lease.
std::vector<Letter> leased(Transaction& tx, const Id& lease);

// The outcome of a leased letter. No effect once the lease was taken over by another mailer.
void mark_sent(Transaction& tx, const Id& id, const Id& lease, const std::string& answer,
               Timestamp now);
void mark_refused(Transaction& tx, const Id& id, const Id& lease, const std::string& answer);
void mark_dropped(Transaction& tx, const Id& id, const Id& lease, const std::string& answer);
void put_off(Transaction& tx, const Id& id, const Id& lease, const std::string& answer,
             Timestamp due_at);

// The last letter of a flow, for the page that waits for it.
std::optional<Letter> last_of_flow(Transaction& tx, const Id& flow_id);

// For the operator: a letter that was refused, dropped or waits goes out at the next round, and one
// that was not handed over never does. They return how many changed; none of what a mailer is at.
std::uint64_t retry(Transaction& tx, const Id& id, Timestamp now);
std::uint64_t retry_refused(Transaction& tx, Timestamp now);
std::uint64_t drop(Transaction& tx, const Id& id);
std::uint64_t drop_queued(Transaction& tx);
std::optional<Letter> find(Transaction& tx, const Id& id);

// A letter that was sent came back: shown as refused. No effect on any other.
void mark_bounced(Transaction& tx, const Id& id, const std::string& answer);

// The newest `count`, for the operator.
std::vector<Letter> newest(Transaction& tx, std::size_t count);

// Letters that were queued before then and still wait. Decoys are none.
WaitingLetters waiting_since(Transaction& tx, Timestamp before, Timestamp now);
// Whether the mail server took one since then.
bool handed_since(Transaction& tx, Timestamp since);

// The newest `count` to that address since then; decoys are none.
std::vector<Letter> newest_to(Transaction& tx, const Email& recipient, Timestamp since,
                              std::size_t count);

// A flow as the mailer may see it: only what a code is computed from.
struct CodeFacts {
  FlowKind kind;
  FlowState state;
  Email email;
  bool decoy;
  std::string code_key_id;
  std::uint32_t generation;
  std::uint32_t tries;
  std::optional<Timestamp> code_ends_at;
  Timestamp expires_at;  // earlier than that of its code when the flow was abandoned
};
std::optional<CodeFacts> code_facts(Transaction& tx, const Id& flow_id);

}  // namespace outbox
}  // namespace doorward::store
