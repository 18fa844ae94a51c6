// When a letter is tried again: its own trouble, its domain's, the mail server's.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>

#include "t/support/post_office.h"

using namespace doorward;
using namespace std::chrono_literals;
using test::ScriptedSmtp;

namespace {

struct Fixture : test::PostOffice {
  // How long each of `count` tries in a row makes the letter wait.
  std::vector<std::chrono::microseconds> waits(int count) {
    std::vector<std::chrono::microseconds> all;
    for (int i = 0; i < count; ++i) {
      courier.deliver_due();
      all.push_back(time_to_next());
      db.clock().advance(all.back());
    }
    return all;
  }
  std::size_t tries_of(const std::string& address) {
    return server.count_of("RCPT TO:<" + address + ">");
  }
};

bool within_a_fifth(std::chrono::microseconds wait, std::chrono::microseconds from) {
  return wait >= from && wait <= from + from / 5;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_back_off, Fixture)

BOOST_AUTO_TEST_CASE(a_final_5xx_at_rcpt_refuses_the_letter) {
  const auto flow = sign_up();
  server.answer("RCPT", "550 5.1.1 No such mailbox");
  courier.deliver_due();
  BOOST_TEST(state(flow) == "refused");
  BOOST_TEST(of_flow("answer", flow) == "550 5.1.1 No such mailbox");
  db.clock().advance(1h);
  BOOST_TEST(courier.deliver_due() == 0u);
}

BOOST_AUTO_TEST_CASE(a_deferred_notice_waits_longer_each_time_up_to_15_minutes) {
  const auto id = queue("mia@example.com");
  server.answer("RCPT", "451 Later");
  const auto measured = waits(8);
  const std::chrono::seconds expected[] = {5s, 15s, 60s, 5min, 10min, 15min, 15min, 15min};
  for (std::size_t i = 0; i < measured.size(); ++i)
    BOOST_TEST(within_a_fifth(measured[i], expected[i]), i << ": " << measured[i].count());
  server.answer("RCPT", "250 OK");
  courier.deliver_due();
  BOOST_TEST(state(id) == "sent");
}

BOOST_AUTO_TEST_CASE(a_deferred_code_never_waits_much_longer_than_a_minute) {
  sign_up();
  server.answer("RCPT", "451 Later");
  const auto measured = waits(5);
  const std::chrono::seconds expected[] = {5s, 15s, 60s, 60s, 60s};
  for (std::size_t i = 0; i < measured.size(); ++i)
    BOOST_TEST(within_a_fifth(measured[i], expected[i]), i << ": " << measured[i].count());
}

BOOST_AUTO_TEST_CASE(a_notice_gives_up_after_two_days) {
  const auto id = queue("mia@example.com");
  server.answer("RCPT", "451 Later");
  courier.deliver_due();
  db.clock().advance(48h - 1s);
  courier.deliver_due();
  BOOST_TEST(state(id) == "queued");
  db.clock().advance(1h);
  courier.deliver_due();
  BOOST_TEST(state(id) == "refused");
  BOOST_TEST(db.value("SELECT answer FROM outbox") == "gave up after two days: 451 Later");
}

BOOST_AUTO_TEST_CASE(one_domain_that_defers_does_not_delay_another) {
  const auto first = queue("one@example.com");
  db.clock().advance(1ms);  // so that it is the first
  const auto neighbour = queue("two@example.com");
  const auto elsewhere = queue("tom@example.org");
  server.answer("RCPT TO:<one@example.com>", "451 Later");
  courier.deliver_due();
  BOOST_TEST(state(first) == "queued");
  BOOST_TEST(state(neighbour) == "queued");
  BOOST_TEST(state(elsewhere) == "sent");
  BOOST_TEST(tries_of("two@example.com") == 0u);
}

BOOST_AUTO_TEST_CASE(a_full_mailbox_holds_up_its_neighbours_for_seconds_only) {
  queue("full@example.com");
  const auto neighbour = queue("two@example.com");
  server.answer("RCPT TO:<full@example.com>", "452 4.2.2 Mailbox full");
  courier.deliver_due();
  db.clock().advance(6s);
  courier.deliver_due();
  db.clock().advance(6s);
  courier.deliver_due();
  BOOST_TEST(state(neighbour) == "sent");
}

BOOST_AUTO_TEST_CASE(a_refusal_does_not_hold_up_the_domain) {
  queue("gone@example.com");
  const auto neighbour = queue("two@example.com");
  server.answer("RCPT TO:<gone@example.com>", "550 No such mailbox");
  courier.deliver_due();
  BOOST_TEST(state(neighbour) == "sent");
}

BOOST_AUTO_TEST_CASE(relay_down_loses_no_letter) {
  for (int i = 0; i < 45; ++i) queue(("p" + std::to_string(i) + "@example.com").c_str());
  server.go_away();
  for (int i = 0; i < 100; ++i) {
    while (courier.deliver_due() > 0) continue;
    db.clock().advance(500ms);
  }
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE state = 'queued'") == "45");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE answer LIKE '%onnect%'") != "0");
  server.come_back();
  db.clock().advance(3s);
  while (courier.deliver_due() > 0) continue;
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE state = 'sent'") == "45");
  BOOST_TEST(server.taken().size() == 45u);
}

BOOST_AUTO_TEST_CASE(codes_go_out_within_three_seconds_of_the_relays_return) {
  const auto flow = sign_up();
  queue("notice@example.com");
  server.go_away();
  for (int i = 0; i < 100; ++i) courier.deliver_due(), db.clock().advance(500ms);
  server.come_back();
  for (int i = 0; i < 6; ++i) courier.deliver_due(), db.clock().advance(500ms);
  BOOST_TEST(state(flow) == "sent");
}

BOOST_AUTO_TEST_CASE(a_relay_that_is_down_is_tried_once_every_two_seconds_whatever_waits) {
  server.answer("(greeting)", "421 Down for maintenance");
  for (int i = 0; i < 30; ++i) queue("mia@example.com");
  for (int i = 0; i < 200; ++i) courier.deliver_due(), db.clock().advance(100ms);
  BOOST_TEST(server.connections() >= 8u);
  BOOST_TEST(server.connections() <= 11u);
}

BOOST_AUTO_TEST_CASE(a_refused_log_in_or_sender_loses_no_letter) {
  const auto id = queue("mia@example.com");
  for (const char* reply : {"530 5.7.0 Authentication required", "550 5.7.1 Not from you"}) {
    server.answer("MAIL", reply);
    courier.deliver_due();
    BOOST_TEST(state(id) == "queued", reply);
    db.clock().advance(3s);
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_hangs_up_before_its_250_is_given_the_same_letter_again) {
  queue("mia@example.com");
  server.answer("(end of data)", ScriptedSmtp::kHangUp);
  courier.deliver_due();
  server.answer("(end of data)", "250 OK");
  db.clock().advance(6s);
  courier.deliver_due();
  const auto taken = server.taken();
  BOOST_REQUIRE(taken.size() == 2u);
  const auto id_line = [](const std::string& letter) {
    const auto start = letter.find("Message-ID:");
    return letter.substr(start, letter.find('\r', start) - start);
  };
  BOOST_TEST(id_line(taken[0].data) == id_line(taken[1].data));
}

BOOST_AUTO_TEST_CASE(a_batch_that_takes_longer_than_its_lease_gives_the_rest_back) {
  for (int i = 0; i < 3; ++i) queue("mia@example.com");
  transport.after = [&](const mail::Message&) { db.clock().advance(config.smtp.lease - 2s); };
  BOOST_TEST(courier.deliver_due() == 3u);
  BOOST_TEST(server.taken().size() == 1u);
  transport.after = [](const mail::Message&) {};
  BOOST_TEST(courier.deliver_due() == 2u);
  BOOST_TEST(server.taken().size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
