#include <cstdio>

#include <sysexits.h>

#include "base/text.h"
#include "ctl/command.h"
#include "ctl/company_record.h"
#include "ctl/csv.h"
#include "ctl/values.h"
#include "store/audit.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

Cell time_cell(const std::optional<Timestamp>& time) {
  return time ? Cell(*time) : Cell(nullptr);
}

Record person_record(Transaction& tx, const store::Account& account) {
  const auto sign_in = store::audit::last(tx, account.id, "signed_in");
  return {{"email", account.email.text()},
          {"name", account.name},
          {"status", std::string(to_text(account.status))},
          {"role", account.role},
          {"proved_at", time_cell(account.proved_at)},
          {"network", sign_in ? Cell(sign_in->network) : Cell(nullptr)},
          {"browser", sign_in ? Cell(sign_in->detail) : Cell(nullptr)},
          {"created_at", account.created_at}};
}

std::string csv_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* time = std::get_if<Timestamp>(&cell)) return text::iso8601(*time);
  return "";
}

void print_csv(const std::string& slug, const std::vector<Record>& people) {
  std::string text = csv_line({"company", "email", "name", "status", "role", "proved_at", "network",
                               "browser", "created_at"});
  for (const auto& person : people) {
    std::vector<std::string> cells{slug};
    for (const auto& field : person) cells.push_back(csv_text(field.value));
    text += csv_line(cells);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int report(Context& context) {
  const auto& line = context.line();
  if (line.has("--csv") && line.json()) throw Failure(EX_USAGE, "say --csv or --json, not both");
  const auto& slug = line.argument(0);
  auto& database = context.database();
  const auto now = context.clock().now();
  std::vector<Record> people;
  auto company = database.read([&](Transaction& tx) {
    people.clear();
    const auto found = need_company(tx, slug);
    for (const auto& account : store::accounts::all(tx, found.id))
      if (account.status != store::AccountStatus::removed)
        people.push_back(person_record(tx, account));
    return full_record(tx, found, now);
  });
  if (line.has("--csv")) {
    print_csv(slug, people);
    return EX_OK;
  }
  company.push_back({"reported_at", now});
  if (line.json()) {
    company.push_back({"accounts", people});
    context.show(company);
    return EX_OK;
  }
  context.show(company);
  std::puts("");
  context.show(people);
  return EX_OK;
}

}  // namespace

std::vector<Command> company_report_commands() {
  return {
      {"company",
       "report",
       "SLUG",
       "evidence for renewal talks: people, last proofs, seats",
       report,
       {{"--csv", "", "the people, for a spreadsheet"}},
       "PROVED AT is when a person last proved to read the mailbox, NETWORK and BROWSER are those "
       "of\n"
       "that sign-in. PEOPLE is how many seats are taken.\n"},
  };
}

}  // namespace doorward::ctl
