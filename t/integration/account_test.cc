// A person's own account: what their changes end, and who wins when several come at once.

#define BOOST_TEST_DYN_LINK
#include "flow/account.h"

#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "domain/session.h"
#include "flow/deletion.h"
#include "flow/reset.h"
#include "flow/sign_in.h"
#include "t/support/test_services.h"

using namespace doorward;

namespace {

constexpr const char* kMia = "mia@example.com";
constexpr const char* kPassword = "correct horse battery";
constexpr const char* kNewPassword = "copper meadow 41 ferries";

template <class T>
bool is(const auto& result) {
  return std::holds_alternative<T>(result);
}

struct Fixture : test::TestServices {
  store::Company company = db.add_company("example", "example.com");
  store::Account account = add_account(company, kMia, kPassword);
  flow::Visitor mia = visitor();
  flow::CodeStep step{services};

  store::Flow verified_sign_in(const flow::Visitor& who) {
    const auto result = flow::SignIn(services).with_password(kMia, kPassword, "/", who);
    auto flow = std::get<flow::PasswordRight>(result).flow;
    step.send(flow, who);
    BOOST_REQUIRE(is<flow::CodeRight>(step.verify(reload(flow), code(flow), who)));
    return reload(flow);
  }
  std::optional<store::SignedIn> find(const std::string& token) {
    const auto hash = token_hash(open_token(token, keys.session()).value());
    return db.database().read(
        [&](store::Transaction& tx) { return store::sessions::find(tx, hash); });
  }
  store::SignedIn sign_in(const flow::Visitor& who) {
    const auto result = flow::SignIn(services).finish(verified_sign_in(who), who);
    return find(std::get<flow::SignedIn>(result).token).value();
  }
  std::string open_sessions() {
    return db.value("SELECT COUNT(*) FROM session WHERE ended_at IS NULL");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_account, Fixture)

BOOST_AUTO_TEST_CASE(a_new_password_ends_the_other_sessions_and_this_ones_token) {
  const auto here = sign_in(mia);
  sign_in(visitor());
  const auto before = db.value("SELECT HEX(token_hash) FROM session WHERE id = UNHEX('" +
                               text::hex(here.session.id) + "')");
  const auto result =
      flow::OwnAccount(services, here, mia).replace_password(kPassword, kNewPassword);
  const auto now = find(std::get<flow::PasswordReplaced>(result).token);
  BOOST_REQUIRE(now.has_value());
  BOOST_TEST(now->session.id == here.session.id);
  BOOST_TEST(open_sessions() == "1");
  BOOST_TEST(db.value("SELECT HEX(token_hash) FROM session WHERE ended_at IS NULL") != before);
  // For the gates: the token that is gone, and the sessions.
  BOOST_TEST(db.value("SELECT COUNT(DISTINCT scope) FROM revocation") == "2");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event = 'password_changed'") == "1");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE letter = 'password_changed'") == "1");
}

BOOST_AUTO_TEST_CASE(flows_that_were_open_are_dead_after_a_new_password) {
  const auto here = sign_in(mia);
  const auto other = visitor();
  const auto under_way = verified_sign_in(other);
  auto reset = std::get<store::Flow>(
      flow::Reset(services).begin(FlowKind::reset, Email::parse(kMia).value(), "/", other));
  flow::OwnAccount(services, here, mia).replace_password(kPassword, kNewPassword);
  BOOST_TEST(is<flow::MovedOn>(flow::SignIn(services).finish(under_way, other)));
  BOOST_TEST(!is<flow::CodeRight>(step.verify(reload(reset), code(reset), other)));
  BOOST_TEST(open_sessions() == "1");
}

BOOST_AUTO_TEST_CASE(of_parallel_new_passwords_one_wins) {
  const auto here = sign_in(mia);
  std::atomic<int> replaced = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      auto database = db.another();
      const auto process = on(database);
      const auto result =
          flow::OwnAccount(process, here, mia).replace_password(kPassword, kNewPassword);
      if (is<flow::PasswordReplaced>(result)) ++replaced;
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(replaced == 1);
  BOOST_TEST(open_sessions() == "1");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE letter = 'password_changed'") == "1");
}

BOOST_AUTO_TEST_CASE(a_session_that_was_ended_can_change_nothing_any_more) {
  const auto here = sign_in(mia);
  sign_in(visitor());
  db.run("UPDATE session SET ended_at = UTC_TIMESTAMP(6) WHERE id = UNHEX('" +
         text::hex(here.session.id) + "')");
  const flow::OwnAccount own(services, here, mia);
  BOOST_TEST(is<flow::MovedOn>(own.replace_password(kPassword, kNewPassword)));
  own.end_other_sessions();
  BOOST_TEST(open_sessions() == "1");
}

BOOST_AUTO_TEST_CASE(a_locked_account_can_change_nothing_any_more) {
  const auto here = sign_in(mia);
  db.run("UPDATE account SET status = 'locked'");
  BOOST_TEST(is<flow::MovedOn>(
      flow::OwnAccount(services, here, mia).replace_password(kPassword, kNewPassword)));
}

BOOST_AUTO_TEST_CASE(a_wrong_password_is_counted_and_a_right_one_is_not) {
  const auto here = sign_in(mia);
  const flow::OwnAccount own(services, here, mia);
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(is<flow::PasswordWrong>(own.replace_password("not the one", kNewPassword)));
  BOOST_TEST(is<flow::TooMany>(own.replace_password(kPassword, kNewPassword)));
  BOOST_TEST(is<flow::TooMany>(flow::SignIn(services).with_password(kMia, kPassword, "/", mia)));
}

BOOST_AUTO_TEST_CASE(of_parallel_deletions_one_wins_and_writes_one_letter) {
  const auto here = sign_in(mia);
  auto flow = std::get<store::Flow>(flow::Deletion(services, here, mia).begin(kPassword));
  BOOST_REQUIRE(is<flow::CodeRight>(step.verify(flow, code(flow), mia)));
  flow = reload(flow);
  std::atomic<int> deleted = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      auto database = db.another();
      const auto process = on(database);
      if (is<flow::Deleted>(flow::Deletion(process, here, mia).finish(flow))) ++deleted;
    });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(deleted == 1);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox WHERE letter = 'account_deleted'") == "1");
  BOOST_TEST(open_sessions() == "0");
}

BOOST_AUTO_TEST_CASE(an_account_that_was_locked_meanwhile_is_not_deleted) {
  const auto here = sign_in(mia);
  auto flow = std::get<store::Flow>(flow::Deletion(services, here, mia).begin(kPassword));
  BOOST_REQUIRE(is<flow::CodeRight>(step.verify(flow, code(flow), mia)));
  db.run("UPDATE account SET status = 'locked'");
  BOOST_TEST(is<flow::MovedOn>(flow::Deletion(services, here, mia).finish(reload(flow))));
  BOOST_TEST(db.value("SELECT email FROM account") == kMia);
}

BOOST_AUTO_TEST_CASE(a_deletion_is_finished_by_nobody_else) {
  const auto here = sign_in(mia);
  auto flow = std::get<store::Flow>(flow::Deletion(services, here, mia).begin(kPassword));
  auto other = here;
  other.account.id = new_id(db.random(), db.clock().now());
  BOOST_CHECK_THROW(flow::Deletion(services, other, mia).finish(flow), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
