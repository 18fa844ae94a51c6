#include "ctl/gate_report.h"

#include <algorithm>
#include <map>

#include <sysexits.h>

namespace doorward::ctl {
namespace {

// One mistake lets in many requests: these show which.
constexpr int kShownPerReasonMax = 2;
constexpr int kShownPerGroupMax = 6;

std::string counted(std::int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

const char* word(inspect::Outcome outcome) {
  return outcome == inspect::Outcome::hole ? "hole" : "doubt";
}

std::string line_of(const GateGroup& group) {
  const auto fine = group.requests - group.holes - group.doubts - group.public_pages;
  auto line = group.name + ": " + counted(group.requests, "request") + ", ";
  if (group.holes + group.doubts + group.public_pages == 0) return line + group.passed;
  line += std::to_string(fine) + " " + group.passed;
  if (group.public_pages > 0)
    line += ", " + std::to_string(group.public_pages) + " shown what everybody may see";
  if (group.holes > 0) line += ", " + counted(group.holes, "HOLE");
  if (group.doubts > 0) line += ", " + counted(group.doubts, "doubt");
  return line;
}

}  // namespace

void GateReport::add(const std::string& name, const char* passed,
                     const inspect::Judgement& judgement, const std::string& request) {
  auto group = std::ranges::find(groups_, name, &GateGroup::name);
  if (group == groups_.end()) group = groups_.insert(group, {.name = name, .passed = passed});
  ++group->requests;
  if (judgement.outcome == inspect::Outcome::public_page) ++group->public_pages;
  if (judgement.outcome == inspect::Outcome::hole) ++group->holes;
  if (judgement.outcome == inspect::Outcome::doubt) ++group->doubts;
  if (judgement.outcome == inspect::Outcome::hole || judgement.outcome == inspect::Outcome::doubt)
    findings_.push_back({judgement.outcome, name, judgement.why, request});
}

bool GateReport::has(inspect::Outcome outcome) const {
  return std::ranges::find(findings_, outcome, &GateFinding::outcome) != findings_.end();
}

int GateReport::status() const {
  if (has(inspect::Outcome::hole)) return EX_CONFIG;
  return has(inspect::Outcome::doubt) ? EX_TEMPFAIL : EX_OK;
}

std::string GateReport::verdict() const {
  std::int64_t requests = 0;
  for (const auto& group : groups_) requests += group.requests;
  const auto holes = std::ranges::count(findings_, inspect::Outcome::hole, &GateFinding::outcome);
  if (holes > 0)
    return "NOT GUARDED: " + counted(holes, "hole") + " in " + counted(requests, "request");
  if (has(inspect::Outcome::doubt))
    return "not proven: " + counted(std::ssize(findings_), "doubt") + " in " +
           counted(requests, "request");
  return "guarded: " + counted(requests, "request") + " found no hole";
}

std::vector<std::string> GateReport::lines(const std::string& url) const {
  std::vector<std::string> lines{url};
  for (const auto& group : groups_) lines.push_back("  " + line_of(group));
  std::map<std::string, int> shown;
  std::map<std::string, int> left_off;
  for (const auto& finding : findings_) {
    const auto reason = finding.group + "\n" + finding.why;
    if (shown[reason] == kShownPerReasonMax || shown[finding.group] == kShownPerGroupMax) {
      ++left_off[finding.group];
      continue;
    }
    ++shown[reason];
    ++shown[finding.group];
    lines.emplace_back();
    lines.push_back(std::string(word(finding.outcome)) + " (" + finding.group +
                    "): " + finding.why);
    if (!finding.request.empty()) lines.push_back("  " + finding.request);
  }
  for (const auto& [group, count] : left_off)
    lines.push_back("  and " + std::to_string(count) + " more of " + group + ": --json lists all");
  for (const auto& sentence : notes_) lines.push_back("note: " + sentence);
  for (const auto& sentence : not_looked_at_) lines.push_back("not looked at: " + sentence);
  lines.push_back(verdict());
  return lines;
}

Record GateReport::record(const std::string& url) const {
  std::vector<Record> groups;
  for (const auto& group : groups_)
    groups.push_back({{"group", group.name},
                      {"requests", group.requests},
                      {"public", group.public_pages},
                      {"holes", group.holes},
                      {"doubts", group.doubts}});
  std::vector<Record> findings;
  for (const auto& finding : findings_)
    findings.push_back({{"kind", std::string(word(finding.outcome))},
                        {"group", finding.group},
                        {"why", finding.why},
                        {"request", finding.request}});
  return {{"url", url},
          {"guarded", status() == EX_OK},
          {"verdict", verdict()},
          {"groups", groups},
          {"findings", findings},
          {"notes", notes_},
          {"not_looked_at", not_looked_at_}};
}

}  // namespace doorward::ctl
