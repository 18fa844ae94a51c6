// What stands on a command line, read by the table of commands.
//
// Options may stand anywhere: `--name VALUE` or `--name=VALUE`; after `--` nothing is an option. A
// value that begins with "--" must be written the second way, so that a forgotten value is noticed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorward::ctl {

struct Command;

struct GivenOption {
  std::string name;
  std::optional<std::string> value;
};

class CommandLine {
 public:
  // Complains about nothing yet, so that --help is heard whatever else stands there.
  CommandLine(int argc, char** argv, const std::vector<Command>& commands);

  bool asks_help() const { return has("--help") || has("-h"); }
  bool asks_version() const { return has("--version"); }
  bool json() const { return has("--json"); }
  std::string config_file() const;

  // All that is no option: noun, verb, arguments.
  const std::vector<std::string>& words() const { return words_; }

  // The command that the words begin with, the longest of them; null when there is none.
  const Command* find(const std::vector<Command>& commands) const;

  // Takes the command's name off the words and checks the rest. Throws Failure (EX_USAGE).
  void settle(const Command& command);

  // REQUIRES for these: settle() was called.
  const std::string& argument(std::size_t i) const { return words_.at(i); }
  bool has(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;

 private:
  std::vector<std::string> words_;
  std::vector<GivenOption> options_;
};

}  // namespace doorward::ctl
