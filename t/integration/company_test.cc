// Whom an address belongs to, and how many people fit.

#define BOOST_TEST_DYN_LINK
#include "store/company.h"

#include <boost/test/unit_test.hpp>

#include "t/support/test_database.h"

using namespace doorward;
using store::Transaction;

namespace {

struct Fixture {
  test::TestDatabase db;

  void add_domain(const store::Company& company, const char* pattern) {
    db.database().transact([&](Transaction& tx) {
      store::companies::add_domain(tx, company, DomainPattern::parse(pattern).value(),
                                   db.clock().now());
    });
  }
  std::string owner(const char* address) {
    const auto found = db.database().read([&](Transaction& tx) {
      return store::companies::membership(tx, Email::parse(address).value());
    });
    if (!found) return "nobody";
    return found->company.slug + (found->listed ? "" : ", not listed");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(companies, Fixture)

BOOST_AUTO_TEST_CASE(a_domain_matches_exactly) {
  db.add_company("acme", "acme.example");
  BOOST_TEST(owner("mia@acme.example") == "acme");
  BOOST_TEST(owner("MIA@ACME.EXAMPLE") == "acme");
  BOOST_TEST(owner("mia@sub.acme.example") == "nobody");
  BOOST_TEST(owner("mia@notacme.example") == "nobody");
  BOOST_TEST(owner("mia@acme.example.evil.example") == "nobody");
}

BOOST_AUTO_TEST_CASE(a_wildcard_is_every_name_below_and_the_longest_wins) {
  const auto acme = db.add_company("acme", "acme.example");
  const auto labs = db.add_company("labs", "labs.test");
  add_domain(acme, "*.acme.example");
  add_domain(labs, "*.labs.acme.example");
  BOOST_TEST(owner("mia@eu.acme.example") == "acme");
  BOOST_TEST(owner("mia@a.b.acme.example") == "acme");
  BOOST_TEST(owner("mia@x.labs.acme.example") == "labs");
  BOOST_TEST(owner("mia@labs.acme.example") == "acme");
}

BOOST_AUTO_TEST_CASE(a_domain_belongs_to_one_company) {
  db.add_company("acme", "acme.example");
  const auto other = db.add_company("other", "other.example");
  BOOST_CHECK_THROW(add_domain(other, "acme.example"), store::Duplicate);
}

BOOST_AUTO_TEST_CASE(a_listed_address_lets_in_one_and_does_not_tell_of_the_others) {
  const auto acme = db.add_company("acme", "acme.example");
  db.database().transact([&](Transaction& tx) {
    store::companies::add_address(tx, acme, Email::parse("kim@free.example").value(),
                                  db.clock().now());
  });
  BOOST_TEST(owner("kim@free.example") == "acme");
  BOOST_TEST(owner("eve@free.example") == "acme, not listed");
  BOOST_TEST(owner("eve@other-free.example") == "nobody");
}

BOOST_AUTO_TEST_SUITE_END()
