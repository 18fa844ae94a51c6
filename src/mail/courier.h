// The courier: takes letters from the outbox, hands them to the transport, and records what came
// of it. At least once: a letter that was sent and not recorded is sent again, as the same letter.
//
// Letters are leased, and the lease committed, before anything is sent; so any number of couriers
// may work on one outbox. The code of a letter is computed here and goes nowhere but into it.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/config.h"
#include "base/key_file.h"
#include "base/random.h"
#include "domain/bounce_address.h"
#include "mail/letter.h"
#include "mail/transport.h"
#include "store/database.h"
#include "store/outbox.h"

namespace doorward::mail {

class Courier {
 public:
  // Throws ConfigError when bounce_address can't be one.
  Courier(store::Database& database, Transport& transport, const Letters& letters,
          const KeyFile& code_keys, Clock& clock, Random& random, const Config& config);

  // Leases what is due and delivers it, letter by letter, until all is done or `stop_asked`; what
  // is left then goes back at once. The number of letters dealt with: 0 means wait a little.
  //
  // Trouble with one letter puts off that letter; a domain that defers, the other letters to it in
  // hand. When the server can't be reached all wait, and one letter tries it again every two
  // seconds. Notes before each letter, and every ten seconds without one, that a mailer is alive.
  // Throws store::Unavailable; what could not be recorded is recorded by the next call.
  std::size_t deliver_due(const std::function<bool()>& stop_asked = [] { return false; });

  // What the server said last, or what keeps it from saying anything, while it can't be reached.
  std::optional<std::string> server_trouble() const;

 private:
  // What became of a letter: sent, refused, dropped, or queued again.
  struct Verdict {
    store::LetterState state;
    std::string answer;
    Timestamp at;                  // when it was sent, or is due again
    std::string gone_status = "";  // what the server said of a mailbox that is gone
  };
  // While the server can't be reached.
  struct Outage {
    Timestamp try_again_at;
    std::string answer;
  };

  void beat();
  void lease();
  Verdict next_verdict(const std::function<bool()>& stop_asked);
  Verdict deliver(const store::Letter& letter);
  Verdict deliver_code(const store::Letter& letter);
  Verdict send(const store::Letter& letter, const std::optional<Code>& code);
  Verdict wait_for_server(const std::string& answer);
  Verdict defer(const store::Letter& letter, const std::string& answer);
  void record();
  Timestamp after(std::chrono::microseconds wait);

  store::Database& database_;
  Transport& transport_;
  const Letters& letters_;
  const KeyFile& code_keys_;
  Clock& clock_;
  Random& random_;
  const Config& config_;
  std::optional<BounceAddress> bounce_address_;
  std::optional<Timestamp> last_beat_;

  // The letters in hand; `unrecorded_` is of the first one.
  Id lease_;
  Timestamp lease_ends_at_;
  // The answer to its commit was lost: letters may be held under it, which nobody else will send.
  bool lease_unsure_ = false;
  std::deque<store::Letter> batch_;
  std::optional<Verdict> unrecorded_;
  std::set<std::string> deferring_domains_;
  std::optional<Outage> outage_;
};

}  // namespace doorward::mail
