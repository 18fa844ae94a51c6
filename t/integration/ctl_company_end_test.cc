// A company's domain renamed, two companies merged, one removed: who is who afterwards.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "flow/reset.h"
#include "flow/sign_in.h"
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
  bool gets_in(const std::string& email) {
    return is<flow::SignedIn>(sign_in.finish(verified(email), browser));
  }
  test::Ran run(const std::vector<std::string>& words) {
    auto ran = ctl.run(words);
    db.clock().advance(1s);  // past the end that the program gave to flows
    return ran;
  }
  std::string count(const std::string& rows) { return db.value("SELECT COUNT(*) FROM " + rows); }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_company_end, Fixture)

BOOST_AUTO_TEST_CASE(a_renamed_domain_takes_its_people_along) {
  add_account(acme, "mia@acme.example", kPassword);
  add_account(acme, "kim@acme.example", kPassword);
  BOOST_TEST(gets_in("mia@acme.example"));
  const auto flow = verified("kim@acme.example");
  const auto ran = run({"company", "domain", "rename", "acme.example", "newacme.example"});
  BOOST_TEST(ran.status == EX_OK);
  BOOST_TEST(contains(ran.out, "2 people of acme now sign in with newacme.example"));
  BOOST_TEST(count("session WHERE ended_at IS NULL") == "0");
  BOOST_TEST(!is<flow::SignedIn>(sign_in.finish(flow, browser)));
  BOOST_TEST(is<flow::WrongCredentials>(
      sign_in.with_password("mia@acme.example", kPassword, "/", browser)));
  BOOST_TEST(gets_in("mia@newacme.example"));
  BOOST_TEST(db.value("SELECT GROUP_CONCAT(domain) FROM company_domain") == "newacme.example");
  BOOST_TEST(
      count("outbox WHERE letter = 'domain_renamed' AND recipient LIKE '%@newacme.example'") ==
      "2");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'email_changed'"
                      " AND email = 'mia@newacme.example'") == "mia@acme.example");
}

BOOST_AUTO_TEST_CASE(a_dry_run_says_how_many_and_changes_nothing) {
  add_account(acme, "mia@acme.example", kPassword);
  BOOST_TEST(gets_in("mia@acme.example"));
  const auto events = count("audit_event");
  const auto ran =
      run({"company", "domain", "rename", "acme.example", "newacme.example", "--dry-run"});
  BOOST_TEST(ran.status == EX_OK);
  BOOST_TEST(contains(ran.out, "1 person of acme would have an address at newacme.example"));
  BOOST_TEST(count("session WHERE ended_at IS NULL") == "1");
  BOOST_TEST(count("account WHERE email = 'mia@acme.example'") == "1");
  BOOST_TEST(count("audit_event") == events);
}

BOOST_AUTO_TEST_CASE(one_address_that_is_taken_stops_the_whole_rename) {
  ctl.out_of({"company", "domain", "add", "acme", "newacme.example"});
  add_account(acme, "mia@acme.example", kPassword);
  add_account(acme, "kim@acme.example", kPassword);
  add_account(acme, "kim@newacme.example", kPassword);
  const auto ran = run({"company", "domain", "rename", "acme.example", "newacme.example"});
  BOOST_TEST(ran.status == EX_DATAERR);
  BOOST_TEST(contains(ran.err, "accounts already with kim@newacme.example: nothing was changed"));
  BOOST_TEST(count("account WHERE email = 'mia@acme.example'") == "1");
  BOOST_TEST(count("company_domain") == "2");
}

BOOST_AUTO_TEST_CASE(a_rename_is_refused_where_it_makes_no_sense) {
  db.add_company("other", "*.other.example");
  const auto rename = [&](const char* from, const char* to) {
    return run({"company", "domain", "rename", from, to}).status;
  };
  BOOST_TEST(rename("nobody.example", "new.example") == EX_NOUSER);
  BOOST_TEST(rename("acme.example", "ACME.example") == EX_DATAERR);
  BOOST_TEST(rename("acme.example", "*.new.example") == EX_DATAERR);
  BOOST_TEST(rename("acme.example", "sub.other.example") == EX_DATAERR);
  BOOST_TEST(rename("acme.example", "no domain") == EX_DATAERR);
  BOOST_TEST(count("company_domain WHERE domain = 'acme.example'") == "1");
}

BOOST_AUTO_TEST_CASE(a_merge_moves_people_and_lists_and_signs_them_out) {
  db.add_company("parent", "parent.example");
  ctl.out_of({"company", "address", "add", "acme", "kim@free.example"});
  add_account(acme, "mia@acme.example", kPassword);
  db.run("UPDATE account SET role = 'company_admin'");
  BOOST_TEST(gets_in("mia@acme.example"));
  const auto ran = run({"company", "merge", "acme", "parent", "--yes"});
  BOOST_TEST(ran.status == EX_OK);
  BOOST_TEST(contains(ran.out, "1 person moved from acme to parent"));
  BOOST_TEST(count("session WHERE ended_at IS NULL") == "0");
  BOOST_TEST(count("company WHERE slug = 'acme'") == "0");
  BOOST_TEST(db.value("SELECT CONCAT(c.slug, ' ', a.role) FROM account a JOIN company c ON c.id ="
                      " a.company_id") == "parent member");
  BOOST_TEST(count("company_domain d JOIN company c ON c.id = company_id WHERE slug = 'parent'") ==
             "2");
  BOOST_TEST(count("company_address") == "1");
  BOOST_TEST(count("revocation WHERE scope = 'company'") >= "1");
  BOOST_TEST(gets_in("mia@acme.example"));
}

BOOST_AUTO_TEST_CASE(a_merge_asks_first_and_never_exceeds_the_seats) {
  db.add_company("parent", "parent.example");
  add_account(acme, "mia@acme.example", kPassword);
  add_account(acme, "kim@acme.example", kPassword);
  BOOST_TEST(run({"company", "merge", "acme", "parent"}).status == EX_USAGE);
  BOOST_TEST(contains(run({"company", "merge", "acme", "parent", "--dry-run"}).out,
                      "2 people would move from acme to parent; nothing was changed"));
  ctl.out_of({"company", "set", "parent", "--seats", "1"});
  const auto ran = run({"company", "merge", "acme", "parent", "--yes"});
  BOOST_TEST(ran.status == EX_DATAERR);
  BOOST_TEST(contains(ran.err, "'doorwardctl company set parent --seats 2' makes room"));
  BOOST_TEST(run({"company", "merge", "acme", "acme", "--yes"}).status == EX_DATAERR);
  BOOST_TEST(run({"company", "merge", "acme", "nobody", "--yes"}).status == EX_NOUSER);
  BOOST_TEST(count("account WHERE company_id = (SELECT id FROM company WHERE slug = 'acme')") ==
             "2");
}

BOOST_AUTO_TEST_CASE(a_removed_company_leaves_nothing_but_its_trail) {
  add_account(acme, "mia@acme.example", kPassword);
  const auto other = db.add_company("other", "other.example");
  add_account(other, "kim@other.example", kPassword);
  BOOST_TEST(gets_in("mia@acme.example"));
  BOOST_TEST(gets_in("kim@other.example"));
  const auto flow = verified("mia@acme.example");
  BOOST_TEST(run({"company", "remove", "acme"}).status == EX_USAGE);
  BOOST_TEST(count("company") == "2");
  const auto ran = run({"company", "remove", "acme", "--yes"});
  BOOST_TEST(ran.status == EX_OK);
  BOOST_TEST(contains(ran.out, "company acme removed with its 1 person"));
  BOOST_TEST(count("company") == "1");
  BOOST_TEST(count("account") == "1");
  BOOST_TEST(count("session WHERE ended_at IS NULL") == "1");
  BOOST_TEST(count("company_domain") == "1");
  BOOST_TEST(db.value("SELECT email FROM audit_event WHERE event = 'account_removed'") ==
             "mia@acme.example");
  BOOST_TEST(is<flow::MovedOn>(sign_in.finish(flow, browser)));
  BOOST_TEST(is<flow::WrongCredentials>(
      sign_in.with_password("mia@acme.example", kPassword, "/", browser)));
  BOOST_TEST(run({"company", "remove", "acme", "--yes"}).status == EX_NOUSER);
}

BOOST_AUTO_TEST_SUITE_END()
