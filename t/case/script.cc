#include "t/case/script.h"

#include <fstream>
#include <optional>
#include <set>

#include "base/text.h"

namespace doorward::cases {
namespace {

using Block = std::vector<Line>;  // what stands between two empty lines

std::vector<Block> read_blocks(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file.string() + ": can't be read");
  std::vector<Block> blocks(1);
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    const std::string_view trimmed = text::trim(text);
    const bool note = trimmed.starts_with('#') && (text.starts_with(' ') || text.starts_with('\t'));
    if (note) continue;
    if (!trimmed.empty())
      blocks.back().push_back({file.string(), number, std::string(trimmed)});
    else if (!blocks.back().empty())
      blocks.emplace_back();
  }
  if (blocks.back().empty()) blocks.pop_back();
  return blocks;
}

bool starts_request(const std::string& text) {
  static const std::set<std::string, std::less<>> kVerbs = {"GET",    "HEAD",    "POST",   "PUT",
                                                            "DELETE", "OPTIONS", "press",  "click",
                                                            "reload", "repeat",  "follow", "send"};
  return kVerbs.contains(text.substr(0, text.find(' ')));
}

void add_steps(const Block& block, std::vector<Step>& steps) {
  std::size_t i = 0;
  for (; i < block.size() && !starts_request(block[i].text); ++i) {
    if (block[i].text == "---") throw ScriptError(block[i], "no request above");
    steps.push_back({block[i], {}, {}});
  }
  if (i == block.size()) return;
  Step step{block[i], {}, {}};
  bool expecting = false;
  for (++i; i < block.size(); ++i) {
    if (block[i].text == "---")
      expecting = true;
    else
      (expecting ? step.expected : step.details).push_back(block[i]);
  }
  if (step.expected.empty()) throw ScriptError(step.head, "a request without expectations");
  steps.push_back(std::move(step));
}

// "for each path, status" and its rows "| /auth/sign-in | 200".
struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

std::vector<std::string> cells(std::string_view line, char separator) {
  std::vector<std::string> out;
  for (const auto part : text::split(line, separator)) out.emplace_back(text::trim(part));
  return out;
}

Table read_table(const Block& block) {
  Table table{cells(block[0].text.substr(std::string("for each").size()), ','), {}};
  for (std::size_t i = 1; i < block.size(); ++i) {
    if (!block[i].text.starts_with('|')) throw ScriptError(block[i], "a row starts with |");
    table.rows.push_back(cells(block[i].text.substr(1), '|'));
    if (table.rows.back().size() != table.names.size())
      throw ScriptError(block[i], "as many cells as names, please");
  }
  return table;
}

void add_case(Case&& one, const std::optional<Table>& table, std::vector<Case>& cases) {
  if (!table) {
    cases.push_back(std::move(one));
    return;
  }
  for (const auto& row : table->rows) {
    Case variant = one;
    variant.claim += " [" + row[0] + "]";
    for (std::size_t i = 0; i < row.size(); ++i) variant.row[table->names[i]] = row[i];
    cases.push_back(std::move(variant));
  }
}

// The comment that opens a case: its claim, and `@memory` where it says so.
Case open_case(Block& block, bool file_memory_only) {
  Case one{.claim = "", .where = block[0], .memory_only = file_memory_only, .row = {}, .steps = {}};
  while (!block.empty() && (block[0].text.starts_with('#') || block[0].text == "@memory")) {
    if (block[0].text == "@memory")
      one.memory_only = true;
    else
      one.claim +=
          (one.claim.empty() ? "" : " ") + std::string(text::trim(block[0].text.substr(1)));
    block.erase(block.begin());
  }
  return one;
}

}  // namespace

ScriptError::ScriptError(const Line& line, const std::string& what)
    : std::runtime_error(line.file + ":" + std::to_string(line.number) + ": " + what + ": " +
                         line.text) {}

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<Case> cases;
  std::optional<Case> one;
  std::optional<Table> table;
  bool file_memory_only = false;
  for (Block& block : read_blocks(file)) {
    if (!one && block.size() == 1 && block[0].text == "@memory") {
      file_memory_only = true;
      continue;
    }
    if (block[0].text.starts_with('#')) {
      if (one) add_case(std::move(*one), table, cases);
      table.reset();
      one = open_case(block, file_memory_only);
    }
    if (!one) throw ScriptError(block[0], "a case opens with a # comment, its claim");
    if (!block.empty() && block[0].text.starts_with("for each "))
      table = read_table(block);
    else
      add_steps(block, one->steps);
  }
  if (one) add_case(std::move(*one), table, cases);
  return cases;
}

std::vector<Step> read_steps(const std::filesystem::path& file) {
  std::vector<Step> steps;
  for (Block& block : read_blocks(file)) {
    while (!block.empty() && block[0].text.starts_with('#')) block.erase(block.begin());
    add_steps(block, steps);
  }
  return steps;
}

}  // namespace doorward::cases
