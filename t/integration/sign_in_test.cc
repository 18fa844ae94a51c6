// Sign-in and reset: what a password and a code open, for whom, and what ends.

#define BOOST_TEST_DYN_LINK
#include "flow/sign_in.h"

#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "domain/session.h"
#include "flow/reset.h"
#include "flow/sign_up.h"
#include "store/outbox.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr const char* kMia = "mia@example.com";
constexpr const char* kPassword = "correct horse battery";

template <class T>
bool is(const auto& result) {
  return std::holds_alternative<T>(result);
}

struct Fixture : test::TestServices {
  store::Company company = db.add_company("example", "example.com");
  flow::Visitor mia = visitor();
  flow::SignIn sign_in{services};
  flow::CodeStep step{services};

  flow::PasswordResult password(std::string_view address, std::string_view typed) {
    return sign_in.with_password(address, typed, "/members/", mia);
  }
  // Through password and code; the flow is verified.
  store::Flow verified() {
    auto flow = std::get<flow::PasswordRight>(password(kMia, kPassword)).flow;
    step.send(flow, mia);
    BOOST_REQUIRE(is<flow::CodeRight>(step.verify(reload(flow), code(flow), mia)));
    return reload(flow);
  }
  store::Flow verified_reset() {
    auto flow = std::get<store::Flow>(
        flow::Reset(services).begin(FlowKind::reset, Email::parse(kMia).value(), "/", mia));
    BOOST_REQUIRE(is<flow::CodeRight>(step.verify(flow, code(flow), mia)));
    return reload(flow);
  }
  std::string sessions() { return db.value("SELECT COUNT(*) FROM session WHERE ended_at IS NULL"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sign_in, Fixture)

BOOST_AUTO_TEST_CASE(password_and_code_make_a_session_whose_token_is_not_stored) {
  add_account(company, kMia, kPassword);
  const auto result = std::get<flow::SignedIn>(sign_in.finish(verified(), mia));
  BOOST_TEST(result.return_address == "/members/");
  const auto raw = open_token(result.token, keys.session());
  BOOST_REQUIRE(raw.has_value());
  const auto found = db.database().read(
      [&](store::Transaction& tx) { return store::sessions::find(tx, token_hash(*raw)); });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->account.email.text() == kMia);
  BOOST_TEST(found->company.slug == "example");
}

BOOST_AUTO_TEST_CASE(finished_twice_within_a_minute_is_one_session_and_the_same_token) {
  add_account(company, kMia, kPassword);
  const auto flow = verified();
  const auto first = std::get<flow::SignedIn>(sign_in.finish(flow, mia));
  const auto second = std::get<flow::SignedIn>(sign_in.finish(flow, mia));
  BOOST_TEST(first.token == second.token);
  BOOST_TEST(sessions() == "1");
  db.clock().advance(1min);
  BOOST_TEST(is<flow::MovedOn>(sign_in.finish(flow, mia)));
}

BOOST_AUTO_TEST_CASE(an_unfinished_flow_makes_no_session) {
  add_account(company, kMia, kPassword);
  auto flow = std::get<flow::PasswordRight>(password(kMia, kPassword)).flow;
  BOOST_TEST(is<flow::MovedOn>(sign_in.finish(flow, mia)));
  step.send(flow, mia);
  BOOST_TEST(is<flow::MovedOn>(sign_in.finish(reload(flow), mia)));
  BOOST_TEST(sessions() == "0");
}

BOOST_AUTO_TEST_CASE(many_at_once_finish_one_session) {
  add_account(company, kMia, kPassword);
  const auto flow = verified();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      auto database = db.another();
      const auto process = on(database);
      flow::SignIn(process).finish(flow, mia);
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(sessions() == "1");
}

BOOST_AUTO_TEST_CASE(a_verified_reset_makes_no_session_and_a_verified_sign_in_no_password) {
  add_account(company, kMia, kPassword);
  BOOST_CHECK_THROW(sign_in.finish(verified_reset(), mia), std::logic_error);
  BOOST_CHECK_THROW(flow::Reset(services).set_password(verified(), "another one", mia),
                    std::logic_error);
  BOOST_TEST(sessions() == "0");
}

BOOST_AUTO_TEST_CASE(an_unknown_address_and_a_wrong_password_are_answered_alike) {
  add_account(company, kMia, kPassword);
  BOOST_TEST(is<flow::WrongCredentials>(password(kMia, "something else")));
  BOOST_TEST(is<flow::WrongCredentials>(password("nobody@example.com", kPassword)));
  BOOST_TEST(is<flow::WrongCredentials>(password("no address", kPassword)));
  BOOST_TEST(is<flow::WrongCredentials>(password(kMia, "")));
}

BOOST_AUTO_TEST_CASE(an_account_without_password_opens_to_none) {
  const auto account = add_account(company, kMia, kPassword);
  db.run("UPDATE account SET password_hash = NULL");
  BOOST_TEST(is<flow::WrongCredentials>(password(kMia, "")));
  BOOST_TEST(is<flow::WrongCredentials>(password(kMia, kPassword)));
}

BOOST_AUTO_TEST_CASE(ten_wrong_passwords_make_wait_known_and_unknown_alike) {
  add_account(company, kMia, kPassword);
  for (const char* address : {kMia, "nobody@example.com"}) {
    for (int i = 0; i < 10; ++i)
      BOOST_TEST(is<flow::WrongCredentials>(password(address, "wrong password")));
    const auto refused = password(address, kPassword);
    BOOST_REQUIRE(is<flow::TooMany>(refused));
    BOOST_TEST(std::get<flow::TooMany>(refused).wait.count() == 60);
  }
}

BOOST_AUTO_TEST_CASE(another_network_is_not_made_to_wait) {
  add_account(company, kMia, kPassword);
  for (int i = 0; i < 11; ++i) password(kMia, "wrong password");
  mia = visitor("198.51.100.0/24");
  BOOST_TEST(is<flow::PasswordRight>(password(kMia, kPassword)));
}

BOOST_AUTO_TEST_CASE(a_hundred_wrong_passwords_shut_out_unknown_browsers_but_not_the_owners) {
  add_account(company, kMia, kPassword);
  const auto known = std::get<flow::SignedIn>(sign_in.finish(verified(), mia)).browser_token;
  for (int i = 0; i < 100; ++i) {
    mia = visitor("198.51." + std::to_string(i) + ".0/24");
    password(kMia, "wrong password");
  }
  mia = visitor("203.0.113.0/24");
  const auto refused = password(kMia, kPassword);
  BOOST_REQUIRE(is<flow::TooMany>(refused));
  BOOST_TEST((std::get<flow::TooMany>(refused).wait == 24h));
  mia.browser_token = known;
  BOOST_TEST(is<flow::PasswordRight>(password(kMia, kPassword)));
}

BOOST_AUTO_TEST_CASE(a_locked_account_is_told_only_after_the_code) {
  add_account(company, kMia, kPassword);
  db.run("UPDATE account SET status = 'locked'");
  const auto denied = sign_in.finish(verified(), mia);
  BOOST_TEST((std::get<flow::Denied>(denied).reason == flow::Denial::account_locked));
  BOOST_TEST(sessions() == "0");
}

BOOST_AUTO_TEST_CASE(a_licence_that_ends_between_code_and_session_lets_nobody_in) {
  add_account(company, kMia, kPassword);
  const auto flow = verified();
  db.run("UPDATE company SET licence_until = '2020-01-01'");
  const auto denied = sign_in.finish(flow, mia);
  BOOST_TEST((std::get<flow::Denied>(denied).reason == flow::Denial::licence_over));
  BOOST_TEST(sessions() == "0");
}

BOOST_AUTO_TEST_CASE(a_reset_ends_sessions_and_flows_and_creates_no_session) {
  const auto account = add_account(company, kMia, kPassword);
  sign_in.finish(verified(), mia);
  const auto half = verified();
  const auto reset = verified_reset();
  BOOST_TEST(is<flow::PasswordSet>(
      flow::Reset(services).set_password(reset, "another good password", mia)));
  BOOST_TEST(sessions() == "0");
  BOOST_TEST(is<flow::MovedOn>(sign_in.finish(half, mia)));
  BOOST_TEST(is<flow::WrongCredentials>(password(kMia, kPassword)));
  BOOST_TEST(is<flow::PasswordRight>(password(kMia, "another good password")));
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE letter = 'password_changed'") == "1");
}

BOOST_AUTO_TEST_CASE(a_reset_sets_one_password) {
  add_account(company, kMia, kPassword);
  const auto reset = verified_reset();
  flow::Reset(services).set_password(reset, "the first new one", mia);
  BOOST_TEST(
      is<flow::MovedOn>(flow::Reset(services).set_password(reset, "the second new one", mia)));
  BOOST_TEST(is<flow::PasswordRight>(password(kMia, "the first new one")));
}

BOOST_AUTO_TEST_CASE(an_account_locked_during_a_reset_keeps_its_password) {
  add_account(company, kMia, kPassword);
  const auto reset = verified_reset();
  db.run("UPDATE account SET status = 'locked'");
  BOOST_TEST(
      is<flow::MovedOn>(flow::Reset(services).set_password(reset, "another good password", mia)));
}

BOOST_AUTO_TEST_CASE(a_reset_of_an_unknown_address_queues_a_decoy_and_no_letter) {
  flow::Reset(services).begin(FlowKind::reset, Email::parse("nobody@example.com").value(), "/",
                              mia);
  BOOST_TEST(db.value("SELECT letter FROM outbox") == store::kDecoyLetter);
}

BOOST_AUTO_TEST_CASE(a_fresh_sign_up_is_verified_again_unless_the_setting_says_it_counts) {
  auto flow =
      std::get<flow::Begun>(flow::SignUp(services).begin(Email::parse(kMia).value(), "/", mia))
          .flow;
  step.verify(flow, code(flow), mia);
  flow::SignUp(services).create(reload(flow), "Mia Quist", kPassword, mia);
  const auto state = [&] {
    return std::get<flow::PasswordRight>(password(kMia, kPassword)).flow.state;
  };
  BOOST_TEST((state() == FlowState::password_ok));
  db.config().signup_counts_as_proof = true;
  BOOST_TEST((state() == FlowState::verified));
  mia = visitor();
  BOOST_TEST((state() == FlowState::password_ok));
}

BOOST_AUTO_TEST_CASE(the_last_seat_goes_to_one_of_many) {
  db.run("UPDATE company SET seats = 1");
  std::vector<store::Flow> flows;
  for (const char* address : {"a@example.com", "b@example.com", "c@example.com", "d@example.com"}) {
    auto flow =
        std::get<flow::Begun>(flow::SignUp(services).begin(Email::parse(address).value(), "/", mia))
            .flow;
    step.verify(flow, code(flow), mia);
    flows.push_back(reload(flow));
  }
  std::atomic<int> created = 0;
  std::vector<std::thread> threads;
  for (const auto& flow : flows)
    threads.emplace_back([&] {
      auto database = db.another();
      const auto process = on(database);
      created += is<flow::Created>(
          flow::SignUp(process).create(flow, "A Name", "correct horse battery", mia));
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(created == 1);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM account") == "1");
}

BOOST_AUTO_TEST_CASE(many_flows_of_one_address_create_one_account) {
  std::vector<store::Flow> flows;
  for (int i = 0; i < 4; ++i) {
    auto flow =
        std::get<flow::Begun>(flow::SignUp(services).begin(Email::parse(kMia).value(), "/", mia))
            .flow;
    step.verify(flow, code(flow), mia);
    flows.push_back(reload(flow));
  }
  std::vector<std::thread> threads;
  std::atomic<int> created = 0;
  for (const auto& flow : flows)
    threads.emplace_back([&] {
      auto database = db.another();
      const auto process = on(database);
      created += is<flow::Created>(
          flow::SignUp(process).create(flow, "Mia Quist", "correct horse battery", mia));
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(created == 1);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM account") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
