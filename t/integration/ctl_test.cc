// doorwardctl itself: usage, settings, keys, tables, letters.

#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "store/outbox.h"
#include "t/integration/ctl_program.h"
#include "t/support/scripted_smtp.h"

using namespace doorward;
using Words = std::vector<std::string>;

namespace {

struct Fixture : test::CtlProgram {
  int status(const Words& words) const { return run(words).status; }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

mode_t mode_of(const std::filesystem::path& file) {
  return static_cast<mode_t>(std::filesystem::status(file).permissions());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl, Fixture)

BOOST_AUTO_TEST_CASE(wrong_usage_is_64_and_one_sentence) {
  for (const auto& words :
       {Words{}, Words{"company"}, Words{"company", "frob"}, Words{"company", "show"},
        Words{"company", "show", "a", "b"}, Words{"company", "list", "--bogus"},
        Words{"company", "add", "a", "--name"}, Words{"company", "list", "--json=yes"},
        Words{"company", "set", "a", "--name", "x", "--name", "y"}}) {
    const auto ran = run(words);
    BOOST_TEST(ran.status == EX_USAGE);
    BOOST_TEST(ran.out == "");
    BOOST_TEST(std::ranges::count(ran.err, '\n') == 1);
  }
}

BOOST_AUTO_TEST_CASE(help_is_heard_at_every_level) {
  BOOST_TEST(contains(out_of({"--help"}), "SECURITY"));
  BOOST_TEST(contains(out_of({"--help"}), "company domain add SLUG DOMAIN"));
  BOOST_TEST(!contains(out_of({"company", "--help"}), "key create"));
  BOOST_TEST(contains(out_of({"company", "add", "--bogus", "--help"}), "--until DATE"));
  BOOST_TEST(out_of({"--version"}) == "doorwardctl " DOORWARD_VERSION "\n");
}

BOOST_AUTO_TEST_CASE(a_missing_settings_file_is_78) {
  std::filesystem::remove(file("doorward.conf"));
  BOOST_TEST(status({"company", "list"}) == EX_CONFIG);
  BOOST_TEST(status({"config", "check"}) == EX_CONFIG);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_away_is_69) {
  set("database_socket", file("nobody.sock"));
  const auto ran = run({"company", "list"});
  BOOST_TEST(ran.status == EX_UNAVAILABLE);
  BOOST_TEST(std::ranges::count(ran.err, '\n') == 1);
}

BOOST_AUTO_TEST_CASE(makes_keys_once_and_never_shows_them) {
  BOOST_TEST(contains(out_of({"key", "create"}), "created"));
  const auto key = content("code.key");
  BOOST_TEST(mode_of(file("code.key")) == 0600U);
  BOOST_TEST(!contains(out_of({"key", "create"}), "created"));
  BOOST_TEST(content("code.key") == key);
  const auto list = out_of({"key", "list", "--json"});
  BOOST_TEST(contains(list, R"("id": "k1")"));
  BOOST_TEST(!contains(list, key.substr(key.find("k1 ") + 3, 8)));
}

BOOST_AUTO_TEST_CASE(keys_that_are_not_there_are_78) {
  BOOST_TEST(status({"key", "list"}) == EX_CONFIG);
  set("form_key_file", file("nowhere") / "form.key");
  BOOST_TEST(status({"key", "create"}) == EX_IOERR);
}

BOOST_AUTO_TEST_CASE(migrates_and_tells_where_it_stands) {
  db.run("CREATE DATABASE doorward_ctl");
  set("database_name", "doorward_ctl");
  const auto behind = run({"db", "status"});
  BOOST_TEST(behind.status == EX_CONFIG);
  BOOST_TEST(contains(behind.err, "doorwardctl db migrate"));
  BOOST_TEST(status({"company", "list"}) == EX_CONFIG);
  BOOST_TEST(contains(out_of({"db", "migrate"}), "applied 0001_company.sql"));
  BOOST_TEST(out_of({"db", "migrate"}) == "up to date\n");
  BOOST_TEST(contains(out_of({"db", "status"}), "0006_audit.sql"));
  db.run("UPDATE doorward_ctl.schema_migration SET sha256 = REPEAT('0', 64) WHERE version = 2");
  BOOST_TEST(status({"db", "status"}) == EX_CONFIG);
  BOOST_TEST(status({"db", "migrate"}) == EX_CONFIG);
  db.run("DROP DATABASE doorward_ctl");
}

BOOST_AUTO_TEST_CASE(config_check_names_what_to_mend) {
  out_of({"key", "create"});
  const auto good = out_of({"config", "check"});
  BOOST_TEST(!contains(good, "FAIL"));
  std::filesystem::permissions(file("form.key"), std::filesystem::perms(0604));
  set("mail_from", "no address");
  const auto bad = run({"config", "check"});
  BOOST_TEST(bad.status == EX_CONFIG);
  BOOST_TEST(contains(bad.out, "chmod o= " + file("form.key").string()));
  BOOST_TEST(contains(bad.out, "FAIL    mail_from"));
  BOOST_TEST(contains(bad.out, "OK      schema"));
}

BOOST_AUTO_TEST_CASE(config_show_names_the_files_of_secrets_only) {
  set("database_password_file", file("password"));
  const auto out = out_of({"config", "show"});
  BOOST_TEST(contains(out, "database_password_file = " + file("password").string()));
  BOOST_TEST(contains(out, "base_path = /auth\n"));
}

BOOST_AUTO_TEST_CASE(shows_the_newest_letters) {
  BOOST_TEST(out_of({"mail", "queue"}) == "none\n");
  for (int i = 0; i < 60; ++i)
    db.database().transact([&](store::Transaction& tx) {
      store::outbox::add(tx,
                         {.id = new_id(db.random(), db.clock().now()),
                          .letter = "password_changed",
                          .recipient = Email::parse("mia@acme.example").value(),
                          .flow_id = std::nullopt,
                          .name = "Mia",
                          .browser = "",
                          .network = "",
                          .urgent = false,
                          .state = store::LetterState::queued,
                          .attempts = 0,
                          .due_at = {},
                          .handed_at = std::nullopt,
                          .answer = "",
                          .created_at = {}},
                         db.clock().now());
    });
  const auto out = out_of({"mail", "queue"});
  BOOST_TEST(contains(out, "password_changed  mia@acme.example  queued  0"));
  BOOST_TEST(std::ranges::count(out, '\n') == 51);
  BOOST_TEST(std::ranges::count(out_of({"mail", "queue", "--all"}), '\n') == 61);
}

BOOST_AUTO_TEST_CASE(a_test_letter_shows_what_the_server_says) {
  test::ScriptedSmtp server;
  set("smtp_url", server.url());
  BOOST_TEST(contains(out_of({"mail", "test", "Mia@acme.example"}), "accepted: 250"));
  BOOST_TEST(server.taken().at(0).recipient == "mia@acme.example");
  server.answer("RCPT TO", "550 no such person");
  const auto refused = run({"mail", "test", "mia@acme.example", "--json"});
  BOOST_TEST(refused.status == EX_UNAVAILABLE);
  BOOST_TEST(contains(refused.out, R"("answer": "550 no such person")"));
  server.answer("RCPT TO", "451 later");
  BOOST_TEST(status({"mail", "test", "mia@acme.example"}) == EX_TEMPFAIL);
  BOOST_TEST(status({"mail", "test", "mia"}) == EX_DATAERR);
}

BOOST_AUTO_TEST_SUITE_END()
