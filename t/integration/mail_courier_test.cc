// The courier: letters are sent at least once, by one courier at a time, with the code of now.

#define BOOST_TEST_DYN_LINK
#include <cstdio>
#include <filesystem>
#include <set>
#include <utility>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/code.h"
#include "t/support/post_office.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

struct ProcessDied {};  // not even a std::exception: nothing tidies up after it

std::string subject_of(const std::string& letter) {
  const auto start = letter.find("\nSubject: ") + 10;
  return letter.substr(start, letter.find('\r', start) - start);
}

std::string message_id_of(const std::string& letter) {
  const auto start = letter.find("\nMessage-ID: ") + 13;
  return letter.substr(start, letter.find('\r', start) - start);
}

// What is written to the log while it lives.
class LogCapture {
 public:
  LogCapture() {
    fflush(stderr);
    dup2(fileno(file_), STDERR_FILENO);
  }
  ~LogCapture() {
    end();
    std::fclose(file_);
  }
  std::string end() {
    if (stderr_ >= 0) {
      dup2(stderr_, STDERR_FILENO);
      close(std::exchange(stderr_, -1));
    }
    std::string text(1 << 16, '\0');
    text.resize(static_cast<std::size_t>(pread(fileno(file_), text.data(), text.size(), 0)));
    return text;
  }

 private:
  std::FILE* file_ = std::tmpfile();
  int stderr_ = dup(STDERR_FILENO);
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_courier, test::PostOffice)

BOOST_AUTO_TEST_CASE(a_letter_is_handed_over_and_recorded_with_the_servers_answer) {
  const auto flow = sign_up();
  BOOST_TEST(courier.deliver_due() == 1u);
  BOOST_TEST(server.taken().at(0).recipient == "mia@example.com");
  BOOST_TEST(state(flow) == "sent");
  BOOST_TEST(of_flow("answer", flow) == "250 2.0.0 OK queued as 4711");
  BOOST_TEST(of_flow("handed_at IS NULL", flow) == "0");
  BOOST_TEST(courier.deliver_due() == 0u);
}

BOOST_AUTO_TEST_CASE(the_letter_carries_the_code_that_the_worker_compares) {
  const auto flow = sign_up();
  courier.deliver_due();
  BOOST_TEST(subject_of(server.taken().at(0).data).starts_with(code(flow) + " "));
}

BOOST_AUTO_TEST_CASE(a_letter_is_leased_and_committed_before_it_is_sent) {
  const auto flow = sign_up();
  auto other = db.another();
  std::string seen;
  transport.before = [&](const mail::Message&) {
    seen = other.read([&](store::Transaction& tx) {
      return tx.one("SELECT state FROM outbox WHERE flow_id = ?", {flow.id})->text(0);
    });
  };
  courier.deliver_due();
  BOOST_TEST(seen == "leased");
}

BOOST_AUTO_TEST_CASE(death_between_send_and_record_sends_again_with_the_same_message_id) {
  const auto flow = sign_up();
  {
    auto doomed = courier_on(db.database());
    transport.after = [](const mail::Message&) { throw ProcessDied(); };
    BOOST_CHECK_THROW(doomed.deliver_due(), ProcessDied);
    transport.after = [](const mail::Message&) {};
  }
  BOOST_TEST(courier.deliver_due() == 0u);  // the lease still holds
  db.clock().advance(config.smtp.lease);
  BOOST_TEST(courier.deliver_due() == 1u);
  const auto taken = server.taken();
  BOOST_REQUIRE(taken.size() == 2u);
  BOOST_TEST(message_id_of(taken[0].data) == message_id_of(taken[1].data));
  BOOST_TEST(subject_of(taken[0].data) == subject_of(taken[1].data));
  BOOST_TEST(state(flow) == "sent");
}

BOOST_AUTO_TEST_CASE(death_before_sending_sends_once_after_the_lease) {
  sign_up();
  {
    auto doomed = courier_on(db.database());
    transport.before = [](const mail::Message&) { throw ProcessDied(); };
    BOOST_CHECK_THROW(doomed.deliver_due(), ProcessDied);
    transport.before = [](const mail::Message&) {};
  }
  db.clock().advance(config.smtp.lease);
  courier.deliver_due();
  BOOST_TEST(server.taken().size() == 1u);
}

BOOST_AUTO_TEST_CASE(two_couriers_never_send_the_same_letter) {
  constexpr std::size_t kLetters = 60;
  for (std::size_t i = 0; i < kLetters; ++i) queue("mia@example.com");
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    mail::Smtp own_smtp(config);
    auto own_database = db.another();
    mail::Courier own(own_database, own_smtp, letters, keys.code(), db.clock(), db.random(),
                      config);
    // A courier that finds all rows locked by another sees nothing; that does not mean it is done.
    for (int idle = 0; idle < 20; ++idle) own.deliver_due(), usleep(5000);
    _exit(0);
  }
  for (const auto child : children) waitpid(child, nullptr, 0);
  std::set<std::string> ids;
  for (const auto& letter : server.taken()) ids.insert(message_id_of(letter.data));
  BOOST_TEST(ids.size() == kLetters);
  BOOST_TEST(server.taken().size() == kLetters);
}

BOOST_AUTO_TEST_CASE(an_outcome_has_no_effect_once_another_courier_has_the_letter) {
  const auto id = queue("mia@example.com");
  auto other_database = db.another();
  auto other = courier_on(other_database);
  server.answer("RCPT", "550 No such mailbox");
  bool first = true;
  transport.after = [&](const mail::Message&) {
    if (!std::exchange(first, false)) return;
    // So slow that the lease is over, and the other one succeeds meanwhile.
    db.clock().advance(config.smtp.lease);
    server.answer("RCPT", "250 OK");
    other.deliver_due();
  };
  courier.deliver_due();
  BOOST_TEST(state(id) == "sent");
}

BOOST_AUTO_TEST_CASE(codes_go_before_notices) {
  queue("notice@example.com");
  db.clock().advance(1s);
  sign_up("code@example.com");
  courier.deliver_due();
  BOOST_TEST(server.taken().at(0).recipient == "code@example.com");
  BOOST_TEST(server.taken().at(1).recipient == "notice@example.com");
}

BOOST_AUTO_TEST_CASE(an_expired_code_is_dropped_not_sent) {
  const auto flow = sign_up();
  db.clock().advance(kCodeLife);
  courier.deliver_due();
  BOOST_TEST(state(flow) == "dropped");
  BOOST_TEST(server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_code_is_dropped_when_its_flow_has_moved_on_or_has_no_tries_left) {
  const std::string changes[] = {"state = 'verified'", "tries = 5", "decoy = 1",
                                 "email = 'other@example.com'", "id = REPEAT('x', 16)"};
  for (const auto& change : changes) {
    const auto flow = sign_up();
    db.run("UPDATE flow SET " + change + " WHERE id = x'" + text::hex(flow.id) + "'");
    courier.deliver_due();
    BOOST_TEST(state(flow) == "dropped", change);
  }
  BOOST_TEST(server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_resent_letter_carries_the_current_generation) {
  const auto flow = sign_up();
  const auto first_code = code(flow);
  db.run("UPDATE flow SET generation = generation + 1");
  courier.deliver_due();
  const auto subject = subject_of(server.taken().at(0).data);
  BOOST_TEST(!subject.starts_with(first_code));
  BOOST_TEST(subject.starts_with(code(reload(flow))));
}

BOOST_AUTO_TEST_CASE(a_decoy_is_marked_sent_and_never_sent) {
  const auto id = queue("nobody@example.com", store::kDecoyLetter);
  BOOST_TEST(courier.deliver_due() == 1u);
  BOOST_TEST(state(id) == "sent");
  BOOST_TEST(server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_broken_letter_is_put_off_and_stops_no_other) {
  const auto broken = queue("mia@example.com", "no_such_letter");
  const auto unknown_key = sign_up("ada@example.com");
  db.run("UPDATE flow SET code_key_id = 'gone'");
  const auto good = queue("tom@example.com");
  const LogCapture log;
  courier.deliver_due();
  BOOST_TEST(state(broken) == "queued");
  BOOST_TEST(state(unknown_key) == "queued");
  BOOST_TEST(state(good) == "sent");
}

BOOST_AUTO_TEST_CASE(the_outbox_and_log_never_hold_the_code) {
  const auto flow = sign_up();
  server.answer("(end of data)", "451 try later: \"" + code(flow) + " is your verification code\"");
  LogCapture log;
  courier.deliver_due();
  db.clock().advance(10s);
  server.answer("(end of data)", "550 refused: \"" + code(flow) + " is your verification code\"");
  courier.deliver_due();
  const auto lines = log.end();
  BOOST_TEST(state(flow) == "refused");
  BOOST_TEST(of_flow("answer", flow) == "550 refused: \"****** is your verification code\"");
  BOOST_TEST(lines.find("event=letter_refused") != std::string::npos, lines);
  BOOST_TEST(lines.find(code(flow)) == std::string::npos, lines);
}

BOOST_AUTO_TEST_CASE(a_stop_between_two_letters_puts_the_rest_back_at_once) {
  for (int i = 0; i < 5; ++i) queue("mia@example.com");
  int asked = 0;
  courier.deliver_due([&] { return ++asked > 2; });
  BOOST_TEST(server.taken().size() == 2u);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE state = 'queued'") == "3");
  BOOST_TEST(courier.deliver_due() == 3u);
}

BOOST_AUTO_TEST_CASE(an_outcome_that_the_database_could_not_take_is_recorded_when_it_is_back) {
  const auto socket =
      std::filesystem::temp_directory_path() / ("doorward-db-" + std::to_string(getpid()));
  std::filesystem::create_symlink(config.database.socket, socket);
  auto settings = config.database;
  settings.socket = socket;
  store::Database fragile_database(settings, db.clock());
  auto fragile = courier_on(fragile_database);
  const auto first = queue("mia@example.com");
  const auto second = queue("tom@example.com");
  const auto courier_connection = [&] {
    return fragile_database.read(
        [](store::Transaction& tx) { return tx.one("SELECT CONNECTION_ID()")->text(0); });
  };
  const auto connection = courier_connection();
  transport.after = [&](const mail::Message&) {
    std::filesystem::remove(socket);
    db.run("KILL CONNECTION " + connection);
  };
  BOOST_CHECK_THROW(fragile.deliver_due(), store::Unavailable);
  BOOST_CHECK_THROW(fragile.deliver_due(), store::Unavailable);
  transport.after = [](const mail::Message&) {};
  std::filesystem::create_symlink(config.database.socket, socket);
  fragile.deliver_due();
  std::filesystem::remove(socket);
  BOOST_TEST(state(first) == "sent");
  BOOST_TEST(state(second) == "sent");
  BOOST_TEST(server.taken().size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
