// Each SQL statement of src/store, with tables as full as a portal's: what it reads is a matter of
// what it is about, never of how many people there are.

#define BOOST_TEST_DYN_LINK
#include <cctype>
#include <fstream>
#include <map>

#include <boost/test/unit_test.hpp>

#include "t/integration/plan_log.h"
#include "t/integration/store_calls.h"

using namespace doorward;
using store::Transaction;

namespace {

constexpr auto kAccounts = "5000";
constexpr std::uint64_t kRowsMax = 2100;  // a slice of 1,000, found and then gone through

constexpr const char* kTables[] = {
    "licence_letter", "revocation", "audit_event",    "outbox",         "attempt",
    "flow",           "session",    "known_browser",  "account",        "account_group",
    "invitation",     "company",    "company_domain", "company_address"};

// Not asked about: what a server says of itself, and the schema's version, which is a few rows.
constexpr const char* kOfTheServer[] = {"connection.cc", "database.cc", "migration.cc"};

void fill(test::TestDatabase& db) {
  db.run(std::string("SET @accounts = ") + kAccounts +
         ", @waiting = 1, @password_hash = 'hash', @inner = x'', @outer = x''");
  std::ifstream in("t/support/portal.sql");
  std::string statement;
  for (std::string line; std::getline(in, line);) {
    if (statement.empty() && (line.empty() || line.starts_with("--"))) continue;
    statement += line + "\n";
    if (line.ends_with(';')) db.run(std::exchange(statement, {}));
  }
  BOOST_REQUIRE(statement.empty());
  for (const auto* table : kTables) db.value("ANALYZE TABLE " + std::string(table));
}

void empty(test::TestDatabase& db) {
  db.run("SET foreign_key_checks = 0");
  for (const auto* table : kTables) db.run("TRUNCATE " + std::string(table));
  db.run("SET foreign_key_checks = 1");
}

// Filled once: it takes seconds.
struct Portal {
  test::TestDatabase db;
  test::Sample sample;

  Portal() : sample((fill(db), db)) {}
  ~Portal() { empty(db); }

  std::vector<test::Plan> plans_of(const std::function<void(Transaction&)>& call) {
    struct Undo {};
    log.take();
    try {
      db.database().transact([&](Transaction& tx) {
        call(tx);
        throw Undo();
      });
    } catch (const Undo&) {
    }
    return log.take();
  }

 private:
  test::PlanLog log{db};
};

std::string text_of(const test::Plan& plan) {
  return plan.statement.substr(0, 2000) + "\n" + plan.explained +
         std::to_string(plan.rows_examined) + " rows examined";
}

// The string literals of a source, those that follow each other as one.
std::vector<std::string> literals(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string source(std::istreambuf_iterator<char>(in), {});
  std::vector<std::string> found;
  bool goes_on = false;
  for (std::size_t at = 0; at < source.size(); ++at) {
    if (source.compare(at, 2, "//") == 0 || source[at] == '#') {
      at = std::min(source.find('\n', at), source.size());
    } else if (source[at] == '\'' &&
               std::isalnum(static_cast<unsigned char>(source[at - 1])) == 0) {
      at = source.find('\'', at + (source[at + 1] == '\\' ? 3 : 2));
    } else if (source[at] == '"') {
      const auto end = source.find('"', at + 1);
      const auto text = source.substr(at + 1, end - at - 1);
      if (goes_on)
        found.back() += text;
      else
        found.push_back(text);
      goes_on = true;
      at = end;
    } else if (std::isspace(static_cast<unsigned char>(source[at])) == 0) {
      goes_on = false;
    }
  }
  return found;
}

bool is_sql(const std::string& literal) {
  for (const auto word : {"SELECT", "INSERT", "UPDATE", "DELETE", "FROM ", "WHERE ", "ORDER BY",
                          "LIMIT ", " = ?", "VALUES"})
    if (literal.find(word) != std::string::npos) return true;
  return false;
}

// Whether it is a part of the statement; a "?" is any value.
bool is_part(const std::string& literal, const std::string& statement) {
  std::size_t from = 0;
  for (std::size_t at = 0; at <= literal.size();) {
    const auto end = std::min(literal.find('?', at), literal.size());
    const auto piece = literal.substr(at, end - at);
    const auto found = statement.find(piece, from);
    if (found == std::string::npos) return false;
    from = found + piece.size();
    at = end + 1;
  }
  return true;
}

std::vector<std::string> never_run(const std::filesystem::path& file,
                                   const std::vector<std::string>& statements) {
  std::vector<std::string> found;
  for (const auto& literal : literals(file)) {
    const auto text = test::on_one_line(literal);
    if (is_sql(text) && std::ranges::none_of(statements, [&](const std::string& statement) {
          return is_part(text, statement);
        }))
      found.push_back(literal);
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statements)

BOOST_AUTO_TEST_CASE(each_goes_by_an_index_and_reads_a_slice_at_most) {
  Portal portal;
  std::vector<std::string> statements;
  for (const auto& calls : {calls_about_people(portal.sample), calls_about_traffic(portal.sample),
                            calls_about_records(portal.sample)})
    for (const auto& [call, excuse] : calls)
      for (const auto& plan : portal.plans_of(call)) {
        if (excuse == nullptr)
          BOOST_TEST((!plan.scans && plan.rows_examined <= kRowsMax), text_of(plan));
        statements.push_back(plan.statement);
      }
  for (const auto& entry : std::filesystem::directory_iterator("src/store")) {
    const auto name = entry.path().filename();
    if (name.extension() != ".cc" ||
        std::ranges::find(kOfTheServer, name) != std::end(kOfTheServer))
      continue;
    for (const auto& literal : never_run(entry.path(), statements))
      BOOST_ERROR(name.string() << ": store_calls_ runs no statement with: " << literal);
  }
}

BOOST_AUTO_TEST_CASE(one_without_an_index_is_found_and_one_that_nobody_runs) {
  Portal portal;
  const auto reads = [&](const char* sql) {
    return portal.plans_of([sql](Transaction& tx) { tx.all(sql); }).at(0);
  };
  BOOST_TEST(reads("SELECT id FROM account WHERE name = 'nobody'").scans);
  BOOST_TEST(reads("SELECT COUNT(*) FROM account").scans);
  BOOST_TEST(!reads("SELECT id FROM account ORDER BY email LIMIT 1").scans);
  BOOST_TEST(reads("SELECT COUNT(*) FROM account WHERE email >= '3'").rows_examined > kRowsMax);
  const auto file = std::filesystem::temp_directory_path() / "statements_test.cc";
  std::ofstream(file) << "tx.one(\"SELECT id FROM account\"\n  \" WHERE name = ?\", {name});";
  BOOST_TEST(never_run(file, {"SELECT id FROM account WHERE name = 'x'"}).empty());
  BOOST_TEST(never_run(file, {"SELECT id FROM account WHERE email = 'x'"}).size() == 1);
  std::filesystem::remove(file);
}

BOOST_AUTO_TEST_SUITE_END()
