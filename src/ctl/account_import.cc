// doorwardctl account import

#include <fstream>
#include <iostream>

#include <sysexits.h>

#include "base/csv.h"
#include "ctl/command.h"
#include "ctl/import_batch.h"
#include "ctl/import_report.h"
#include "ctl/values.h"

namespace doorward::ctl {
namespace {

// Lines a transaction: few enough that a sign-up need not wait long for a seat.
constexpr std::size_t kBatchLines = 500;

ImportColumns read_header(CsvReader& reader) {
  const auto header = reader.next();
  if (!header) throw Failure(EX_DATAERR, "the file is empty: its first line names the columns");
  if (!header->fault.empty()) throw Failure(EX_DATAERR, "the first line " + header->fault);
  auto columns = ImportColumns::from_header(header->fields);
  if (const auto* wrong = std::get_if<std::string>(&columns)) throw Failure(EX_DATAERR, *wrong);
  return std::get<ImportColumns>(std::move(columns));
}

Line to_line(const ImportColumns& columns, const CsvRecord& record) {
  Line line{.number = record.line, .person = std::nullopt};
  if (!record.fault.empty()) {
    line.reason = record.fault;
    return line;
  }
  auto read = columns.read(record.fields);
  if (auto* refused = std::get_if<RefusedLine>(&read)) {
    line.address = std::move(refused->address);
    line.reason = std::move(refused->reason);
  } else {
    line.person = std::move(std::get<ImportLine>(read));
    line.address = line.person->email.text();
  }
  return line;
}

// Until the end, or to where the file can't be read any further: what came before is in.
std::optional<std::string> import_all(CsvReader& reader, const ImportColumns& columns,
                                      ImportBatches& batches, ImportReport& report) {
  std::optional<std::string> stopped;
  for (bool more = true; more;) {
    std::vector<Line> lines;
    try {
      while (more && lines.size() < kBatchLines) {
        const auto record = reader.next();
        more = record.has_value();
        if (record) lines.push_back(to_line(columns, *record));
      }
    } catch (const CsvError& error) {
      stopped = error.what();
      more = false;
    }
    batches.take(lines);
    for (const auto& line : lines) report.add(line);
  }
  return stopped;
}

int import_from(Context& context, std::istream& in) try {
  const auto& line = context.line();
  const bool rehearsal = line.has("--dry-run");
  const auto company = line.value("--company");
  CsvReader reader(in);
  const auto columns = read_header(reader);
  if (company)
    context.database().read([&](store::Transaction& tx) { return need_company(tx, *company); });
  ImportBatches batches(context, company, rehearsal);
  ImportReport report(line.argument(0), line.value("--report"), line.json());
  const auto stopped = import_all(reader, columns, batches, report);
  report.finish();
  auto record = report.record(rehearsal);
  record.push_back({"columns", columns.used()});
  context.say(report.sentence(rehearsal), record);
  if (stopped) throw Failure(EX_DATAERR, *stopped + "; nothing after it was read");
  if (report.refused() > 0)
    throw Failure(EX_DATAERR, std::to_string(report.refused()) +
                                  " lines were refused: mend them, and run the whole file again");
  return EX_OK;
} catch (const CsvError& error) {
  throw Failure(EX_DATAERR, error.what());
}

int import_people(Context& context) {
  const auto& name = context.line().argument(0);
  if (name == "-") {
    std::ios::sync_with_stdio(false);
    return import_from(context, std::cin);
  }
  std::ifstream file(name, std::ios::binary);
  if (!file)
    throw Failure(EX_NOINPUT, "can't read " + name + ": does it exist, and may you read it?");
  return import_from(context, file);
}

}  // namespace

std::vector<Command> account_import_commands() {
  return {
      {"account",
       "import",
       "FILE",
       "add people from a CSV file; they set a password themselves",
       import_people,
       {{"--dry-run", "", "say what would come of it, and change nothing"},
        {"--company", "SLUG", "all of them belong to this company"},
        {"--report", "FILE", "write the refused lines there (CSV), not to stderr"}},
       "FILE is - for standard input. Its first line names the columns: email, name, company (the\n"
       "short name), groups; or those of an Azure AD B2C or Microsoft Graph export, as it comes.\n"
       "Without a company the domain of the address tells it. Each person validates the account\n"
       "with a mailed code, and then has a password; no letter is sent now.\n"
       "\n"
       "Run it again as often as you like: who is in already stays as they are. It exits with 65\n"
       "when lines were refused, and the others are in. With --json refused lines are one object\n"
       "each, and the sums another on standard output.\n"},
  };
}

}  // namespace doorward::ctl
