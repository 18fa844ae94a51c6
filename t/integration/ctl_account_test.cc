// doorwardctl account: show, remove, role and group, and what help says of every verb.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "base/text.h"
#include "store/account.h"
#include "store/session.h"
#include "t/integration/ctl_program.h"

using namespace doorward;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;

namespace {

constexpr const char* kMia = "mia@acme.example";

struct Fixture : test::CtlProgram {
  // With a session and a flow under way.
  Fixture() {
    const auto company = db.add_company("acme", "acme.example");
    const auto now = db.clock().now();
    db.database().transact([&](store::Transaction& tx) {
      store::accounts::add(tx,
                           {.id = mia,
                            .email = Email::parse(kMia).value(),
                            .name = "Mia",
                            .password_hash = "some hash",
                            .company_id = company.id,
                            .status = store::AccountStatus::active,
                            .role = "member",
                            .proved_at = std::nullopt,
                            .created_at = now},
                           now);
      store::sessions::add(tx,
                           {.id = new_id(db.random(), now),
                            .token_hash = db.random().bytes(32),
                            .key_id = "1",
                            .account_id = mia,
                            .ends_at = now + 12h,
                            .browser = "Firefox on Linux",
                            .network = "192.0.2.0/24"},
                           now);
      tx.execute(
          "INSERT INTO flow (id, kind, state, secret_hash, email, account_id, decoy,"
          " return_address, code_key_id, generation, tries, sends, browser, network, created_at,"
          " expires_at) VALUES (?, 'reset', 'code_sent', ?, ?, ?, 0, '', '1', 1, 0, 1, '', '', ?,"
          " ?)",
          {new_id(db.random(), now), db.random().bytes(32), std::string(kMia), mia, now,
           now + 12h});
    });
  }

  int status(const Words& words) const { return run(words).status; }
  std::string count(const std::string& what) { return db.value("SELECT COUNT(*) FROM " + what); }
  std::string sessions() { return count("session WHERE ended_at IS NULL"); }
  std::string flows() {
    return count("flow WHERE expires_at > UTC_TIMESTAMP(6) + INTERVAL 1 HOUR");
  }
  Json shown() const { return Json::parse(out_of({"account", "show", kMia, "--json"})); }

  Id mia = new_id(db.random(), db.clock().now());
};

// "company domain add": the words in capitals are arguments, two blanks begin the summary.
std::vector<Words> verbs_of(const std::string& help) {
  std::vector<Words> verbs;
  const auto start = help.find("\nCOMMANDS\n") + 10;
  const auto list = help.substr(start, help.find("\n\n", start) - start);
  for (const auto line : text::split(list, '\n')) {
    Words words;
    for (const auto word : text::split(line.substr(2, line.find("  ", 2) - 2), ' '))
      if (!word.empty() && word == text::lower(word)) words.emplace_back(word);
    verbs.push_back(std::move(words));
  }
  return verbs;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_account, Fixture)

BOOST_AUTO_TEST_CASE(shows_one_person) {
  BOOST_TEST(shown()["company"] == "acme");
  BOOST_TEST(shown()["sessions"] == 1);
  BOOST_TEST(shown()["password"] == true);
  BOOST_TEST(out_of({"account", "show", kMia}).find("some hash") == std::string::npos);
  BOOST_TEST(status({"account", "show", "eva@acme.example"}) == EX_NOUSER);
  BOOST_TEST(status({"account", "show", "no address"}) == EX_DATAERR);
}

BOOST_AUTO_TEST_CASE(a_lock_also_ends_what_was_begun) {
  BOOST_TEST(flows() == "1");
  out_of({"account", "lock", kMia});
  BOOST_TEST(sessions() == "0");
  BOOST_TEST(flows() == "0");
}

BOOST_AUTO_TEST_CASE(removes_nobody_unasked) {
  BOOST_TEST(status({"account", "remove", kMia}) == EX_USAGE);
  BOOST_TEST(shown()["status"] == "active");
  BOOST_TEST(sessions() == "1");
}

BOOST_AUTO_TEST_CASE(a_removed_person_is_out_with_all_that_was_begun_and_the_record_stays) {
  out_of({"account", "role", kMia, "company_admin"});
  out_of({"account", "remove", kMia, "--yes"});
  BOOST_TEST(shown()["status"] == "removed");
  BOOST_TEST(shown()["role"] == "member");
  BOOST_TEST(sessions() == "0");
  BOOST_TEST(flows() == "0");
  BOOST_TEST(count("revocation WHERE scope = 'account'") != "0");
  out_of({"account", "remove", kMia, "--yes"});
  BOOST_TEST(count("audit_event WHERE event = 'account_removed'") == "1");
  BOOST_TEST(status({"account", "role", kMia, "company_admin"}) == EX_DATAERR);
  BOOST_TEST(status({"account", "group", "add", kMia, "editors"}) == EX_DATAERR);
  BOOST_TEST(status({"account", "remove", "eva@acme.example", "--yes"}) == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(changes_the_role_and_makes_the_gates_look_again) {
  out_of({"account", "role", kMia, "company_admin"});
  BOOST_TEST(shown()["role"] == "company_admin");
  BOOST_TEST(sessions() == "0");
  BOOST_TEST(count("revocation WHERE scope = 'account'") != "0");
  out_of({"account", "role", kMia, "company_admin"});
  BOOST_TEST(count("audit_event WHERE event = 'role_changed'") == "1");
  BOOST_TEST(status({"account", "role", kMia, "root"}) == EX_DATAERR);
}

BOOST_AUTO_TEST_CASE(adds_and_removes_groups_and_makes_the_gates_look_again) {
  out_of({"account", "group", "add", kMia, "editors"});
  BOOST_TEST(count("revocation WHERE scope = 'account'") == "1");
  out_of({"account", "group", "add", kMia, "editors"});
  BOOST_TEST(count("revocation WHERE scope = 'account'") == "1");
  BOOST_TEST(shown()["groups"] == Json::array({"editors"}));
  BOOST_TEST(sessions() == "1");
  out_of({"account", "group", "remove", kMia, "editors"});
  BOOST_TEST(shown()["groups"] == Json::array());
  BOOST_TEST(count("audit_event WHERE event IN ('group_added', 'group_removed')") == "2");
  for (const char* bad : {"", "Editors", "a,b", "a b", "company:acme"})
    BOOST_TEST(status({"account", "group", "add", kMia, bad}) == EX_DATAERR);
}

BOOST_AUTO_TEST_CASE(moves_an_account_to_another_address_and_tells_both) {
  constexpr const char* kNew = "mia.lind@acme.example";
  out_of({"account", "set-email", kMia, kNew});
  BOOST_TEST(status({"account", "show", kMia}) == EX_NOUSER);
  BOOST_TEST(status({"account", "show", kNew}) == EX_OK);
  BOOST_TEST(sessions() == "0");
  BOOST_TEST(flows() == "0");
  BOOST_TEST(db.value("SELECT GROUP_CONCAT(recipient ORDER BY recipient) FROM outbox"
                      " WHERE letter = 'address_changed'") == std::string(kNew) + "," + kMia);
  BOOST_TEST(db.value("SELECT detail FROM audit_event WHERE event = 'email_changed'") ==
             "from mia@acme.example");
  BOOST_TEST(count("revocation WHERE scope = 'account'") != "0");
}

BOOST_AUTO_TEST_CASE(moves_no_account_to_an_address_that_is_taken_or_not_covered) {
  db.add_company("other", "other.example");
  BOOST_TEST(status({"account", "set-email", kMia, "mia@other.example"}) == EX_DATAERR);
  BOOST_TEST(status({"account", "set-email", kMia, "mia@free.example"}) == EX_DATAERR);
  BOOST_TEST(status({"account", "set-email", kMia, kMia}) == EX_DATAERR);
  BOOST_TEST(status({"account", "set-email", "eva@acme.example", "e@acme.example"}) == EX_NOUSER);
  BOOST_TEST(sessions() == "1");
  BOOST_TEST(count("outbox") == "0");
}

BOOST_AUTO_TEST_CASE(exports_what_is_held_without_hashes) {
  out_of({"account", "role", kMia, "company_admin"});
  out_of({"account", "set-email", kMia, "mia.lind@acme.example"});
  const auto text = out_of({"account", "export", "mia.lind@acme.example"});
  BOOST_TEST(text == out_of({"account", "export", "mia.lind@acme.example", "--json"}));
  const auto held = Json::parse(text);
  BOOST_TEST(held["name"] == "Mia");
  BOOST_TEST(held["letters"][0]["letter"] == "address_changed");
  BOOST_TEST(held["events"][0]["event"] == "email_changed");
  BOOST_TEST(text.find("hash") == std::string::npos);
  BOOST_TEST(status({"account", "export", kMia}) == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(hostile_names_leave_json_strict) {
  for (const std::string name :
       {R"("quoted" \ 'name')", "two\nlines\r\n", "\x1b[2J\x1b]0;title\x07",
        "\xf0\x9f\x92\xa9\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac", "\xe2\x80\xaeorez",
        "e\xcc\x81\xcc\xa7\xcc\xa8"}) {
    db.database().transact([&](store::Transaction& tx) {
      tx.execute("UPDATE account SET name = ? WHERE id = ?", {name, mia});
    });
    BOOST_TEST(shown()["name"] == name);
    BOOST_TEST(Json::parse(out_of({"account", "list", "--json"}))[0]["name"] == name);
    BOOST_TEST(Json::parse(out_of({"account", "explain", kMia, "--json"}))["name"] == name);
  }
}

BOOST_AUTO_TEST_CASE(every_verb_explains_its_options_and_refuses_others) {
  const auto verbs = verbs_of(out_of({"--help"}));
  BOOST_TEST(verbs.size() > 25u);
  for (auto words : verbs) {
    BOOST_TEST_CONTEXT(words.front() << " " << words.back()) {
      words.emplace_back("--help");
      const auto help = out_of(words);
      BOOST_TEST(help.starts_with("usage: doorwardctl "));
      const auto usage = help.substr(0, help.find("\n\n"));
      for (auto at = usage.find("--"); at != std::string::npos; at = usage.find("--", at + 2)) {
        const auto option = usage.substr(at, usage.find_first_of(" ]", at) - at);
        BOOST_TEST(help.find("\n  " + option) != std::string::npos, option);
      }
      words.back() = "--no-such-option";
      BOOST_TEST(status(words) == EX_USAGE);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
