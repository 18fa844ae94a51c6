// doorward-gate — answers nginx's auth_request: may this go on, and who is it?

#include <algorithm>

#include <unistd.h>

#include "base/notify_socket.h"
#include "base/run.h"
#include "base/template.h"
#include "gate/answer.h"
#include "gate/feed.h"
#include "http/listener.h"
#include "store/database.h"
#include "store/held_key.h"

namespace {

constexpr const char* kManual =
    R"(doorward-gate - answers nginx's auth_request for Doorward

SYNOPSIS
  doorward-gate [--config FILE]

DESCRIPTION
  Answers FastCGI requests on the listening socket it is given as file descriptor 0: 200 with the
  person's Remote-* headers, 401 with the way to sign in, 403 with a reason, 503 when it can't tell.
  It has a socket of its own, so that no page that hashes a password ever delays the portal. What it
  has looked up it remembers for half a minute, and asks the database every 400 ms what of that was
  revoked; without a database it goes on for a minute at most with whom it knows.

SECURITY
  Reads hostile cookies. Holds session.key only; its database user may read companies,
  accounts without their password hashes, sessions and revocations, and note when a session was
  last used. It never hashes a password, never mails, and
  decides nothing by URL, method, host or body.
)";

using namespace doorward;

gate::LeaseRules lease_rules(const Config& config) {
  gate::LeaseRules rules;
  rules.leases_max = config.gate_leases_max;
  // Notes that are too rare would end sessions of people who are there.
  rules.note_after = std::min<std::chrono::seconds>(rules.note_after, config.session_idle / 10);
  return rules;
}

// To systemd. Ready is who has read what was revoked; until then whoever it does not know gets 503.
void tell(NotifySocket& socket, const gate::Feed& feed, const gate::Leases& leases) {
  const bool answering = leases.answering();
  socket.status(answering ? "Answers nginx" : "The database does not answer");
  if (answering) socket.ready();
  // For both threads.
  if (feed.moves()) socket.alive();
}

void serve(const Config& config) {
  StopSignal stop;
  NotifySocket notify_socket;
  SystemClock clock;
  SystemRandom random;
  const Templates templates(config);
  const auto session_keys = KeyFile::load(config.session_key_file);
  store::Database database(config.database, clock);
  database.connect_or_log();
  gate::Leases leases(lease_rules(config));
  store::KeyReport key_report(database, clock, random, "gate");
  key_report.holds("session", session_keys);
  gate::Feed feed(database, clock, leases, &key_report);
  gate::Gate gate(config, clock, leases, session_keys, templates);
  http::Listener listener(STDIN_FILENO, stop, random, 0);
  const auto each_look = [&] { tell(notify_socket, feed, leases); };
  while (const auto request = listener.next(each_look)) listener.reply(gate.handle(*request));
  notify_socket.stopping();
}

}  // namespace

int main(int argc, char** argv) {
  return run_daemon("doorward-gate", kManual, argc, argv, serve);
}
