#include "ctl/help.h"

#include <algorithm>

#include "base/text.h"

namespace doorward::ctl {
namespace {

constexpr const char* kCommonOptions =
    "  --config FILE  other settings than /etc/doorward/doorward.conf\n"
    "  --json         print JSON\n"
    "  --help         explain the command, and do nothing\n";

std::string call_of(const Command& command) {
  auto call = full_name(command);
  if (*command.arguments != '\0') call += std::string(" ") + command.arguments;
  return call;
}

std::string call_of(const Option& option) {
  return std::string(option.name) + (*option.value == '\0' ? "" : " ") + option.value;
}

constexpr std::size_t kLineMax = 80;

struct Line {
  std::string left;
  std::string right;
};

std::string aligned(const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.left.size());
  std::string text;
  for (const auto& line : lines)
    text += "  " + line.left + std::string(width - line.left.size() + 2, ' ') + line.right + "\n";
  return text;
}

// Breaks before `word` when the line gets too long for a terminal.
void append_wrapped(std::string& usage, const std::string& word) {
  const auto line = usage.size() - (usage.rfind('\n') + 1);
  usage += (line + 1 + word.size() > kLineMax ? "\n      " : " ") + word;
}

bool begins_with(const Command& command, const std::vector<std::string>& words) {
  const auto call = call_of(command);
  const auto parts = text::split(call, ' ');
  return words.size() <= parts.size() && std::equal(words.begin(), words.end(), parts.begin());
}

std::string list_of(const std::vector<std::string>& words, const std::vector<Command>& commands) {
  std::vector<Line> lines;
  for (const auto& command : commands)
    if (begins_with(command, words)) lines.push_back({call_of(command), command.summary});
  return aligned(lines);
}

}  // namespace

std::string help_for_all(const char* manual, const std::vector<Command>& commands) {
  return std::string(manual) + "\nCOMMANDS\n" + list_of({}, commands) + "\nOPTIONS\n" +
         kCommonOptions + "  --version      print the version\n";
}

std::string help_for(const std::vector<std::string>& words, const std::vector<Command>& commands) {
  const auto list = list_of(words, commands);
  return list.empty() ? "" : list + "\n'doorwardctl NOUN VERB --help' explains one of them.\n";
}

std::string help_for(const Command& command) {
  auto text = "usage: doorwardctl " + call_of(command);
  std::vector<Line> lines;
  for (const auto& option : command.options) {
    const bool required = option.use == Option::Use::required;
    const bool repeated = option.use == Option::Use::repeated;
    append_wrapped(text,
                   required ? call_of(option) : "[" + call_of(option) + (repeated ? "]..." : "]"));
    lines.push_back({call_of(option), option.summary});
  }
  text += std::string("\n\n") + command.summary + "\n";
  if (!lines.empty()) text += "\n" + aligned(lines);
  text += std::string("\n") + kCommonOptions;
  return *command.details == '\0' ? text : text + "\n" + command.details;
}

}  // namespace doorward::ctl
