// doorward-gate — answers nginx's auth_request: may this go on, and who is it?

#include <unistd.h>

#include "base/run.h"
#include "base/template.h"
#include "gate/answer.h"
#include "http/listener.h"
#include "store/database.h"

namespace {

constexpr const char* kManual =
    R"(doorward-gate - answers nginx's auth_request for Doorward

SYNOPSIS
  doorward-gate [--config FILE]

DESCRIPTION
  Answers FastCGI requests on the listening socket it is given as file descriptor 0: 200 with the
  person's Remote-* headers, 401 with the way to sign in, 403 with a reason, 503 when it can't tell.
  It has a socket of its own, so that no page that hashes a password ever delays the portal.

SECURITY
  Reads hostile cookies. Holds session.key only; its database user may read companies, accounts and
  sessions, and note when a session was last used. It never hashes a password, never mails, and
  decides nothing by URL, method, host or body.
)";

using namespace doorward;

void serve(const Config& config) {
  StopSignal stop;
  SystemClock clock;
  SystemRandom random;
  const Templates templates(config.template_dir);
  const auto session_keys = KeyFile::load(config.session_key_file);
  store::Database database(config.database, clock);
  database.connect_or_log();
  gate::Gate gate(config, clock, database, session_keys, templates);
  http::Listener listener(STDIN_FILENO, stop, random, 0);
  while (const auto request = listener.next()) listener.reply(gate.handle(*request));
}

}  // namespace

int main(int argc, char** argv) {
  return run_daemon("doorward-gate", kManual, argc, argv, serve);
}
