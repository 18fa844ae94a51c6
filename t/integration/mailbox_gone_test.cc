// A mailbox that is gone: who is marked, who is locked, and what lifts it.

#define BOOST_TEST_DYN_LINK
#include <thread>

#include <boost/test/unit_test.hpp>

#include "domain/bounce_address.h"
#include "flow/code_step.h"
#include "flow/sign_in.h"
#include "store/session.h"
#include "t/support/post_office.h"

using namespace doorward;
using namespace std::chrono_literals;
using test::ScriptedSmtp;

namespace {

constexpr auto kPassword = "correct horse battery";

struct Fixture : test::PostOffice {
  store::Account add(const std::string& email) { return add_account(company, email, kPassword); }

  // A letter to them that RCPT is answered with `reply`.
  void refuse(const std::string& email, const std::string& reply,
              const std::string& command = "RCPT") {
    server.answer(command, reply);
    queue(email.c_str());
    courier.deliver_due();
    server.answer(command, command == "RCPT" ? "250 OK" : "354 Go on");
  }
  bool marked(const std::string& email) {
    return db.value("SELECT mailbox_gone_at IS NOT NULL FROM account WHERE email = '" + email +
                    "'") == "1";
  }
  std::string events() {
    return db.value(
        "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(' ', event, email, detail) ORDER BY at, event "
        "DESC), '')"
        " FROM audit_event WHERE request = 'mailer'");
  }
  std::string locked() { return db.value("SELECT COUNT(*) FROM account WHERE status = 'locked'"); }
  // Accounts without a password, at example.com.
  void add_people(int from, int to) {
    for (int i = from; i < to; ++i) add("p" + std::to_string(i) + "@example.com");
  }
  void refuse_people(int from, int to) {
    for (int i = from; i < to; ++i)
      refuse("p" + std::to_string(i) + "@example.com", "550 5.1.1 No such mailbox");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mailbox_gone, Fixture)

BOOST_AUTO_TEST_CASE(five_statuses_at_rcpt_mark_the_account_and_no_other_does) {
  const std::pair<const char*, bool> replies[] = {{"550 5.1.1 No such mailbox", true},
                                                  {"550-5.1.1 No\r\n550 5.1.1 such mailbox", true},
                                                  {"550 5.1.2 No such domain", true},
                                                  {"550 5.1.6 Moved away", true},
                                                  {"550 5.1.10 Null MX", true},
                                                  {"550 5.2.1 Disabled", true},
                                                  {"550 5.7.1 Policy", false},
                                                  {"554 5.7.26 DMARC", false},
                                                  {"552 5.2.2 Full", false},
                                                  {"552 5.2.3 Too long", false},
                                                  {"550 5.1.3 Syntax", false},
                                                  {"550 5.1.0 Address", false},
                                                  {"550 5.0.0 Something", false},
                                                  {"550 5.4.1 No answer", false},
                                                  {"550 No such mailbox 5.1.1", false},
                                                  {"450 4.1.1 Not now", false},
                                                  {"451 4.2.1 Disabled for now", false},
                                                  {"450 5.1.1 Not now", false},
                                                  {"421 4.7.0 Go away", false},
                                                  {"550 4.1.1 Odd", false},
                                                  {"530 5.1.1 Who are you", false}};
  int number = 0;
  for (const auto& [reply, gone] : replies) {
    const auto email = "mia@d" + std::to_string(number++) + ".example.com";
    add(email);
    refuse(email, reply);
    BOOST_TEST(marked(email) == gone, reply);
    db.clock().advance(3s);  // after an outage, the next try
    db.run("DELETE FROM outbox");
  }
}

BOOST_AUTO_TEST_CASE(what_is_said_of_the_letter_or_of_us_marks_nobody) {
  add("mia@example.com");
  refuse("mia@example.com", "550 5.1.1 No such mailbox", "DATA");
  server.answer("(end of data)", "550 5.1.1 No such mailbox");
  queue("mia@example.com");
  courier.deliver_due();
  server.answer("MAIL", "550 5.1.1 No such mailbox");
  queue("mia@example.com");
  courier.deliver_due();
  BOOST_TEST(!marked("mia@example.com"));
  BOOST_TEST(events() == "");
}

BOOST_AUTO_TEST_CASE(is_noted_once_in_the_audit_trail_and_locks_nobody_by_itself) {
  const auto mia = add("mia@example.com");
  refuse("mia@example.com", "550 5.1.1 No such mailbox");
  const auto since = db.value("SELECT mailbox_gone_at FROM account");
  db.clock().advance(1h);
  refuse("mia@example.com", "550 5.1.1 No such mailbox");
  BOOST_TEST(events() == "mailbox_gone mia@example.com 5.1.1 at RCPT");
  BOOST_TEST(db.value("SELECT mailbox_gone_at FROM account") == since);
  BOOST_TEST(locked() == "0");
  BOOST_TEST(db.value("SELECT account_id = x'" + text::hex(mia.id) + "' FROM audit_event") == "1");
}

BOOST_AUTO_TEST_CASE(who_has_no_account_is_not_noted) {
  refuse("nobody@example.com", "550 5.1.1 No such mailbox");
  BOOST_TEST(events() == "");
}

BOOST_AUTO_TEST_CASE(the_next_right_code_from_that_mailbox_clears_it) {
  const auto mia = add("mia@example.com");
  refuse("mia@example.com", "550 5.1.1 No such mailbox");
  const auto browser = visitor();
  const flow::CodeStep step(services);
  const auto begun = std::get<flow::PasswordRight>(flow::SignIn(services).with_password(
                                                       "mia@example.com", kPassword, "/", browser))
                         .flow;
  step.send(begun, browser);
  step.verify(reload(begun), wrong_code(begun), browser);
  BOOST_TEST(marked("mia@example.com"));
  step.verify(reload(begun), code(begun), browser);
  BOOST_TEST(!marked("mia@example.com"));
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event = 'mailbox_back'") == "1");
}

BOOST_AUTO_TEST_CASE(the_setting_locks_and_ends_all_that_the_person_has) {
  db.config().lock_on_mailbox_gone = true;
  const auto mia = add("mia@example.com");
  const auto now = db.clock().now();
  db.database().transact([&](store::Transaction& tx) {
    store::sessions::add(tx,
                         {.id = new_id(db.random(), now),
                          .token_hash = std::string(32, 't'),
                          .key_id = "k1",
                          .account_id = mia.id,
                          .ends_at = now + 1h,
                          .browser = "",
                          .network = ""},
                         now);
  });
  const auto browser = visitor();
  const auto begun = std::get<flow::PasswordRight>(flow::SignIn(services).with_password(
                                                       "mia@example.com", kPassword, "/", browser))
                         .flow;
  db.clock().advance(1s);
  refuse("mia@example.com", "550 5.2.1 Disabled");
  BOOST_TEST(db.value("SELECT status FROM account") == "locked");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM session WHERE ended_at IS NULL") == "0");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM revocation WHERE scope = 'account' AND subject = x'" +
                      text::hex(mia.id) + "'") != "0");
  BOOST_TEST((reload(begun).expires_at <= db.clock().now()));
  BOOST_TEST(
      events() ==
      "mailbox_gone mia@example.com 5.2.1 at RCPT,account_locked mia@example.com mailbox gone");
}

BOOST_AUTO_TEST_CASE(of_five_people_of_a_domain_one_is_locked_in_a_day) {
  db.config().lock_on_mailbox_gone = true;
  add_people(0, 5);
  refuse_people(0, 5);
  BOOST_TEST(locked() == "1");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM account WHERE mailbox_gone_at IS NULL") == "0");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event"
                      " WHERE event = 'account_lock_held_back'") == "4");
}

BOOST_AUTO_TEST_CASE(of_many_a_tenth_is_and_never_more_than_three) {
  db.config().lock_on_mailbox_gone = true;
  add_people(0, 29);
  refuse_people(0, 5);
  BOOST_TEST(locked() == "2");
  db.clock().advance(24h);
  add_people(29, 60);
  refuse_people(5, 12);
  BOOST_TEST(locked() == "5");
  // Each domain has its own count.
  add("mia@other.example.com");
  refuse("mia@other.example.com", "550 5.1.1 No such mailbox");
  BOOST_TEST(locked() == "6");
}

BOOST_AUTO_TEST_CASE(two_mailers_together_keep_to_the_count) {
  db.config().lock_on_mailbox_gone = true;
  add_people(0, 30);
  for (int i = 0; i < 30; ++i) queue(("p" + std::to_string(i) + "@example.com").c_str());
  server.answer("RCPT", "550 5.1.1 No such mailbox");
  auto other = db.another();
  mail::Smtp other_smtp(config);
  mail::Courier second(other, other_smtp, letters, keys.code(), db.clock(), db.random(), config);
  std::thread beside([&] {
    while (second.deliver_due() > 0) continue;
  });
  while (courier.deliver_due() > 0) continue;
  beside.join();
  BOOST_TEST(db.value("SELECT COUNT(*) FROM account WHERE mailbox_gone_at IS NULL") == "0");
  BOOST_TEST(locked() == "3");
}

BOOST_AUTO_TEST_CASE(letters_ask_for_bounces_at_an_address_of_their_own) {
  db.config().smtp.bounce_address = "bounce@portal.example.com";
  auto with_address = courier_on(db.database());
  const auto id = queue("mia@example.com");
  with_address.deliver_due();
  const auto taken = server.taken().at(0);
  BOOST_TEST(taken.sender.starts_with("bounce+" + id));
  BOOST_TEST(text::hex(BounceAddress::parse("bounce@portal.example.com")
                           ->letter_in(taken.sender, keys.code())
                           .value()) == id);
  BOOST_TEST(taken.data.find("From: Example customer portal <portal@example.com>") !=
             std::string::npos);
  db.config().smtp.bounce_address = "no address";
  BOOST_CHECK_THROW(courier_on(db.database()), ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()
