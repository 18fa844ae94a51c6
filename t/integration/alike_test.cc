// Whether an address has an account costs no statement and no row more or less, and nothing that is
// written tells it but the decoy's mark (ASVS 6.3.8): what t/stack/timing_test.py measures,
// counted.

#define BOOST_TEST_DYN_LINK
#include <map>

#include <boost/test/unit_test.hpp>

#include "flow/reset.h"
#include "flow/sign_in.h"
#include "flow/sign_up.h"
#include "store/outbox.h"
#include "t/support/test_services.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPassword = "correct horse battery";
// All of a domain whose licence runs.
constexpr const char* kAddresses[] = {"unknown@example.com", "known@example.com",
                                      "locked@example.com", "imported@example.com",
                                      "over@example.com"};

struct Fixture : test::TestServices {
  store::Company company = db.add_company("example", "example.com");
  store::Company lapsed = db.add_company("lapsed", "lapsed.example");
  flow::CodeStep step{services};

  Fixture() {
    add_account(company, "known@example.com", kPassword);
    add_account(company, "locked@example.com", kPassword);
    add_account(company, "imported@example.com", kPassword);
    add_account(lapsed, "over@example.com", kPassword);
    db.run("UPDATE account SET status = 'locked' WHERE email = 'locked@example.com'");
    db.run("UPDATE account SET password_hash = NULL WHERE email = 'imported@example.com'");
    db.run("UPDATE company SET licence_until = '2020-01-01' WHERE slug = 'lapsed'");
  }

  // A browser with the token that a sign-in leaves, which none of the accounts knows.
  flow::Visitor stranger() {
    auto visitor = this->visitor();
    visitor.browser_token = db.random().bytes(32);
    return visitor;
  }
  struct Cost {
    std::int64_t statements, rows;
  };
  Cost spent() {
    return db.database().read([](store::Transaction& tx) {
      const auto counter = [&](const char* name) {
        return tx
            .one(
                "SELECT CAST(variable_value AS SIGNED) FROM information_schema.session_status"
                " WHERE variable_name = ?",
                {std::string(name)})
            ->number(0);
      };
      return Cost{counter("COM_STMT_EXECUTE"), counter("ROWS_SENT")};
    });
  }
  // For each address what `attempt` costs.
  void check_alike(const auto& attempt) {
    std::map<std::string, std::string> addresses;
    for (const auto* address : kAddresses) {
      const auto before = spent();
      attempt(Email::parse(address).value());
      const auto after = spent();
      BOOST_TEST(after.statements - before.statements > 3);
      addresses[std::to_string(after.statements - before.statements) + " statements, " +
                std::to_string(after.rows - before.rows) + " rows:"] += std::string(" ") + address;
    }
    for (const auto& [cost, of] : addresses) BOOST_TEST_INFO(cost + of);
    BOOST_TEST(addresses.size() == 1U);
  }
  // Each column that is of the account or its company: of all addresses the same.
  void check_rows_alike() {
    for (const auto* column : {"flow.account_id", "flow.company_id", "audit_event.account_id",
                               "audit_event.company_id"}) {
      const std::string name(column);
      BOOST_TEST_INFO(name);
      BOOST_TEST(db.value("SELECT COUNT(DISTINCT COALESCE(HEX(" + name + "), 'none')) FROM " +
                          name.substr(0, name.find('.'))) == "1");
    }
  }
  void check_code_step_alike(const auto& begin) {
    const auto visitor = stranger();
    std::map<std::string, store::Flow> flows;
    check_alike([&](const Email& email) { flows.emplace(email.text(), begin(email, visitor)); });
    check_alike([&](const Email& email) {
      step.verify(reload(flows.at(email.text())), "000000", visitor);
    });
    db.clock().advance(31s);
    check_alike([&](const Email& email) { step.send(reload(flows.at(email.text())), visitor); });
    BOOST_TEST(db.value("SELECT COUNT(*) FROM outbox") == "10");
    check_rows_alike();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(alike, Fixture)

BOOST_AUTO_TEST_CASE(a_wrong_password_costs_alike_with_and_without_an_account) {
  const auto visitor = stranger();
  check_alike([&](const Email& email) {
    flow::SignIn(services).with_password(email.text(), "not the right password", "/", visitor);
  });
}

BOOST_AUTO_TEST_CASE(a_reset_and_its_codes_cost_alike_with_and_without_an_account) {
  check_code_step_alike([&](const Email& email, const flow::Visitor& visitor) {
    return std::get<store::Flow>(flow::Reset(services).begin(FlowKind::reset, email, "/", visitor));
  });
}

BOOST_AUTO_TEST_CASE(a_sign_up_and_its_codes_cost_alike_with_and_without_an_account) {
  check_code_step_alike([&](const Email& email, const flow::Visitor& visitor) {
    return std::get<flow::Begun>(flow::SignUp(services).begin(email, "/", visitor)).flow;
  });
}

BOOST_AUTO_TEST_CASE(a_further_letter_is_the_same_again) {
  const auto visitor = stranger();
  for (const auto* address : {"unknown@example.com", "known@example.com"}) {
    const auto flow = std::get<flow::Begun>(
                          flow::SignUp(services).begin(Email::parse(address).value(), "/", visitor))
                          .flow;
    db.clock().advance(31s);
    BOOST_TEST(std::holds_alternative<flow::CodeSent>(step.send(reload(flow), visitor)));
  }
  BOOST_TEST(db.value("SELECT GROUP_CONCAT(letter ORDER BY recipient DESC, created_at SEPARATOR ' "
                      "') FROM outbox") ==
             "code_sign_up code_sign_up already_registered already_registered");
}

BOOST_AUTO_TEST_SUITE_END()
