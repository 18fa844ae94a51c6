// doorward-mailer — delivers the outbox over SMTP.

#include "base/key_file.h"
#include "base/log.h"
#include "base/notify_socket.h"
#include "base/random.h"
#include "base/run.h"
#include "base/template.h"
#include "mail/courier.h"
#include "mail/letter.h"
#include "mail/smtp.h"
#include "store/database.h"
#include "store/held_key.h"

namespace {

constexpr const char* kManual =
    R"(doorward-mailer - delivers the letters of Doorward over SMTP

SYNOPSIS
  doorward-mailer [--config FILE]

DESCRIPTION
  Takes letters from the outbox in the database, codes before notices, and hands them to the mail
  server of smtp_url. It looks for new ones twenty times a second. A letter that the server puts off is
  tried again: a code until it expires, a notice for two days. While the server or the database is
  away the letters wait, and go out within seconds of its return. Several mailers may run side by
  side. SIGTERM lets it finish the letter in hand.

SECURITY
  Reads no input of strangers but what the database holds and the mail server answers. Holds
  code.key, since codes are computed when they are sent and stored nowhere, and the SMTP password;
  its database user may read and change the outbox, and of a flow read what its code is computed
  from. When a mail server says that a mailbox is gone it marks the account, and may lock it. It
  can't see names, passwords or tokens. Talks to the mail server and the database,
  listens to nobody, and opens no file after its start but the authorities' certificates.
)";

using namespace doorward;
using namespace std::chrono_literals;

// A wake-up by the worker would be faster, but polling works across machines and asks one indexed
// query.
constexpr auto kIdleWait = 50ms;
constexpr auto kDatabaseWait = 1s;
constexpr auto kDatabaseTime = 60s;  // more than the database may take for what is noted of one

// The courier with a database that may go away and come back.
class Shift {
 public:
  Shift(mail::Courier& courier, store::KeyReport& key_report, StopSignal& stop,
        NotifySocket& socket, Random& random)
      : courier_(courier), key_report_(key_report), stop_(stop), socket_(socket), random_(random) {}

  // Works once; how long to wait before the next time.
  std::chrono::milliseconds work() try {
    socket_.alive();
    const auto count = courier_.deliver_due([&] {
      socket_.alive();
      return stop_.wait_for(0ms);
    });
    if (!database_up_) log::info("database_back");
    database_up_ = true;
    key_report_.give_when_due();
    const auto trouble = courier_.server_trouble();
    socket_.status(trouble ? "The mail server does not take letters: " + *trouble
                           : "Delivers letters");
    socket_.ready();
    return count > 0 ? 0ms : kIdleWait;
  } catch (const store::Unavailable& error) {
    if (database_up_) log::error("database_unavailable", {{"reason", error.what()}});
    database_up_ = false;
    socket_.status("Waits for the database");
    return jittered(kDatabaseWait, random_);
  }

 private:
  mail::Courier& courier_;
  store::KeyReport& key_report_;
  StopSignal& stop_;
  NotifySocket& socket_;
  Random& random_;
  bool database_up_ = true;
};

void serve(const Config& config) {
  StopSignal stop;
  NotifySocket notify_socket;
  // No letter takes longer than its lease.
  notify_socket.may_be_silent_for(config.smtp.lease + kDatabaseTime);
  SystemClock clock;
  SystemRandom random;
  const Templates templates(config);
  const auto code_keys = KeyFile::load(config.code_key_file);
  const mail::Letters letters(config, templates);
  mail::Smtp smtp(config);
  store::Database database(config.database, clock);
  database.connect_or_log();
  mail::Courier courier(database, smtp, letters, code_keys, clock, random, config);
  store::KeyReport key_report(database, clock, random, "mailer");
  key_report.holds("code", code_keys);
  Shift shift(courier, key_report, stop, notify_socket, random);
  while (!stop.wait_for(shift.work())) continue;
  notify_socket.stopping();
}

}  // namespace

int main(int argc, char** argv) {
  return run_daemon("doorward-mailer", kManual, argc, argv, serve);
}
