// doorwardctl account import, as an operator uses it.

#define BOOST_TEST_DYN_LINK
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "t/integration/ctl_program.h"

using namespace doorward;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;
using test::Ran;

namespace {

struct Fixture : test::CtlProgram {
  Fixture() {
    db.add_company("acme", "acme.example");
    db.add_company("other", "other.example");
  }

  Ran import(const std::string& csv, Words more = {}) const {
    std::ofstream(file("people.csv"), std::ios::binary) << csv;
    Words words{"account", "import", file("people.csv")};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }

  // Who is there, without ids and times.
  std::string people() {
    return db.value(
        "SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(':', a.email, a.name, c.slug, a.status, a.role,"
        " COALESCE(a.password_hash, ''), (SELECT GROUP_CONCAT(g.name ORDER BY g.name)"
        "   FROM account_group g WHERE g.account_id = a.id)) ORDER BY a.email SEPARATOR ' '), '')"
        " FROM account a JOIN company c ON c.id = a.company_id");
  }
  std::string count(const std::string& what) { return db.value("SELECT COUNT(*) FROM " + what); }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string many_people(int from, int to) {
  std::string csv;
  for (int i = from; i < to; ++i)
    csv += "p" + std::to_string(i) + "@acme.example,Person " + std::to_string(i) + ",g" +
           std::to_string(i % 3) + "\n";
  return csv;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ctl_import, Fixture)

BOOST_AUTO_TEST_CASE(adds_people_without_a_password_who_can_validate) {
  const auto ran = import(
      "email,name,company,groups\r\n"
      "Mia@acme.example,Mia Quist,,\"admins,editors\"\r\n"
      "kim@other.example,Kim,other,\r\n");
  BOOST_TEST(ran.status == EX_OK, ran.err);
  BOOST_TEST(ran.out == "2 added, 0 already there, 0 refused\n");
  BOOST_TEST(people() ==
             "kim@other.example:Kim:other:active:member: "
             "mia@acme.example:Mia Quist:acme:active:member::admins,editors");
  BOOST_TEST(count("account WHERE password_hash IS NULL AND password_changed_at IS NULL") == "2");
  BOOST_TEST(count("outbox") == "0");
  BOOST_TEST(db.value("SELECT GROUP_CONCAT(CONCAT(e.email, ' ', e.detail) ORDER BY e.email)"
                      " FROM audit_event e JOIN account a ON a.id = e.account_id"
                      " WHERE e.event = 'account_imported'") ==
             "kim@other.example other,mia@acme.example acme");
}

BOOST_AUTO_TEST_CASE(run_again_it_changes_nothing_and_is_content) {
  const std::string csv = "email,name,groups\nmia@acme.example,Mia,b a\n";
  import(csv);
  const auto before = people();
  const auto ran = import(csv);
  BOOST_TEST(ran.status == EX_OK);
  BOOST_TEST(ran.out == "0 added, 1 already there, 0 refused\n");
  BOOST_TEST(people() == before);
  BOOST_TEST(count("audit_event") == "1");
  // A file that doesn't speak of groups doesn't contradict them.
  BOOST_TEST(import("email,name\nmia@acme.example,Mia\n").status == EX_OK);
}

BOOST_AUTO_TEST_CASE(tells_line_and_reason_of_what_it_refuses_and_takes_the_rest) {
  db.run("UPDATE account SET status = 'removed'");
  const auto ran = import(
      "email,name,company,groups\n"
      "mia@acme.example,Mia,,\n"
      "nobody,No,,\n"
      "\"mia@acme.example\",\"Mia\nQuist\",,\n"
      "kim@acme.example,Kim,other,\n"
      "kim@free.example,Kim,,\n"
      "kim@free.example,Kim,nowhere,\n"
      "ann@acme.example,\"Ann\"x,,\n"
      "mia@acme.example,Mia,,g\n"
      "bo@acme.example,Bo,,\n");
  BOOST_TEST(ran.status == EX_DATAERR);
  BOOST_TEST(ran.out == "2 added, 0 already there, 7 refused\n");
  for (const char* line :
       {"people.csv:3: nobody: 'nobody' is not an e-mail address",
        "people.csv:4: mia@acme.example: the name can't be taken",
        "people.csv:6: kim@acme.example: acme.example belongs to company 'acme', not to other",
        "people.csv:7: kim@free.example: no company has free.example",
        "people.csv:8: kim@free.example: there is no company 'nowhere'",
        "people.csv:9: has text after a closing quote",
        "people.csv:10: mia@acme.example: has an account already, with other groups",
        "7 lines were refused"})
    BOOST_TEST(contains(ran.err, line), line << " in " << ran.err);
  BOOST_TEST(people() ==
             "bo@acme.example:Bo:acme:active:member: mia@acme.example:Mia:acme:active:member:");
}

BOOST_AUTO_TEST_CASE(an_account_that_differs_stays_as_it_is) {
  import("email,name\nmia@acme.example,Mia\nbo@acme.example,Bo\n");
  db.run("UPDATE account SET status = 'removed' WHERE email = 'bo@acme.example'");
  db.run("UPDATE account SET status = 'locked', password_hash = 'x' WHERE name = 'Mia'");
  const auto before = people();
  BOOST_TEST(contains(import("email,name\nmia@acme.example,Eve\n").err, "with another name"));
  BOOST_TEST(contains(import("email,name\nbo@acme.example,Bo\n").err, "was removed"));
  BOOST_TEST(import("email,name\nmia@acme.example,Mia\n").status == EX_OK);
  BOOST_TEST(people() == before);
}

BOOST_AUTO_TEST_CASE(who_is_named_for_a_company_is_listed_there) {
  BOOST_TEST(import("email,name,company\nkim@free.example,Kim,acme\n").status == EX_OK);
  BOOST_TEST(db.value("SELECT CONCAT(a.email, ' ', a.domain, ' ', c.slug) FROM company_address a"
                      " JOIN company c ON c.id = a.company_id") ==
             "kim@free.example free.example acme");
  BOOST_TEST(contains(import("email,name,company\nkim@free.example,Kim,other\n").err,
                      "kim@free.example belongs to company 'acme'"));
  BOOST_TEST(import("email,name\nkim@free.example,Kim\n").status == EX_OK);
}

BOOST_AUTO_TEST_CASE(company_option_is_for_all) {
  const auto ran = import(
      "email,name,company\nmia@acme.example,Mia,\nann@acme.example,Ann,acme\n"
      "bo@acme.example,Bo,other\nkim@other.example,Kim,\n",
      {"--company", "acme"});
  BOOST_TEST(ran.out == "2 added, 0 already there, 2 refused\n");
  BOOST_TEST(import("email,name\n", {"--company", "nowhere"}).status == EX_NOUSER);
}

BOOST_AUTO_TEST_CASE(wildcards_count_and_the_nearest_domain_wins) {
  db.run(
      "INSERT INTO company_domain SELECT '*.acme.example', id, created_at FROM company"
      " WHERE slug = 'acme'");
  db.run(
      "INSERT INTO company_domain SELECT '*.b.acme.example', id, created_at FROM company"
      " WHERE slug = 'other'");
  import("email,name\nx@a.acme.example,X\nx@a.b.acme.example,X\n");
  BOOST_TEST(people() ==
             "x@a.acme.example:X:acme:active:member: x@a.b.acme.example:X:other:active:member:");
}

BOOST_AUTO_TEST_CASE(seats_are_never_exceeded) {
  db.run("UPDATE company SET seats = 3 WHERE slug = 'acme'");
  import("email,name\nmia@acme.example,Mia\n");
  const auto csv = "email,name,groups\n" + many_people(0, 5) + "k@other.example,K,\n";
  const auto rehearsed = import(csv, {"--dry-run"});
  BOOST_TEST(rehearsed.out ==
             "3 would be added, 0 already there, 3 would be refused; nothing was changed\n");
  const auto ran = import(csv);
  BOOST_TEST(ran.out == "3 added, 0 already there, 3 refused\n");
  BOOST_TEST(contains(ran.err, "people.csv:4: p2@acme.example: company 'acme' has no seat left"));
  BOOST_TEST(count("account a JOIN company c ON c.id = a.company_id WHERE c.slug = 'acme'") == "3");
}

BOOST_AUTO_TEST_CASE(dry_run_tells_the_same_and_writes_nothing) {
  db.run("UPDATE company SET seats = 700 WHERE slug = 'acme'");
  const auto csv = "email,name,groups\n" + many_people(0, 1200) + many_people(0, 2) +
                   "p3@acme.example,Other,g0\n";
  const auto rehearsed = import(csv, {"--dry-run", "--json"});
  BOOST_TEST(rehearsed.status == EX_DATAERR);
  BOOST_TEST(count("account") == "0");
  BOOST_TEST(count("audit_event") == "0");
  const auto ran = import(csv, {"--json"});
  BOOST_TEST(contains(ran.out, R"("added": 700)"));
  BOOST_TEST(contains(ran.out, R"("already_there": 2)"));
  BOOST_TEST(contains(rehearsed.out, R"("added": 700)"));
  BOOST_TEST(contains(rehearsed.out, R"("already_there": 2)"));
  BOOST_TEST(std::ranges::count(ran.err, '\n') == std::ranges::count(rehearsed.err, '\n'));
}

BOOST_AUTO_TEST_CASE(reports_to_a_file_that_no_spreadsheet_runs) {
  const std::string csv = "email,name\n\"=cmd|'/c calc'!A1\",\"x\"\nb\x1b[2J\"d\n";
  BOOST_TEST(import(csv, {"--report", file("report.csv")}).status == EX_DATAERR);
  BOOST_TEST(content("report.csv") ==
             "line,address,reason\r\n"
             "2,\"'=cmd|'/c calc'!A1\",\"'=cmd|'/c calc'!A1' is not an e-mail address such as "
             "mia@example.com\"\r\n"
             "3,,\"has a quote in a field that doesn't begin with one\"\r\n");
  struct stat facts = {};
  stat(file("report.csv").c_str(), &facts);
  BOOST_TEST((facts.st_mode & 0777) == 0600u);
  import(csv, {"--json", "--report", file("report.json")});
  BOOST_TEST(content("report.json") ==
             R"({"line":2,"address":"=cmd|'/c calc'!A1","reason":"'=cmd|'/c calc'!A1' is not an)"
             R"( e-mail address such as mia@example.com"})"
             "\n"
             R"({"line":3,"address":"","reason":"has a quote in a field that doesn't begin with)"
             R"( one"})"
             "\n");
  BOOST_TEST(import(csv, {"--report", "/nowhere/x"}).status == EX_CANTCREAT);
}

BOOST_AUTO_TEST_CASE(reads_the_portals_download_as_it_comes) {
  const auto ran = import(
      "\xef\xbb\xbf"
      "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,"
      "department,accountEnabled,companyName,alternateEmailAddress\r\n"
      "1@c.onmicrosoft.com,unknown,Quist,,Mia,1,Member,,,True,Other,mia@acme.example\r\n"
      "2@c.onmicrosoft.com,Kim,,kim@acme.example,,2,Member,,,False,,\r\n");
  BOOST_TEST(people() == "mia@acme.example:Mia Quist:acme:active:member:");
  BOOST_TEST(contains(ran.err, "people.csv:3: kim@acme.example: is disabled where it comes from"));
}

BOOST_AUTO_TEST_CASE(stops_where_it_can_not_read_on) {
  const auto ran =
      import("email,name\nmia@acme.example,Mia\n\"" + std::string(100'000, 'x') + "\n");
  BOOST_TEST(ran.status == EX_DATAERR);
  BOOST_TEST(contains(ran.err, "line 3: a record longer than 64 KiB"));
  BOOST_TEST(count("account") == "1");
  BOOST_TEST(import("").status == EX_DATAERR);
  BOOST_TEST(import("name\nMia\n").status == EX_DATAERR);
  BOOST_TEST(run({"account", "import", "/nowhere.csv"}).status == EX_NOINPUT);
  BOOST_TEST(run({"account", "import", "/"}).status == EX_IOERR);
  BOOST_TEST(run({"account", "import"}).status == EX_USAGE);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_killed_and_run_again_ends_as_one_that_was_not) {
  const auto csv = "email,name,groups\n" + many_people(0, 1300) + many_people(3, 9);
  db.run("UPDATE company SET seats = 1200 WHERE slug = 'acme'");
  BOOST_TEST(import(csv).status == EX_DATAERR);
  const auto whole = people();
  BOOST_TEST(count("account") == "1200");
  for (const char* table : {"account_group", "account", "audit_event"})
    db.run("DELETE FROM " + std::string(table));

  // It gets two batches and part of a third, waits for more, and is killed.
  const auto pipe = file("pipe");
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  std::atomic<pid_t> child = 0;
  std::thread killer([&] {
    std::ofstream out(pipe);
    out << "email,name,groups\n" << many_people(0, 1200) << std::flush;
    auto other = db.another();
    const auto counted = [&] {
      return other.read(
          [](store::Transaction& tx) { return tx.one("SELECT COUNT(*) FROM account")->number(0); });
    };
    for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
         counted() < 1000 && std::chrono::steady_clock::now() < end;)
      std::this_thread::sleep_for(5ms);
    kill(child, SIGKILL);
  });
  const auto ran = run({"account", "import", pipe}, &child);
  killer.join();
  BOOST_TEST(ran.status == 128 + SIGKILL);
  BOOST_TEST(count("account") == "1000");
  BOOST_TEST(count("account_group") == "1000");
  BOOST_TEST(count("audit_event") == "1000");

  BOOST_TEST(import(csv).status == EX_DATAERR);
  BOOST_TEST(people() == whole);
  BOOST_TEST(count("audit_event") == "1200");
}

BOOST_AUTO_TEST_CASE(reads_standard_input) {
  std::ofstream(file("people.csv")) << "email;name\nmia@acme.example;Mia\n";
  const int saved = dup(STDIN_FILENO);
  const int in = open(file("people.csv").c_str(), O_RDONLY);
  dup2(in, STDIN_FILENO);
  const auto ran = run({"account", "import", "-"});
  dup2(saved, STDIN_FILENO);
  close(in);
  close(saved);
  BOOST_TEST(ran.out == "1 added, 0 already there, 0 refused\n");
}

BOOST_AUTO_TEST_SUITE_END()
