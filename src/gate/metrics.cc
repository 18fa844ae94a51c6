#include "gate/metrics.h"

#include <algorithm>

namespace doorward::gate {
namespace {

// A new one goes to the end of its family; the file of counters notices.
constexpr std::string_view kNames[] = {
    "doorward_gate_answers_total{status=\"200\"}",
    "doorward_gate_answers_total{status=\"401\"}",
    "doorward_gate_answers_total{status=\"403\"}",
    "doorward_gate_answers_total{status=\"503\"}",
    "doorward_gate_lookups_total",
    "doorward_gate_tokens_refused_total",
};
constexpr int kStatuses[] = {200, 401, 403, 503};  // of the first of kNames
constexpr std::size_t kLookups = 4;
constexpr std::size_t kTokensRefused = 5;

void append_family(std::string& page, std::string_view name, std::string_view type,
                   std::string_view help) {
  page.append("# HELP ").append(name).append(" ").append(help);
  page.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

void append_value(std::string& page, std::string_view name, std::uint64_t value) {
  page.append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

Metrics::Metrics(const std::filesystem::path& counters_file) : counters_(counters_file, kNames) {}

void Metrics::answered(int status) {
  const auto* const found = std::ranges::find(kStatuses, status);
  if (found != std::end(kStatuses))
    counters_.add(static_cast<std::size_t>(found - std::begin(kStatuses)));
}

void Metrics::refused_token() {
  counters_.add(kTokensRefused);
}

void Metrics::looked_up() {
  counters_.add(kLookups);
}

std::string Metrics::text(bool database_answers) const {
  std::string page;
  append_family(page, "doorward_gate_answers_total", "counter",
                "Answers to nginx: 200 let in, 401 to sign in, 403 refused, 503 could not tell.");
  for (std::size_t i = 0; i < std::size(kStatuses); ++i)
    append_value(page, kNames[i], counters_.value(i));
  append_family(page, "doorward_gate_lookups_total", "counter",
                "Requests that waited for the database.");
  append_value(page, kNames[kLookups], counters_.value(kLookups));
  append_family(page, "doorward_gate_tokens_refused_total", "counter",
                "Session cookies that no key made: of another form, or with a wrong MAC.");
  append_value(page, kNames[kTokensRefused], counters_.value(kTokensRefused));
  append_family(page, "doorward_gate_database_up", "gauge",
                "1 while the database answers the gate process that was asked, else 0.");
  append_value(page, "doorward_gate_database_up", database_answers ? 1 : 0);
  append_family(page, "doorward_build_info", "gauge", "Always 1; the version is in the label.");
  append_value(page, "doorward_build_info{version=\"" DOORWARD_VERSION "\"}", 1);
  return page;
}

}  // namespace doorward::gate
