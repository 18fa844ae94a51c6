// doorwardctl attempt: what is spent is shown, and given back to whom it was meant.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "domain/allowance.h"
#include "store/attempt.h"
#include "t/integration/ctl_program.h"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr const char* kMia = "mia@acme.example";
constexpr const char* kBen = "ben@acme.example";

struct Fixture : test::CtlProgram {
  void take(const Allowances& some, std::uint64_t count = 1) {
    for (const auto& allowance : some)
      for (std::uint64_t i = 0; i < count; ++i)
        db.database().transact([&](store::Transaction& tx) {
          store::attempts::take(tx, allowance, db.clock().now());
        });
  }
  bool may_take(const Allowances& some) {
    return db.database().read([&](store::Transaction& tx) {
      return std::ranges::none_of(some, [&](const Allowance& allowance) {
        return store::attempts::wait(tx, allowance, db.clock().now()).has_value();
      });
    });
  }
  Json list(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"attempt", "list", "--json"});
    return Json::parse(out_of(words));
  }
  Allowances letters(const char* address) const {
    return allowances::strange_letters(limits, address, "");
  }
  Allowances flows(const char* network) const { return {allowances::flows(limits, network)}; }

  const Limits limits = db.config().limits;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_attempt, Fixture)

BOOST_AUTO_TEST_CASE(a_person_is_given_back_what_was_spent_and_nobody_else_is) {
  for (const char* address : {kMia, kBen}) take(letters(address), 100);
  BOOST_TEST(!may_take(letters(kMia)));
  const auto cleared = Json::parse(out_of({"attempt", "clear", "--account", kMia, "--json"}));
  BOOST_TEST(cleared["cleared"] == letters(kMia).size());
  BOOST_TEST(may_take(letters(kMia)));
  BOOST_TEST(!may_take(letters(kBen)));
  BOOST_TEST(db.value("SELECT email FROM audit_event WHERE event = 'attempts_cleared'") == kMia);
  BOOST_TEST(Json::parse(out_of({"attempt", "clear", "--account", kMia, "--json"}))["cleared"] ==
             0);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event") == "1");
}

BOOST_AUTO_TEST_CASE(a_network_is_named_by_itself_or_by_an_address_in_it) {
  for (const char* typed : {"192.0.2.0/24", "192.0.2.9"}) {
    take(flows("192.0.2.0/24"), 1000);
    BOOST_TEST(!may_take(flows("192.0.2.0/24")));
    out_of({"attempt", "clear", "--network", typed});
    BOOST_TEST(may_take(flows("192.0.2.0/24")));
    db.clock().advance(1min);  // past the end that the program, by its own clock, has set
  }
  for (const char* typed : {"192.0.2.9/24", "192.0.2.0/16", "unknown", "", "/24"})
    BOOST_TEST(run({"attempt", "clear", "--network", typed}).status == EX_DATAERR, typed);
}

BOOST_AUTO_TEST_CASE(the_list_of_a_person_has_limits_and_when_there_is_more) {
  take(letters(kMia), 100);
  const auto listed = list({"--account", kMia});
  BOOST_REQUIRE(listed.size() == letters(kMia).size());
  for (const auto& budget : listed) {
    BOOST_TEST(budget["used"] == budget["limit"]);
    BOOST_TEST(budget["refused_until"] == budget["counts_until"]);
  }
  BOOST_TEST(list({"--account", kBen}).empty());
}

BOOST_AUTO_TEST_CASE(the_list_of_all_has_what_still_counts) {
  take(flows("192.0.2.0/24"), 3);
  BOOST_REQUIRE(list().size() == 1u);
  BOOST_TEST(list()[0]["used"] == 3);
  db.run("UPDATE attempt SET ends_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND");
  BOOST_TEST(list().empty());
}

BOOST_AUTO_TEST_CASE(clear_wants_to_be_told_exactly_whose) {
  BOOST_TEST(run({"attempt", "clear"}).status == EX_USAGE);
  BOOST_TEST(run({"attempt", "clear", "--account", kMia, "--network", "192.0.2.7"}).status ==
             EX_USAGE);
}

BOOST_AUTO_TEST_SUITE_END()
