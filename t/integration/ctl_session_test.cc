// doorwardctl session, and account lock: who is put out, and who is not.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "base/text.h"
#include "store/session.h"
#include "t/integration/ctl_program.h"

using namespace doorward;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;

namespace {

struct Fixture : test::CtlProgram {
  Fixture() {
    for (const char* slug : {"acme", "other"}) {
      const auto company = db.add_company(slug, std::string(slug) + ".example");
      for (const char* person : {"mia", "ben"})
        add_person(company, std::string(person) + "@" + slug + ".example");
    }
  }

  // With one session.
  void add_person(const store::Company& company, const std::string& email) {
    const auto now = db.clock().now();
    const auto account = new_id(db.random(), now);
    db.database().transact([&](store::Transaction& tx) {
      tx.execute(
          "INSERT INTO account (id, email, name, company_id, status, role, created_at)"
          " VALUES (?, ?, 'Somebody', ?, 'active', 'member', ?)",
          {account, email, company.id, now});
      store::sessions::add(tx,
                           {.id = new_id(db.random(), now),
                            .token_hash = db.random().bytes(32),
                            .key_id = "1",
                            .account_id = account,
                            .ends_at = now + 12h,
                            .browser = "Firefox on Linux",
                            .network = "192.0.2.0/24"},
                           now);
    });
  }

  // Whose sessions are open, in alphabetical order.
  std::string signed_in() {
    return db.value(
        "SELECT COALESCE(GROUP_CONCAT(email ORDER BY email), '') FROM session JOIN account"
        " ON account.id = account_id WHERE ended_at IS NULL");
  }
  std::string revocations() { return db.value("SELECT COUNT(*) FROM revocation"); }
  int status(const Words& words) const { return run(words).status; }
};

constexpr const char* kAll =
    "ben@acme.example,ben@other.example,mia@acme.example,mia@other.example";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_session, Fixture)

BOOST_AUTO_TEST_CASE(lists_who_is_signed_in) {
  const auto all = Json::parse(out_of({"session", "list", "--json"}));
  BOOST_TEST(all.size() == 4u);
  const auto one =
      Json::parse(out_of({"session", "list", "--account", "MIA@acme.example", "--json"}));
  BOOST_REQUIRE(one.size() == 1u);
  BOOST_TEST(one[0]["email"] == "mia@acme.example");
  BOOST_TEST(one[0]["browser"] == "Firefox on Linux");
  BOOST_TEST(one[0]["network"] == "192.0.2.0/24");
  BOOST_TEST(status({"session", "list", "--account", "eva@acme.example"}) == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(ends_one_session_by_its_id) {
  const auto one =
      Json::parse(out_of({"session", "list", "--account", "mia@acme.example", "--json"}));
  const auto id = one[0]["id"].get<std::string>();
  BOOST_TEST(Json::parse(out_of({"session", "end", "--id", id, "--json"}))["ended"] == 1);
  BOOST_TEST(signed_in() == "ben@acme.example,ben@other.example,mia@other.example");
  BOOST_TEST(revocations() == "1");
  BOOST_TEST(Json::parse(out_of({"session", "end", "--id", id, "--json"}))["ended"] == 0);
  BOOST_TEST(revocations() == "1");
}

BOOST_AUTO_TEST_CASE(ends_the_sessions_of_a_person_a_company_and_everybody) {
  out_of({"session", "end", "--account", "mia@acme.example"});
  BOOST_TEST(signed_in() == "ben@acme.example,ben@other.example,mia@other.example");
  out_of({"session", "end", "--company", "other"});
  BOOST_TEST(signed_in() == "ben@acme.example");
  out_of({"session", "end", "--all"});
  BOOST_TEST(signed_in() == "");
  BOOST_TEST(revocations() == "3");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event = 'sessions_ended'") == "3");
}

BOOST_AUTO_TEST_CASE(ends_nothing_unless_told_exactly_whose) {
  BOOST_TEST(status({"session", "end"}) == EX_USAGE);
  BOOST_TEST(status({"session", "end", "--all", "--company", "acme"}) == EX_USAGE);
  BOOST_TEST(status({"session", "end", "--id", "12"}) == EX_DATAERR);
  BOOST_TEST(status({"session", "end", "--company", "nobody"}) == EX_NOUSER);
  BOOST_TEST(status({"session", "end", "--account", "eva@acme.example"}) == EX_NOUSER);
  BOOST_TEST(signed_in() == kAll);
  BOOST_TEST(revocations() == "0");
}

BOOST_AUTO_TEST_CASE(a_locked_person_is_signed_out_and_may_come_back_when_unlocked) {
  out_of({"account", "lock", "mia@acme.example"});
  BOOST_TEST(signed_in() == "ben@acme.example,ben@other.example,mia@other.example");
  BOOST_TEST(db.value("SELECT status FROM account WHERE email = 'mia@acme.example'") == "locked");
  BOOST_TEST(out_of({"account", "lock", "mia@acme.example"}).find("already") != std::string::npos);
  out_of({"account", "unlock", "mia@acme.example"});
  BOOST_TEST(db.value("SELECT status FROM account WHERE email = 'mia@acme.example'") == "active");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE event LIKE 'account_%locked'") ==
             "2");
  BOOST_TEST(status({"account", "lock", "eva@acme.example"}) == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(unlock_does_not_bring_a_removed_person_back) {
  db.run("UPDATE account SET status = 'removed' WHERE email = 'mia@acme.example'");
  BOOST_TEST(status({"account", "unlock", "mia@acme.example"}) == EX_DATAERR);
  BOOST_TEST(db.value("SELECT status FROM account WHERE email = 'mia@acme.example'") == "removed");
}

BOOST_AUTO_TEST_SUITE_END()
