// The end of a licence: days of grace, and the letters ahead of it.

#define BOOST_TEST_DYN_LINK
#include <thread>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "flow/sign_in.h"
#include "flow/sign_up.h"
#include "t/integration/ctl_program.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr const char* kMia = "mia@acme.example";
constexpr const char* kPassword = "correct horse battery";

template <class T>
bool is(const auto& result) {
  return std::holds_alternative<T>(result);
}

struct Fixture : test::TestServices {
  test::CtlProgram ctl;
  store::Company acme = db.add_company("acme", "acme.example");

  // From now, to the second, by the database's clock, which is the program's.
  void end_in(const std::string& interval) {
    db.run("UPDATE company SET licence_until = UTC_TIMESTAMP(6) + INTERVAL " + interval);
  }
  flow::FinishResult sign_in() {
    const auto mia = visitor();
    const flow::SignIn sign_in(services);
    const flow::CodeStep step(services);
    auto flow =
        std::get<flow::PasswordRight>(sign_in.with_password(kMia, kPassword, "/", mia)).flow;
    step.send(flow, mia);
    step.verify(reload(flow), code(flow), mia);
    return sign_in.finish(reload(flow), mia);
  }
  std::string letters() {
    return db.value("SELECT COUNT(*) FROM outbox WHERE letter = 'licence_ends'");
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_licence, Fixture)

BOOST_AUTO_TEST_CASE(in_grace_people_get_in_and_nobody_new_signs_up) {
  add_account(acme, kMia, kPassword);
  ctl.out_of({"company", "set", "acme", "--grace-days", "14"});
  db.clock().set(SystemClock().now());
  end_in("-1 HOUR");
  BOOST_TEST(contains(ctl.out_of({"company", "list"}), "in_grace"));
  BOOST_TEST(is<flow::SignedIn>(sign_in()));
  const auto begun =
      flow::SignUp(services).begin(Email::parse("new@acme.example").value(), "/", visitor());
  BOOST_REQUIRE(is<flow::LicenceNotRunning>(begun));
  BOOST_TEST((std::get<flow::LicenceNotRunning>(begun).standing == LicenceStanding::in_grace));
  db.clock().advance(14 * 24h);
  const auto late = sign_in();
  BOOST_REQUIRE(is<flow::Denied>(late));
  BOOST_TEST((std::get<flow::Denied>(late).reason == flow::Denial::licence_over));
}

BOOST_AUTO_TEST_CASE(a_change_of_grace_makes_the_gates_look_again) {
  ctl.out_of({"company", "set", "acme", "--grace-days", "14"});
  BOOST_TEST(db.value("SELECT COUNT(*) FROM revocation WHERE scope = 'company'") == "1");
  BOOST_TEST(contains(ctl.out_of({"company", "show", "acme"}), "14"));
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'company_changed'") ==
             "acme grace_days=14");
}

BOOST_AUTO_TEST_CASE(grace_is_a_number_of_days) {
  const auto set = [&](const char* days) {
    return ctl.run({"company", "set", "acme", "--grace-days", days}).status;
  };
  BOOST_TEST(set("366") == EX_DATAERR);
  BOOST_TEST(set("-1") == EX_DATAERR);
  BOOST_TEST(set("two") == EX_DATAERR);
  BOOST_TEST(set("365") == EX_OK);
  BOOST_TEST(set("0") == EX_OK);
}

BOOST_AUTO_TEST_CASE(each_letter_is_written_once_and_a_renewed_licence_begins_anew) {
  const auto remind = [&] { return ctl.out_of({"licence", "remind"}); };
  BOOST_TEST(remind() == "none\n");
  end_in("31 DAY");
  BOOST_TEST(remind() == "none\n");
  end_in("29 DAY");
  BOOST_TEST(contains(remind(), "licensing@acme.example"));
  BOOST_TEST(remind() == "none\n");
  BOOST_TEST(letters() == "1");
  BOOST_TEST(
      db.value("SELECT CONCAT(JSON_VALUE(details, '$.COMPANY'), ' ', recipient) FROM outbox") ==
      "The acme company licensing@acme.example");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'licence_reminded'") ==
             "acme 30 days");
  db.run("UPDATE licence_letter SET licence_until = (SELECT licence_until FROM company)");
  db.run("UPDATE company SET licence_until = UTC_TIMESTAMP(6) + INTERVAL 30 DAY");
  BOOST_TEST(contains(remind(), "30"));
  BOOST_TEST(letters() == "2");
}

BOOST_AUTO_TEST_CASE(after_a_missed_week_the_nearest_letter_alone_is_written) {
  end_in("20 HOUR");
  BOOST_TEST(contains(ctl.out_of({"licence", "remind", "--json"}), "\"days_ahead\": 1"));
  BOOST_TEST(ctl.out_of({"licence", "remind", "--json"}) == "[]\n");
  BOOST_TEST(letters() == "1");
}

BOOST_AUTO_TEST_CASE(nobody_is_reminded_of_what_is_over_or_suspended) {
  end_in("-1 HOUR");
  ctl.out_of({"company", "set", "acme", "--grace-days", "14"});
  BOOST_TEST(ctl.out_of({"licence", "remind"}) == "none\n");
  end_in("5 DAY");
  ctl.out_of({"company", "suspend", "acme"});
  BOOST_TEST(ctl.out_of({"licence", "remind"}) == "none\n");
  BOOST_TEST(letters() == "0");
}

BOOST_AUTO_TEST_CASE(of_many_runs_at_once_one_writes_the_letter) {
  end_in("5 DAY");
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) threads.emplace_back([&] { ctl.run({"licence", "remind"}); });
  for (auto& thread : threads) thread.join();
  BOOST_TEST(letters() == "1");
}

BOOST_AUTO_TEST_SUITE_END()
