#include "domain/alarm.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;
using test::kNow;
using test::kTick;

struct Fixture {
  Config config;
  Situation situation;  // all is well
  Fixture() { situation.mailer_seen = kNow - 5s; }

  std::vector<std::string> kinds() const {
    std::vector<std::string> all;
    for (const auto& alarm : alarms_in(situation, config, kNow))
      all.emplace_back(to_text(alarm.kind));
    return all;
  }
  std::string only() const {
    const auto all = kinds();
    return all.size() == 1 ? all[0] : std::to_string(all.size()) + " alarms";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(alarm, Fixture)

BOOST_AUTO_TEST_CASE(alarm_none_when_all_is_well) {
  BOOST_TEST(kinds().empty());
}

BOOST_AUTO_TEST_CASE(alarm_wrong_codes_count_of_everybody_together) {
  situation.wrong_codes = {99, 99, kNow - 9min};
  BOOST_TEST(kinds().empty());
  situation.wrong_codes.count = 100;
  BOOST_TEST(only() == "wrong_codes");
  const auto alarm = alarms_in(situation, config, kNow).at(0);
  BOOST_TEST(alarm.count == 100u);
  BOOST_TEST(alarm.addresses == 99u);
  BOOST_TEST((alarm.since == kNow - 9min));
}

BOOST_AUTO_TEST_CASE(alarm_wrong_passwords_have_a_threshold_of_their_own) {
  situation.wrong_passwords = {499, 3, kNow - 1min};
  BOOST_TEST(kinds().empty());
  situation.wrong_passwords.count = 500;
  BOOST_TEST(only() == "wrong_passwords");
}

BOOST_AUTO_TEST_CASE(alarm_threshold_of_0_means_never) {
  config.alarms = {.wrong_codes = 0, .wrong_passwords = 0, .mailboxes_gone = 0};
  situation.wrong_codes = situation.wrong_passwords = situation.mailboxes_gone = {9999, 9, kNow};
  BOOST_TEST(kinds().empty());
}

BOOST_AUTO_TEST_CASE(alarm_mailer_after_a_minute_of_silence) {
  config.smtp.timeout = 10s;
  situation.mailer_seen = kNow - 60s + kTick;
  BOOST_TEST(kinds().empty());
  situation.mailer_seen = kNow - 60s;
  BOOST_TEST(only() == "mailer");
}

BOOST_AUTO_TEST_CASE(alarm_mailer_may_be_busy_with_one_letter_for_the_whole_timeout) {
  config.smtp.timeout = 100s;
  situation.mailer_seen = kNow - 199s;
  BOOST_TEST(kinds().empty());
  situation.mailer_seen = kNow - 200s;
  BOOST_TEST(only() == "mailer");
}

BOOST_AUTO_TEST_CASE(alarm_mailer_that_never_was) {
  situation.mailer_seen.reset();
  BOOST_TEST(only() == "mailer");
  BOOST_TEST(!alarms_in(situation, config, kNow).at(0).since);
}

BOOST_AUTO_TEST_CASE(alarm_letters_wait_because_of_the_mailer_is_one_alarm) {
  situation.mailer_seen = kNow - 1h;
  situation.waiting = {7, 7, true, kNow - 1h, ""};
  BOOST_TEST(only() == "mailer");
  BOOST_TEST(alarms_in(situation, config, kNow).at(0).count == 7u);
}

BOOST_AUTO_TEST_CASE(alarm_outbox_when_none_leaves_and_with_the_servers_answer) {
  situation.waiting = {1, 1, true, kNow - 3min, "no TLS"};
  BOOST_TEST(only() == "outbox");
  const auto alarm = alarms_in(situation, config, kNow).at(0);
  BOOST_TEST(alarm.answer == "no TLS");
  BOOST_TEST((alarm.since == kNow - 3min));
  situation.handed_lately = true;
  BOOST_TEST(kinds().empty());
}

BOOST_AUTO_TEST_CASE(alarm_none_for_a_letter_that_its_own_mailbox_puts_off) {
  situation.waiting = {3, 1, false, kNow - 24h, "452 full"};
  BOOST_TEST(kinds().empty());
}

BOOST_AUTO_TEST_CASE(alarm_outbox_when_many_domains_put_letters_off) {
  situation.handed_lately = true;
  situation.waiting = {40, 4, false, kNow - 1h, "450 too many"};
  BOOST_TEST(kinds().empty());
  situation.waiting.domains = 5;
  BOOST_TEST(only() == "outbox");
}

BOOST_AUTO_TEST_CASE(alarm_mailboxes_gone_when_many_or_when_a_lock_was_held_back) {
  situation.mailboxes_gone = {9, 9, kNow - 1h};
  BOOST_TEST(kinds().empty());
  situation.locks_held_back = {1, 1, kNow - 1h};
  BOOST_TEST(only() == "mailboxes_gone");
  BOOST_TEST(alarms_in(situation, config, kNow).at(0).held_back == 1u);
  situation.locks_held_back = {};
  situation.mailboxes_gone.count = 10;
  BOOST_TEST(only() == "mailboxes_gone");
}

BOOST_AUTO_TEST_CASE(alarm_mail_stands_still_only_without_mailer_or_server) {
  situation.wrong_codes = {500, 9, kNow};
  BOOST_TEST(!mail_stands_still(alarms_in(situation, config, kNow)));
  situation.mailer_seen.reset();
  BOOST_TEST(mail_stands_still(alarms_in(situation, config, kNow)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace doorward
