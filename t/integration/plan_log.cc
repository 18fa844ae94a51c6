#include "t/integration/plan_log.h"

#include <cstdlib>
#include <optional>
#include <stdexcept>

#include "base/text.h"

namespace doorward::test {
namespace {

constexpr std::string_view kTime = "# Time: ";
constexpr std::string_view kUser = "# User@Host: ";
constexpr std::string_view kExamined = "Rows_examined: ";
constexpr std::string_view kExplain = "# explain: ";
// Read from one end to the other, an index must have ended early, by its LIMIT.
constexpr double kEarlyRowsMax = 1000;

enum ExplainColumn { kSelectType = 1, kTable = 2, kType = 3, kRowsRead = 9 };

bool is_scan(std::string_view explain_row) {
  const auto columns = text::split(explain_row, '\t');
  if (columns.size() <= kRowsRead || columns[kTable].starts_with('<')) return false;
  if (columns[kSelectType] == "INSERT") return false;
  if (columns[kType] == "ALL") return true;
  return columns[kType] == "index" &&
         std::strtod(std::string(columns[kRowsRead]).c_str(), nullptr) > kEarlyRowsMax;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text)
    if (const bool blank = c == '\n' || c == ' '; !blank || !line.ends_with(' '))
      line += blank ? ' ' : c;
  return line;
}

namespace {

bool changes_or_reads(std::string_view statement) {
  for (const auto word : {"SELECT ", "(SELECT ", "INSERT ", "UPDATE ", "DELETE "})
    if (statement.starts_with(word)) return true;
  return false;
}

// One entry of the log: lines that start with '#', "SET timestamp=…;", the statement.
std::optional<Plan> plan_of(std::string_view entry) {
  Plan plan;
  std::string statement;
  for (const auto line : text::split(entry, '\n')) {
    if (!statement.empty() || !line.starts_with('#')) {
      if (!statement.empty() || !(line.starts_with("SET timestamp=") || line.starts_with("use ")))
        statement += std::string(line) + "\n";
    } else if (line.starts_with(kExplain)) {
      plan.explained += std::string(line) + "\n";
      plan.scans |= is_scan(line.substr(kExplain.size()));
    } else if (const auto at = line.find(kExamined); at != std::string_view::npos) {
      plan.rows_examined = std::strtoull(line.data() + at + kExamined.size(), nullptr, 10);
    }
  }
  plan.statement = on_one_line(statement);
  if (!changes_or_reads(plan.statement)) return std::nullopt;
  return plan;
}

}  // namespace

PlanLog::PlanLog(TestDatabase& db)
    : db_(db),
      file_(std::filesystem::path(std::getenv("DOORWARD_TEST_DB_SOCKET")).parent_path() /
            "plan.log") {
  db_.run("SET GLOBAL slow_query_log_file = '" + file_.string() + "'");
  db_.run("SET GLOBAL slow_query_log = 1");
  db_.run(
      "SET SESSION slow_query_log = 1, long_query_time = 0, log_slow_verbosity = "
      "'query_plan,explain'");
  take();
}

PlanLog::~PlanLog() {
  db_.run("SET SESSION long_query_time = DEFAULT");
  db_.run("SET GLOBAL slow_query_log = 0");
}

std::vector<Plan> PlanLog::take() {
  std::ifstream in(file_, std::ios::binary);
  if (!in) throw std::runtime_error("the server writes no " + file_.string());
  in.seekg(read_);
  const std::string log(std::istreambuf_iterator<char>(in), {});
  read_ += static_cast<std::streamoff>(log.size());
  std::vector<Plan> plans;
  for (auto at = log.find(kUser); at != std::string::npos;) {
    const auto next = log.find(kUser, at + 1);
    auto entry = std::string_view(log).substr(at, next - at);
    if (const auto time = entry.rfind("\n" + std::string(kTime)); time != std::string::npos)
      entry = entry.substr(0, time + 1);
    if (auto plan = plan_of(entry)) plans.push_back(std::move(*plan));
    at = next;
  }
  return plans;
}

}  // namespace doorward::test
