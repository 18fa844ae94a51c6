// doorward-web — the pages: sign-up, sign-in, verify, reset, sign-out, account.

#include <unistd.h>

#include "base/notify_socket.h"
#include "base/password_hash.h"
#include "base/run.h"
#include "base/template.h"
#include "flow/services.h"
#include "http/listener.h"
#include "store/database.h"
#include "store/held_key.h"
#include "web/app.h"

namespace {

constexpr const char* kManual =
    R"(doorward-web - the pages of Doorward: sign-up, sign-in, verify, reset, account

SYNOPSIS
  doorward-web [--config FILE]

DESCRIPTION
  Answers FastCGI requests on the listening socket it is given as file descriptor 0 (systemd
  StandardInput=socket, spawn-fcgi). It handles one request at a time: start as many as you have
  cores. SIGTERM lets it finish the request in hand.

SECURITY
  Reads hostile input. Holds session.key, code.key and form.key; its database user may read and
  write accounts, sessions, flows and letters, but not change companies or the audit trail. Opens no
  file after its start, starts no program, talks to nothing but its socket and the database.
)";

using namespace doorward;

// What systemd is told of this worker. It is ready when it has seen the database, with tables that
// fit: all else that a page needs is there before the first look. Until then it answers, with 503.
class Notices {
 public:
  Notices(NotifySocket& socket, store::Database& database) : socket_(socket), database_(database) {}

  void look() {
    socket_.alive();
    const auto now = std::chrono::steady_clock::now();
    if (!ready_ && now >= look_again_at_) {
      ready_ = database_is_there();
      look_again_at_ = now + kLookEvery;
      socket_.status(ready_ ? "Serves pages" : "Waits for the database");
    }
    if (ready_) socket_.ready();
  }

 private:
  // A database that hangs costs two seconds each time, in which requests wait.
  static constexpr std::chrono::seconds kLookEvery{2};

  bool database_is_there() try {
    database_.connect();
    return true;
  } catch (const store::Unavailable&) {
    return false;
  }

  NotifySocket& socket_;
  store::Database& database_;
  bool ready_ = false;
  std::chrono::steady_clock::time_point look_again_at_{};
};

void serve(const Config& config) {
  StopSignal stop;
  NotifySocket notify_socket;
  SystemClock clock;
  SystemRandom random;
  const Templates templates(config);
  const auto session_keys = KeyFile::load(config.session_key_file);
  const auto code_keys = KeyFile::load(config.code_key_file);
  const auto form_keys = KeyFile::load(config.form_key_file);
  store::Database database(config.database, clock);
  database.connect_or_log();
  const flow::Services services{config, clock, random, database, code_keys, session_keys};
  web::RefusalLog refusals;
  const web::App app({services, templates, form_keys, http::CookieNames(config), refusals});
  store::KeyReport key_report(database, clock, random, "web");
  key_report.holds("session", session_keys);
  key_report.holds("code", code_keys);
  key_report.holds("form", form_keys);
  // Made now: the first unknown address must not take longer than the others.
  decoy_hash({config.password.memory_kib, config.password.passes});
  http::Listener listener(STDIN_FILENO, stop, random, config.limits.body_bytes_max);
  Notices notices(notify_socket, database);
  const auto each_look = [&] {
    notices.look();
    key_report.give_when_due();
  };
  while (const auto request = listener.next(each_look)) listener.reply(app.handle(*request));
  notify_socket.stopping();
}

}  // namespace

int main(int argc, char** argv) {
  return run_daemon("doorward-web", kManual, argc, argv, serve);
}
