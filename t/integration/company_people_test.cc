// A company's administrators: what they end holds, and none leaves the company without one.

#define BOOST_TEST_DYN_LINK
#include "flow/company_people.h"

#include <thread>

#include <boost/test/unit_test.hpp>

#include "t/support/test_services.h"

using namespace doorward;
using flow::CompanyPeople;

namespace {

struct Fixture : test::TestServices {
  store::Company company = db.add_company("example", "example.com");
  flow::Visitor who = visitor();

  store::Account person(const std::string& email, const std::string& role) {
    auto account = add_account(company, email, "correct horse battery");
    db.run("UPDATE account SET role = '" + role + "' WHERE email = '" + email + "'");
    return account;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(company_people, Fixture)

BOOST_AUTO_TEST_CASE(two_who_take_each_others_role_away_at_once_leave_one_administrator) {
  const auto ann = person("ann@example.com", "company_admin");
  const auto ben = person("ben@example.com", "company_admin");
  for (int round = 0; round < 20; ++round) {
    db.run("UPDATE account SET role = 'company_admin'");
    const auto demote = [&](const store::Account& one, const store::Account& other) {
      auto database = db.another();
      const auto on_it = on(database);
      CompanyPeople(on_it, one).set_role(other.id, flow::kMember, who);
    };
    std::thread first(demote, ann, ben);
    std::thread second(demote, ben, ann);
    first.join();
    second.join();
    BOOST_TEST(db.value("SELECT COUNT(*) FROM account WHERE role = 'company_admin'") == "1");
  }
}

BOOST_AUTO_TEST_CASE(the_last_seat_is_not_given_to_one_who_comes_back) {
  const auto ann = person("ann@example.com", "company_admin");
  const auto ben = person("ben@example.com", "member");
  const CompanyPeople people(services, ann);
  people.remove(ben.id, who);
  db.run("UPDATE company SET seats = 1");
  BOOST_TEST(std::holds_alternative<flow::NoSeat>(people.let_back_in(ben.id, who)));
  db.run("UPDATE company SET seats = 2");
  BOOST_TEST(std::holds_alternative<flow::Done>(people.let_back_in(ben.id, who)));
}

BOOST_AUTO_TEST_CASE(a_lock_of_the_operator_is_not_lifted) {
  const auto ann = person("ann@example.com", "company_admin");
  const auto ben = person("ben@example.com", "member");
  db.run("UPDATE account SET status = 'locked' WHERE email = 'ben@example.com'");
  const CompanyPeople people(services, ann);
  BOOST_TEST(std::holds_alternative<flow::AsItWas>(people.let_back_in(ben.id, who)));
  BOOST_TEST(std::holds_alternative<flow::AsItWas>(people.remove(ben.id, who)));
  BOOST_TEST(std::holds_alternative<flow::AsItWas>(people.let_back_in(ben.id, who)));
  BOOST_TEST(db.value("SELECT status FROM account WHERE email = 'ben@example.com'") == "locked");
}

BOOST_AUTO_TEST_CASE(a_change_is_recorded_once_with_who_made_it) {
  const auto ann = person("ann@example.com", "company_admin");
  const auto ben = person("ben@example.com", "member");
  const CompanyPeople people(services, ann);
  people.remove(ben.id, who);
  people.remove(ben.id, who);
  BOOST_TEST(db.value("SELECT CONCAT(COUNT(*), MAX(detail = CONCAT('by ', (SELECT LOWER(HEX(id))"
                      " FROM account WHERE email = 'ann@example.com')))) FROM audit_event"
                      " WHERE event = 'account_removed'") == "11");
}

BOOST_AUTO_TEST_SUITE_END()
