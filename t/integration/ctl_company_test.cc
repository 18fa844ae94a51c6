// doorwardctl company and account, as an operator uses them.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "t/integration/ctl_program.h"

using namespace doorward;
using Words = std::vector<std::string>;

namespace {

struct Fixture : test::CtlProgram {
  int status(const Words& words) const { return run(words).status; }

  void add_acme(Words more = {}) {
    Words words{"company",          "add",      "acme",        "--name", "Acme Ltd", "--contact",
                "ask@acme.example", "--domain", "acme.example"};
    words.insert(words.end(), more.begin(), more.end());
    out_of(words);
  }

  std::string shown(const std::string& line_start) const {
    const auto out = "\n" + out_of({"company", "show", "acme"});
    const auto start = out.find("\n" + line_start);
    if (start == std::string::npos) return "no such line";
    const auto value = out.find_first_not_of(' ', start + 1 + line_start.size());
    return out.substr(value, out.find('\n', value) - value);
  }

  void add_person(const std::string& email, const std::string& name) {
    const auto company = db.database().read(
        [](store::Transaction& tx) { return store::companies::find_by_slug(tx, "acme").value(); });
    db.database().transact([&](store::Transaction& tx) {
      tx.execute(
          "INSERT INTO account (id, email, name, company_id, status, role, created_at)"
          " VALUES (?, ?, ?, ?, 'active', 'member', ?)",
          {new_id(db.random(), db.clock().now()), email, name, company.id, db.clock().now()});
    });
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_company, Fixture)

BOOST_AUTO_TEST_CASE(adds_a_company_with_all_that_was_said) {
  add_acme({"--from", "2020-01-01", "--until", "2099-12-31", "--seats", "25", "--domain",
            "*.ACME.example", "--address", "Kim@free.example"});
  BOOST_TEST(shown("name") == "Acme Ltd");
  BOOST_TEST(shown("standing") == "runs");
  BOOST_TEST(shown("from") == "2020-01-01");
  BOOST_TEST(shown("until") == "2099-12-31");
  BOOST_TEST(shown("seats") == "25");
  BOOST_TEST(shown("people") == "0");
  BOOST_TEST(shown("domains") == "*.acme.example, acme.example");
  BOOST_TEST(shown("addresses") == "kim@free.example");
}

BOOST_AUTO_TEST_CASE(the_licence_runs_through_its_last_day) {
  add_acme({"--until", "2026-11-24"});
  BOOST_TEST(db.value("SELECT licence_until FROM company") == "2026-11-25 00:00:00");
  BOOST_TEST(shown("until") == "2026-11-24");
}

BOOST_AUTO_TEST_CASE(options_may_stand_anywhere) {
  out_of({"--name=Acme Ltd", "company", "--json", "add", "--contact", "ask@acme.example", "acme"});
  BOOST_TEST(shown("name") == "Acme Ltd");
}

BOOST_AUTO_TEST_CASE(adds_all_or_nothing) {
  add_acme();
  const auto ran = run({"company", "add", "other", "--name", "Other", "--contact", "a@b.example",
                        "--domain", "other.example", "--domain", "acme.example"});
  BOOST_TEST(ran.status == EX_DATAERR);
  BOOST_TEST(contains(ran.err, "belongs to company 'acme'"));
  BOOST_TEST(status({"company", "show", "other"}) == EX_NOUSER);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM company_domain") == "1");
  BOOST_TEST(db.value("SELECT COUNT(*) FROM audit_event WHERE detail LIKE 'other%'") == "0");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_malformed_or_double) {
  add_acme();
  const auto add = [&](const char* slug, const char* option, const char* value) {
    return status(
        {"company", "add", slug, "--name", "X", "--contact", "a@b.example", option, value});
  };
  BOOST_TEST(add("acme", "--seats", "5") == EX_DATAERR);
  BOOST_TEST(add("Ac me", "--seats", "5") == EX_DATAERR);
  BOOST_TEST(add("x", "--seats", "0") == EX_DATAERR);
  BOOST_TEST(add("x", "--from", "2026-02-30") == EX_DATAERR);
  BOOST_TEST(add("x", "--domain", "com") == EX_DATAERR);
  BOOST_TEST(add("x", "--address", "no address") == EX_DATAERR);
  BOOST_TEST(status({"company", "set", "acme", "--contact", "nobody"}) == EX_DATAERR);
  BOOST_TEST(status({"company", "set", "acme", "--name", "a\x1b[2Jb"}) == EX_DATAERR);
  BOOST_TEST(db.value("SELECT COUNT(*) FROM company") == "1");
}

BOOST_AUTO_TEST_CASE(refuses_a_licence_that_ends_before_it_begins) {
  add_acme({"--from", "2026-06-01"});
  BOOST_TEST(status({"company", "set", "acme", "--until", "2026-05-31"}) == EX_DATAERR);
  BOOST_TEST(status({"company", "set", "acme", "--until", "2026-06-01"}) == EX_OK);
}

BOOST_AUTO_TEST_CASE(set_changes_what_is_named_and_keeps_the_rest) {
  add_acme({"--until", "2026-11-24", "--seats", "5"});
  out_of({"company", "set", "acme", "--until", "never"});
  BOOST_TEST(shown("until") == "-");
  BOOST_TEST(shown("seats") == "5");
  out_of({"company", "set", "acme", "--seats", "unlimited", "--name", "Acme Inc"});
  BOOST_TEST(shown("seats") == "-");
  BOOST_TEST(shown("name") == "Acme Inc");
  BOOST_TEST(status({"company", "set", "acme"}) == EX_USAGE);
  BOOST_TEST(status({"company", "set", "nobody", "--seats", "5"}) == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(suspends_and_resumes) {
  add_acme();
  out_of({"company", "suspend", "acme"});
  BOOST_TEST(shown("standing") == "suspended");
  const auto since = shown("suspended at");
  BOOST_TEST(contains(out_of({"company", "suspend", "acme"}), "already"));
  BOOST_TEST(shown("suspended at") == since);
  out_of({"company", "resume", "acme"});
  BOOST_TEST(shown("standing") == "runs");
}

BOOST_AUTO_TEST_CASE(adds_and_removes_domains_and_addresses) {
  add_acme();
  out_of({"company", "domain", "add", "acme", "acme.test"});
  BOOST_TEST(shown("domains") == "acme.example, acme.test");
  BOOST_TEST(status({"company", "domain", "add", "acme", "acme.test"}) == EX_DATAERR);
  out_of({"company", "domain", "remove", "acme", "ACME.test"});
  BOOST_TEST(status({"company", "domain", "remove", "acme", "acme.test"}) == EX_DATAERR);
  BOOST_TEST(shown("domains") == "acme.example");

  out_of({"company", "address", "add", "acme", "kim@free.example"});
  BOOST_TEST(status({"company", "address", "add", "acme", "KIM@free.example"}) == EX_DATAERR);
  BOOST_TEST(shown("addresses") == "kim@free.example");
  out_of({"company", "address", "remove", "acme", "kim@free.example"});
  BOOST_TEST(shown("addresses") == "-");
}

BOOST_AUTO_TEST_CASE(an_address_is_not_listed_where_another_company_owns_the_domain) {
  add_acme();
  out_of({"company", "add", "other", "--name", "Other", "--contact", "a@b.example"});
  const auto ran = run({"company", "address", "add", "other", "mia@acme.example"});
  BOOST_TEST(ran.status == EX_DATAERR);
  BOOST_TEST(contains(ran.err, "acme.example belongs to company 'acme'"));
}

BOOST_AUTO_TEST_CASE(warns_of_a_domain_where_anybody_can_have_an_address) {
  add_acme();
  const auto ran = run({"company", "domain", "add", "acme", "gmail.com"});
  BOOST_TEST(ran.status == EX_OK);
  BOOST_TEST(contains(ran.err, "warning: anybody can have an address at gmail.com"));
}

BOOST_AUTO_TEST_CASE(leaves_a_trail) {
  add_acme();
  out_of({"company", "set", "acme", "--until", "2030-01-31", "--name", "Secret; Name"});
  out_of({"company", "suspend", "acme"});
  BOOST_TEST(db.value("SELECT GROUP_CONCAT(event ORDER BY at, id) FROM audit_event"
                      " WHERE request = 'ctl'") ==
             "company_added,company_domain_added,company_changed,company_suspended");
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'company_changed'") ==
             "acme name until=2030-01-31");
}

BOOST_AUTO_TEST_CASE(hostile_names_can_neither_fake_lines_nor_break_json) {
  add_acme();
  add_person("mia@acme.example", "Mia\x1b[2J\n\"root\" \xe2\x80\xae");
  const auto table = out_of({"account", "list"});
  BOOST_TEST(contains(table, "Mia\\x1b[2J\\x0a\"root\" \\xe2\\x80\\xae"));
  BOOST_TEST(std::ranges::count(table, '\n') == 2);
  BOOST_TEST(contains(out_of({"account", "list", "--json"}),
                      R"("name": "Mia\u001b[2J\n\"root\" \u202e")"));
}

BOOST_AUTO_TEST_CASE(lists_accounts_of_one_company) {
  add_acme();
  add_person("mia@acme.example", "Mia");
  out_of({"company", "add", "other", "--name", "Other", "--contact", "a@b.example"});
  BOOST_TEST(contains(out_of({"account", "list", "--company", "acme"}), "mia@acme.example"));
  BOOST_TEST(out_of({"account", "list", "--company", "other"}) == "none\n");
  BOOST_TEST(out_of({"account", "list", "--company", "other", "--json"}) == "[]\n");
  BOOST_TEST(status({"account", "list", "--company", "nobody"}) == EX_NOUSER);
  BOOST_TEST(shown("people") == "1");
}

BOOST_AUTO_TEST_SUITE_END()
