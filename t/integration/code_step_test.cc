// The code step: what a code is worth, for how long, and how often one may guess.

#define BOOST_TEST_DYN_LINK
#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "domain/code.h"
#include "flow/sign_up.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

struct Fixture : test::TestServices {
  store::Company company = db.add_company("example", "example.com");
  flow::Visitor mia = visitor();
  flow::CodeStep step{services};

  store::Flow begin(const char* address = "mia@example.com") {
    return std::get<flow::Begun>(
               flow::SignUp(services).begin(Email::parse(address).value(), "/members/", mia))
        .flow;
  }
  flow::CodeResult type(const store::Flow& flow, std::string_view code) {
    return step.verify(reload(flow), code, mia);
  }
  std::string letters(const store::Flow& flow) {
    return db.value("SELECT COUNT(*) FROM outbox WHERE flow_id = x'" + text::hex(flow.id) + "'");
  }
};

template <class T>
bool is(const auto& result) {
  return std::holds_alternative<T>(result);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(code_step, Fixture)

BOOST_AUTO_TEST_CASE(the_right_code_works_once) {
  const auto flow = begin();
  BOOST_TEST(is<flow::CodeRight>(type(flow, code(flow))));
  BOOST_TEST(is<flow::MovedOn>(type(flow, code(flow))));
  BOOST_TEST((reload(flow).state == FlowState::verified));
}

BOOST_AUTO_TEST_CASE(a_code_lives_for_599_seconds_and_not_for_600) {
  const auto flow = begin();
  db.clock().advance(599s);
  BOOST_TEST(!is<flow::CodeExpired>(type(flow, wrong_code(flow))));
  db.clock().advance(1s);
  BOOST_TEST(is<flow::CodeExpired>(type(flow, code(flow))));
}

BOOST_AUTO_TEST_CASE(five_wrong_codes_end_the_flow_for_the_right_one_too) {
  const auto flow = begin();
  for (std::uint32_t left : {4U, 3U, 2U, 1U, 0U})
    BOOST_TEST(std::get<flow::CodeWrong>(type(flow, wrong_code(flow))).tries_left == left);
  BOOST_TEST(is<flow::CodeUsedUp>(type(flow, code(flow))));
}

BOOST_AUTO_TEST_CASE(what_is_no_code_costs_no_try) {
  const auto flow = begin();
  for (const char* typed : {"", "12345", "1234567", "12345a", "１２３４５６", "0x1234"})
    BOOST_TEST(is<flow::CodeMalformed>(type(flow, typed)));
  BOOST_TEST(reload(flow).tries == 0U);
}

BOOST_AUTO_TEST_CASE(a_code_is_worth_nothing_in_another_flow) {
  const auto one = begin();
  const auto two = begin();
  BOOST_TEST(is<flow::CodeWrong>(type(two, code(one))));
  BOOST_TEST(is<flow::CodeRight>(type(one, code(one))));
}

BOOST_AUTO_TEST_CASE(a_wrong_code_is_spent_before_it_is_compared) {
  // Were the comparison first, many at once could each be compared before any is counted.
  const auto flow = begin();
  const auto wrong = wrong_code(flow);
  std::vector<std::thread> threads;
  std::atomic<int> compared = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      auto database = db.another();
      const auto process = on(database);
      for (int k = 0; k < 5; ++k)
        compared += is<flow::CodeWrong>(flow::CodeStep(process).verify(flow, wrong, mia));
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(compared == 5);
  BOOST_TEST(reload(flow).tries == 5U);
}

BOOST_AUTO_TEST_CASE(a_new_code_does_not_bring_back_tries) {
  const auto flow = begin();
  for (int i = 0; i < 4; ++i) type(flow, wrong_code(flow));
  db.clock().advance(6min);
  BOOST_TEST(is<flow::CodeSent>(step.send(reload(flow), mia)));
  BOOST_TEST(std::get<flow::CodeWrong>(type(flow, wrong_code(flow))).tries_left == 0U);
  BOOST_TEST(is<flow::CodeUsedUp>(type(flow, code(flow))));
}

BOOST_AUTO_TEST_CASE(with_five_minutes_left_the_same_code_is_sent_with_the_same_end) {
  const auto flow = begin();
  const auto first = code(flow);
  const auto end = *reload(flow).code_ends_at;
  db.clock().advance(5min);
  BOOST_TEST(is<flow::CodeSent>(step.send(reload(flow), mia)));
  BOOST_TEST(code(flow) == first);
  BOOST_TEST((*reload(flow).code_ends_at == end));
  BOOST_TEST(letters(flow) == "2");
}

BOOST_AUTO_TEST_CASE(with_less_left_the_next_code_replaces_it) {
  const auto flow = begin();
  const auto first = code(flow);
  db.clock().advance(5min + 1s);
  BOOST_TEST(is<flow::CodeSent>(step.send(reload(flow), mia)));
  BOOST_TEST(reload(flow).generation == 2U);
  if (code(flow) != first) BOOST_TEST(is<flow::CodeWrong>(type(flow, first)));
  BOOST_TEST(is<flow::CodeRight>(type(flow, code(flow))));
}

BOOST_AUTO_TEST_CASE(sending_again_waits_30_60_120_120_seconds_and_ends_after_five) {
  const auto flow = begin();
  for (const auto wait : {30s, 60s, 120s, 120s}) {
    db.clock().advance(wait - 1s);
    BOOST_TEST(std::get<flow::TooSoon>(step.send(reload(flow), mia)).wait.count() == 1);
    db.clock().advance(1s);
    BOOST_TEST(is<flow::CodeSent>(step.send(reload(flow), mia)));
  }
  db.clock().advance(120s);
  BOOST_TEST(is<flow::SendsUsedUp>(step.send(reload(flow), mia)));
  BOOST_TEST(letters(flow) == "5");
}

BOOST_AUTO_TEST_CASE(sent_twice_at_once_one_letter_goes_out) {
  const auto flow = begin();
  db.clock().advance(30s);
  const auto as_both_saw_it = reload(flow);
  BOOST_TEST(is<flow::CodeSent>(step.send(as_both_saw_it, mia)));
  BOOST_TEST(is<flow::MovedOn>(step.send(as_both_saw_it, mia)));
  BOOST_TEST(letters(flow) == "2");
}

BOOST_AUTO_TEST_CASE(an_address_gets_five_strange_letters_an_hour_over_all_flows) {
  for (int i = 0; i < 5; ++i) begin();
  const auto sixth =
      flow::SignUp(services).begin(Email::parse("mia@example.com").value(), "/", visitor("x"));
  BOOST_TEST(is<flow::TooMany>(sixth));
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox") == "5");
  BOOST_CHECK_NO_THROW(begin("ben@example.com"));
}

BOOST_AUTO_TEST_CASE(an_address_may_be_guessed_at_ten_times_a_day_over_all_flows) {
  const auto one = begin();
  const auto two = begin();
  const auto three = begin();
  for (int i = 0; i < 5; ++i) type(one, wrong_code(one));
  for (int i = 0; i < 5; ++i) type(two, wrong_code(two));
  BOOST_TEST(is<flow::TooMany>(type(three, wrong_code(three))));
}

BOOST_AUTO_TEST_CASE(right_codes_are_not_counted_as_wrong) {
  db.config().limits.strange_letters_per_hour_max = 20;
  db.config().limits.strange_letters_per_day_max = 20;
  for (int i = 0; i < 12; ++i) {
    const auto flow = begin();
    BOOST_TEST(is<flow::CodeRight>(type(flow, code(flow))));
  }
}

BOOST_AUTO_TEST_CASE(a_decoy_is_never_right) {
  add_account(company, "mia@example.com", "correct horse battery");
  const auto flow = begin();
  BOOST_TEST(flow.decoy);
  BOOST_TEST(is<flow::CodeWrong>(type(flow, code(flow))));
  BOOST_TEST((reload(flow).state == FlowState::code_sent));
}

BOOST_AUTO_TEST_CASE(a_flow_is_found_only_by_the_browser_that_began_it) {
  const auto flow = begin();
  const auto found = [&](const flow::Visitor& who) {
    return db.database().read([&](store::Transaction& tx) {
      return flow::find_flow(tx, text::base64url(flow.id), who, db.clock().now()).has_value();
    });
  };
  BOOST_TEST(found(mia));
  BOOST_TEST(!found(visitor()));
  auto without = mia;
  without.flow_secret.clear();
  BOOST_TEST(!found(without));
  db.clock().advance(60min);
  BOOST_TEST(!found(mia));
}

BOOST_AUTO_TEST_SUITE_END()
