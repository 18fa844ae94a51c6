// Every command of doorwardctl: what it does when all is well, and how it refuses. The tables hold
// what strangers wrote, so that what is printed shows what becomes of that.

#define BOOST_TEST_DYN_LINK
#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>

#include <boost/test/unit_test.hpp>
#include <sysexits.h>

#include "base/json.h"
#include "base/key_change.h"
#include "base/text.h"
#include "store/account.h"
#include "store/outbox.h"
#include "store/session.h"
#include "t/integration/ctl_program.h"
#include "t/support/scripted_smtp.h"

using namespace doorward;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;

namespace {

constexpr const char* kMia = "mia@acme.example";
constexpr const char* kNobody = "nobody@acme.example";

// Quotes, line ends, escape codes, NUL, an emoji, right-to-left, four bytes, a combining character.
const std::string kHostile = std::string("\"'\\\r\n\t\x1b[2J", 10) + '\0' +
                             "\u009b\U0001F469\u200D\U0001F4BB\u202Eltr\u05D0\U00020000e\u0301";
const std::set<std::string> kHarmfulOnTerminals = {"\x1b", "\r", "\t", "\u009b", "\u202E"};

// `LETTER`, `SESSION` and `FOLDER` stand for what the fixture made.
struct Row {
  Words verb;
  Words success;  // what follows the verb; exits with 0
  Words refusal;
  int refused_with;
};

const std::vector<Row> kRows = {
    {{"company", "add"},
     {"new", "--name", "New", "--contact", "c@new.example"},
     {"acme", "--name", "Again", "--contact", "c@new.example"},
     EX_DATAERR},
    {{"company", "list"}, {}, {"acme"}, EX_USAGE},
    {{"company", "show"}, {"acme"}, {"nobody"}, EX_NOUSER},
    {{"company", "set"}, {"acme", "--seats", "9"}, {"acme", "--seats", "some"}, EX_DATAERR},
    {{"company", "suspend"}, {"acme"}, {"nobody"}, EX_NOUSER},
    {{"company", "resume"}, {"acme"}, {"nobody"}, EX_NOUSER},
    {{"company", "domain", "add"}, {"acme", "b.example"}, {"acme", "other.example"}, EX_DATAERR},
    {{"company", "domain", "remove"}, {"acme", "acme.example"}, {"acme", "x.example"}, EX_DATAERR},
    {{"company", "domain", "rename"},
     {"acme.example", "acme2.example"},
     {"x.example", "y.example"},
     EX_NOUSER},
    {{"company", "address", "add"}, {"acme", "eva@x.example"}, {"acme", "eva"}, EX_DATAERR},
    {{"company", "address", "remove"}, {"acme", "ann@x.example"}, {"acme", kNobody}, EX_DATAERR},
    {{"company", "merge"}, {"acme", "other", "--yes"}, {"acme", "acme", "--yes"}, EX_DATAERR},
    {{"company", "remove"}, {"acme", "--yes"}, {"acme"}, EX_USAGE},
    {{"company", "report"}, {"acme"}, {"nobody"}, EX_NOUSER},
    {{"audit", "list"}, {}, {"--since", "yesterday"}, EX_DATAERR},
    {{"audit", "purge"}, {"--older-than", "30", "--yes"}, {"--older-than", "30"}, EX_USAGE},
    {{"licence", "remind"}, {}, {"acme"}, EX_USAGE},
    {{"account", "list"}, {}, {"--company", "nobody"}, EX_NOUSER},
    {{"account", "show"}, {kMia}, {kNobody}, EX_NOUSER},
    {{"account", "export"}, {kMia}, {kNobody}, EX_NOUSER},
    {{"account", "lock"}, {kMia}, {kNobody}, EX_NOUSER},
    {{"account", "unlock"}, {kMia}, {kNobody}, EX_NOUSER},
    {{"account", "remove"}, {kMia, "--yes"}, {kMia}, EX_USAGE},
    {{"account", "set-email"}, {kMia, "m@acme.example"}, {kMia, "mia@x.example"}, EX_DATAERR},
    {{"account", "role"}, {kMia, "company_admin"}, {kMia, "king"}, EX_DATAERR},
    {{"account", "group", "add"}, {kMia, "editors"}, {kMia, "no such name"}, EX_DATAERR},
    {{"account", "group", "remove"}, {kMia, "readers"}, {kNobody, "readers"}, EX_NOUSER},
    {{"account", "explain"}, {kMia}, {}, EX_USAGE},
    {{"account", "import"}, {"FOLDER/people.csv"}, {"FOLDER/missing.csv"}, EX_NOINPUT},
    {{"session", "list"}, {}, {"--account", kNobody}, EX_NOUSER},
    {{"session", "end"}, {"--id", "SESSION"}, {"--id", "12"}, EX_DATAERR},
    {{"attempt", "list"}, {"--account", kMia}, {"--account", "mia"}, EX_DATAERR},
    {{"attempt", "clear"}, {"--network", "192.0.2.7"}, {"--network", "here"}, EX_DATAERR},
    {{"mail", "queue"}, {}, {"LETTER"}, EX_USAGE},
    {{"mail", "retry"}, {"--id", "LETTER"}, {}, EX_USAGE},
    {{"mail", "drop"}, {"--queued"}, {"--id", "12"}, EX_DATAERR},
    {{"mail", "test"}, {kMia}, {"mia"}, EX_DATAERR},
    {{"mail", "bounce"}, {}, {"LETTER"}, EX_USAGE},
    {{"alarm", "list"}, {}, {"now"}, EX_USAGE},
    {{"alarm", "send"}, {}, {"now"}, EX_USAGE},
    {{"key", "create"}, {}, {"now"}, EX_USAGE},
    {{"key", "list"}, {}, {"now"}, EX_USAGE},
    {{"key", "holders"}, {}, {"now"}, EX_USAGE},
    {{"key", "rotate"}, {"session"}, {"door"}, EX_USAGE},
    {{"key", "retire"}, {"form", "k2"}, {"form", "k1"}, EX_DATAERR},
    {{"db", "migrate"}, {}, {"now"}, EX_USAGE},
    {{"db", "status"}, {}, {"now"}, EX_USAGE},
    {{"db", "purge"}, {"--yes"}, {}, EX_USAGE},
    {{"config", "show"}, {}, {"now"}, EX_USAGE},
    {{"config", "check"}, {}, {"now"}, EX_USAGE},
    {{"config", "example"}, {}, {"now"}, EX_USAGE},
    {{"check"}, {"--file", "FOLDER/nginx.txt"}, {"now"}, EX_USAGE},
    {{"completion", "bash"}, {}, {"now"}, EX_USAGE},
};

// Need a running nginx, which t/stack has.
const std::set<std::string> kInStackTests = {"check gate", "check nginx"};

std::string name_of(const Words& verb) {
  std::string name;
  for (const auto& word : verb) name += (name.empty() ? "" : " ") + word;
  return name;
}

struct Fixture : test::CtlProgram {
  Fixture() {
    const auto company = db.add_company("acme", "acme.example");
    db.add_company("other", "other.example");
    add_mia(company);
    add_letter();
    out_of({"company", "address", "add", "acme", "ann@x.example"});
    out_of({"account", "group", "add", kMia, "readers"});
    db.database().transact([&](store::Transaction& tx) {
      tx.execute("UPDATE account SET name = ?", {kHostile});
      tx.execute("UPDATE company SET name = ?", {kHostile});
      tx.execute("UPDATE audit_event SET detail = ?", {kHostile});
    });
    set("smtp_url", server.url());
    set("bounce_address", "bounce@portal.example");
    out_of({"key", "create"});
    SystemRandom random;
    add_key(file("form.key"), random);
    std::ofstream(file("nginx.txt")) << "# configuration file /nginx.conf:\nhttp {}\n";
    std::ofstream(file("people.csv")) << "email,name\nnew@acme.example,New\n";
  }

  void add_mia(const store::Company& company) {
    const auto now = db.clock().now();
    const auto account = new_id(db.random(), now);
    session = new_id(db.random(), now);
    db.database().transact([&](store::Transaction& tx) {
      store::accounts::add(tx,
                           {.id = account,
                            .email = Email::parse(kMia).value(),
                            .name = "Mia",
                            .password_hash = "some hash",
                            .company_id = company.id,
                            .status = store::AccountStatus::active,
                            .role = "member",
                            .proved_at = now,
                            .created_at = now},
                           now);
      store::sessions::add(tx,
                           {.id = session,
                            .token_hash = db.random().bytes(32),
                            .key_id = "1",
                            .account_id = account,
                            .ends_at = now + 12h,
                            .browser = kHostile,
                            .network = "192.0.2.0/24"},
                           now);
    });
  }

  void add_letter() {
    const auto now = db.clock().now();
    letter = new_id(db.random(), now);
    db.database().transact([&](store::Transaction& tx) {
      store::outbox::add(tx,
                         {.id = letter,
                          .letter = "password_changed",
                          .recipient = Email::parse(kMia).value(),
                          .flow_id = std::nullopt,
                          .name = kHostile,
                          .browser = kHostile,
                          .network = "",
                          .urgent = false,
                          .state = store::LetterState::queued,
                          .attempts = 0,
                          .due_at = now,
                          .handed_at = std::nullopt,
                          .answer = "",
                          .created_at = now},
                         now);
      tx.execute("UPDATE outbox SET state = 'refused', answer = ?", {kHostile});
    });
  }

  test::Ran run_row(const Words& verb, const Words& rest, bool json = false) const {
    Words words = verb;
    for (auto word : rest) {
      if (word == "LETTER") word = text::hex(letter);
      if (word == "SESSION") word = text::hex(session);
      if (word.starts_with("FOLDER/")) word = file(word.substr(7)).string();
      words.push_back(word);
    }
    if (json) words.emplace_back("--json");
    return run(words);
  }

  // Changes with every row of every table.
  std::string everything() {
    return db.database().read([](store::Transaction& tx) {
      std::string sums;
      for (const auto& table : tx.all("SHOW TABLES"))
        sums += tx.one(("CHECKSUM TABLE `" + table.text(0) + "`").c_str())->text(1) + " ";
      return sums;
    });
  }

  test::ScriptedSmtp server;
  Id session;
  Id letter;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ctl_every_verb)

BOOST_FIXTURE_TEST_CASE(is_in_the_table, Fixture) {
  std::set<std::string> tested = kInStackTests;
  for (const auto& row : kRows) tested.insert(name_of(row.verb));
  std::set<std::string> listed;
  const auto help = out_of({"--help"});
  const auto begin = help.find("\nCOMMANDS\n") + 10;
  const auto commands = help.substr(begin, help.find("\n\n", begin) - begin);
  for (const auto line : text::split(commands, '\n')) {
    Words verb;
    for (const auto word : text::split(line.substr(2, line.find("  ", 2) - 2), ' '))
      if (std::ranges::none_of(word, [](unsigned char c) { return std::isupper(c) != 0; }))
        verb.emplace_back(word);
    listed.insert(name_of(verb));
  }
  BOOST_TEST(tested == listed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(succeeds_with_0_and_harms_no_terminal) {
  for (const auto& row : kRows) {
    const Fixture fixture;
    BOOST_TEST_CONTEXT(name_of(row.verb)) {
      const auto ran = fixture.run_row(row.verb, row.success);
      BOOST_TEST(ran.status == EX_OK, ran.err);
      for (const auto& harmful : kHarmfulOnTerminals) {
        if (row.verb[0] == "completion" && harmful == "\t") continue;
        BOOST_TEST((ran.out + ran.err).find(harmful) == std::string::npos);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(prints_strict_json_in_ascii) {
  for (const auto& row : kRows) {
    if (row.verb[0] == "completion") continue;
    const Fixture fixture;
    BOOST_TEST_CONTEXT(name_of(row.verb)) {
      const auto ran = fixture.run_row(row.verb, row.success, true);
      BOOST_TEST(ran.status == EX_OK, ran.err);
      BOOST_TEST(Json::accept(ran.out), ran.out);
      BOOST_TEST(
          std::ranges::all_of(ran.out, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_in_one_sentence_and_changes_nothing) {
  for (const auto& row : kRows) {
    Fixture fixture;
    BOOST_TEST_CONTEXT(name_of(row.verb)) {
      const auto before = fixture.everything();
      const auto ran = fixture.run_row(row.verb, row.refusal);
      BOOST_TEST(ran.status == row.refused_with, ran.err);
      BOOST_TEST(ran.out == "");
      BOOST_TEST(std::ranges::count(ran.err, '\n') == 1);
      BOOST_TEST(fixture.everything() == before);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(keeps_what_strangers_wrote_as_it_is_in_json, Fixture) {
  const auto field = [&](const Words& words, const char* name) {
    auto json = Json::parse(run_row(words, {}, true).out);
    return (json.is_array() ? json[0] : json)[name].get<std::string>();
  };
  BOOST_TEST(field({"account", "show", kMia}, "name") == kHostile);
  BOOST_TEST(field({"company", "show", "acme"}, "name") == kHostile);
  BOOST_TEST(field({"session", "list"}, "browser") == kHostile);
  BOOST_TEST(field({"mail", "queue"}, "answer") == kHostile);
  BOOST_TEST(field({"audit", "list"}, "detail") == kHostile);
}

BOOST_AUTO_TEST_SUITE_END()
