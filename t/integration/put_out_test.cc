// A domain or an address taken away: who is out, who stays, and that no sign-in slips through.

#define BOOST_TEST_DYN_LINK
#include <future>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "flow/reset.h"
#include "flow/sign_in.h"
#include "flow/sign_up.h"
#include "store/company.h"
#include "t/integration/ctl_program.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPassword = "correct horse battery";

template <class T>
bool is(const auto& result) {
  return std::holds_alternative<T>(result);
}

struct Fixture : test::TestServices {
  test::CtlProgram ctl;
  store::Company acme = db.add_company("acme", "acme.example");
  flow::Visitor browser = visitor();
  flow::SignIn sign_in{services};
  flow::CodeStep step{services};

  store::Flow verified(const std::string& email) {
    auto flow =
        std::get<flow::PasswordRight>(sign_in.with_password(email, kPassword, "/", browser)).flow;
    step.send(flow, browser);
    BOOST_REQUIRE(is<flow::CodeRight>(step.verify(reload(flow), code(flow), browser)));
    return reload(flow);
  }
  void signed_in(const std::string& email) {
    BOOST_REQUIRE(is<flow::SignedIn>(sign_in.finish(verified(email), browser)));
  }
  // "" or why not.
  std::string refusal(const std::string& email) {
    const auto result = sign_in.finish(verified(email), browser);
    const auto* denied = std::get_if<flow::Denied>(&result);
    return denied != nullptr ? std::string(flow::to_text(denied->reason)) : "";
  }
  void remove_domain(const char* domain) {
    ctl.out_of({"company", "domain", "remove", "acme", domain});
    db.clock().advance(1s);  // past the end that the program gave to flows
  }
  std::string sessions_of(const std::string& email) {
    return db.value(
        "SELECT COUNT(*) FROM session JOIN account ON account.id = account_id"
        " WHERE ended_at IS NULL AND email = '" +
        email + "'");
  }
  bool open(const store::Flow& flow) { return reload(flow).expires_at > db.clock().now(); }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(put_out, Fixture)

BOOST_AUTO_TEST_CASE(a_domain_taken_away_puts_its_people_out_and_keeps_them_out) {
  ctl.out_of({"company", "domain", "add", "acme", "acme.test"});
  add_account(acme, "mia@acme.example", kPassword);
  add_account(acme, "kim@acme.test", kPassword);
  signed_in("mia@acme.example");
  signed_in("kim@acme.test");
  const auto said = ctl.out_of({"company", "domain", "remove", "acme", "acme.example"});
  db.clock().advance(1s);
  BOOST_TEST(contains(said, "acme.example removed from company acme; 1 person is out"));
  BOOST_TEST(sessions_of("mia@acme.example") == "0");
  BOOST_TEST(sessions_of("kim@acme.test") == "1");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM revocation r JOIN account a ON a.id = r.subject"
                      " WHERE r.scope = 'account' AND a.email = 'mia@acme.example'") == "1");
  BOOST_TEST(refusal("mia@acme.example") == "not-listed");
  BOOST_TEST(refusal("kim@acme.test") == "");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'account_put_out'"
                      " AND email = 'mia@acme.example'") == "acme acme.example");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event = 'account_put_out'") == "1");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'sign_in_denied'") ==
             "not-listed");
}

BOOST_AUTO_TEST_CASE(adding_it_again_lets_them_in_again) {
  add_account(acme, "mia@acme.example", kPassword);
  remove_domain("acme.example");
  BOOST_TEST(refusal("mia@acme.example") == "not-listed");
  ctl.out_of({"company", "domain", "add", "acme", "acme.example"});
  BOOST_TEST(refusal("mia@acme.example") == "");
}

BOOST_AUTO_TEST_CASE(whom_another_list_covers_stays) {
  add_account(acme, "mia@acme.example", kPassword);
  add_account(acme, "kim@sub.acme.example", kPassword);
  ctl.out_of({"company", "domain", "add", "acme", "*.acme.example"});
  ctl.out_of({"company", "domain", "add", "acme", "sub.acme.example"});
  ctl.out_of({"company", "address", "add", "acme", "mia@acme.example"});
  signed_in("mia@acme.example");
  signed_in("kim@sub.acme.example");
  remove_domain("sub.acme.example");
  remove_domain("acme.example");
  BOOST_TEST(sessions_of("mia@acme.example") == "1");
  BOOST_TEST(sessions_of("kim@sub.acme.example") == "1");
  remove_domain("*.acme.example");
  BOOST_TEST(sessions_of("kim@sub.acme.example") == "0");
  const auto said = ctl.out_of({"company", "address", "remove", "acme", "mia@acme.example"});
  BOOST_TEST(contains(said, "1 person is out"));
  BOOST_TEST(sessions_of("mia@acme.example") == "0");
  BOOST_TEST(refusal("mia@acme.example") == "not-listed");
}

BOOST_AUTO_TEST_CASE(open_flows_of_theirs_end_and_old_codes_are_worth_nothing) {
  add_account(acme, "mia@acme.example", kPassword);
  const auto sign_in_flow = verified("mia@acme.example");
  const auto reset = std::get<store::Flow>(flow::Reset(services).begin(
      FlowKind::reset, Email::parse("mia@acme.example").value(), "/", browser));
  const auto sign_up =
      std::get<flow::Begun>(
          flow::SignUp(services).begin(Email::parse("new@acme.example").value(), "/", browser))
          .flow;
  const auto reset_code = code(reset);
  remove_domain("acme.example");
  BOOST_TEST(!open(sign_in_flow));
  BOOST_TEST(!open(reset));
  BOOST_TEST(!open(sign_up));
  BOOST_TEST(!is<flow::SignedIn>(sign_in.finish(sign_in_flow, browser)));
  BOOST_TEST(!is<flow::CodeRight>(step.verify(reload(reset), reset_code, browser)));
  BOOST_TEST(is<flow::NotLicensed>(
      flow::SignUp(services).begin(Email::parse("new@acme.example").value(), "/", browser)));
}

BOOST_AUTO_TEST_CASE(a_longer_pattern_takes_people_from_the_company_with_the_shorter_one) {
  ctl.out_of({"company", "domain", "add", "acme", "*.group.example"});
  add_account(acme, "mia@sub.group.example", kPassword);
  add_account(acme, "kim@other.group.example", kPassword);
  signed_in("mia@sub.group.example");
  signed_in("kim@other.group.example");
  db.add_company("other", "other.example");
  const auto said = ctl.out_of({"company", "domain", "add", "other", "sub.group.example"});
  db.clock().advance(1s);
  BOOST_TEST(contains(said, "1 person is out"));
  BOOST_TEST(sessions_of("mia@sub.group.example") == "0");
  BOOST_TEST(sessions_of("kim@other.group.example") == "1");
  BOOST_TEST(refusal("mia@sub.group.example") == "not-listed");
}

BOOST_AUTO_TEST_CASE(a_refused_removal_puts_nobody_out) {
  add_account(acme, "mia@acme.example", kPassword);
  signed_in("mia@acme.example");
  db.add_company("other", "other.example");
  BOOST_TEST(ctl.run({"company", "domain", "remove", "other", "acme.example"}).status ==
             EX_DATAERR);
  BOOST_TEST(ctl.run({"company", "address", "remove", "acme", "mia@acme.example"}).status ==
             EX_DATAERR);
  BOOST_TEST(sessions_of("mia@acme.example") == "1");
}

BOOST_AUTO_TEST_CASE(a_sign_in_waits_for_a_removal_under_way_and_is_refused) {
  add_account(acme, "mia@acme.example", kPassword);
  const auto flow = verified("mia@acme.example");
  auto remover = db.another();
  std::future<flow::FinishResult> finished;
  remover.transact([&](store::Transaction& tx) {
    store::companies::find_to_change(tx, "acme");
    store::companies::remove_domain(tx, acme, DomainPattern::parse("acme.example").value());
    finished = std::async(std::launch::async,
                          [&] { return flow::SignIn(services).finish(flow, browser); });
    BOOST_TEST((finished.wait_for(300ms) == std::future_status::timeout));
  });
  const auto result = finished.get();
  BOOST_REQUIRE(is<flow::Denied>(result));
  BOOST_TEST((std::get<flow::Denied>(result).reason == flow::Denial::not_listed));
  BOOST_TEST(db.value("SELECT COUNT(*) FROM session") == "0");
}

BOOST_AUTO_TEST_CASE(a_removal_waits_for_a_sign_in_under_way_and_ends_its_session) {
  const auto mia = add_account(acme, "mia@acme.example", kPassword);
  auto worker = db.another();
  std::future<std::string> removed;
  worker.transact([&](store::Transaction& tx) {
    store::companies::hold(tx, acme.id);
    store::sessions::add(tx,
                         {.id = new_id(db.random(), db.clock().now()),
                          .token_hash = std::string(32, 'h'),
                          .key_id = "k",
                          .account_id = mia.id,
                          .ends_at = db.clock().now() + 1h,
                          .browser = "",
                          .network = ""},
                         db.clock().now());
    removed = std::async(std::launch::async, [&] {
      return ctl.out_of({"company", "domain", "remove", "acme", "acme.example"});
    });
    BOOST_TEST((removed.wait_for(500ms) == std::future_status::timeout));
  });
  BOOST_TEST(contains(removed.get(), "1 person is out"));
  BOOST_TEST(sessions_of("mia@acme.example") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
