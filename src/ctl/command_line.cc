#include "ctl/command_line.h"

#include <algorithm>

#include <sysexits.h>

#include "base/config.h"
#include "base/text.h"
#include "ctl/command.h"

namespace doorward::ctl {
namespace {

// What every command takes.
const Option* common_option(std::string_view name) {
  static constexpr Option kOptions[] = {{"--config", "FILE", ""},
                                        {"--json", "", ""},
                                        {"--help", "", ""},
                                        {"-h", "", ""},
                                        {"--version", "", ""}};
  const auto* found = std::ranges::find(kOptions, name, &Option::name);
  return found == std::end(kOptions) ? nullptr : found;
}

const Option* find_option(const Command& command, std::string_view name) {
  const auto found = std::ranges::find(command.options, name, &Option::name);
  return found == command.options.end() ? common_option(name) : &*found;
}

// An option means the same in all commands: it may stand before the words that say which it is.
bool takes_value(const std::vector<Command>& commands, std::string_view name) {
  const auto takes = [&](const Command& command) {
    const auto* option = find_option(command, name);
    return option != nullptr && *option->value != '\0';
  };
  return std::ranges::any_of(commands, takes);
}

[[noreturn]] void misused(const Command& command, const std::string& what) {
  throw Failure(EX_USAGE, what + "; see 'doorwardctl " + full_name(command) + " --help'");
}

void check_option(const Command& command, const GivenOption& given, std::ptrdiff_t times) {
  const auto* option = find_option(command, given.name);
  if (option == nullptr)
    misused(command, "'" + full_name(command) + "' has no option " + given.name);
  const bool has_value = *option->value != '\0';
  if (!has_value && given.value) misused(command, given.name + " takes no value");
  if (has_value && !given.value)
    misused(command, given.name + " needs a value: " + given.name + " " + option->value);
  if (has_value && times > 1 && option->use != Option::Use::repeated)
    misused(command, given.name + " is given " + std::to_string(times) + " times");
}

}  // namespace

CommandLine::CommandLine(int argc, char** argv, const std::vector<Command>& commands) {
  const std::vector<std::string> all(argv + std::min(argc, 1), argv + argc);
  bool options_end = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& word = all[i];
    if (options_end || word.size() < 2 || word[0] != '-') {
      words_.push_back(word);
    } else if (word == "--") {
      options_end = true;
    } else if (const auto equals = word.find('='); equals != std::string::npos) {
      options_.push_back({word.substr(0, equals), word.substr(equals + 1)});
    } else {
      const bool next_is_value =
          takes_value(commands, word) && i + 1 < all.size() && !all[i + 1].starts_with("--");
      options_.push_back({word, next_is_value ? std::optional(all[++i]) : std::nullopt});
    }
  }
}

std::string CommandLine::config_file() const {
  return value("--config").value_or(kDefaultConfigFile);
}

const Command* CommandLine::find(const std::vector<Command>& commands) const {
  const Command* longest = nullptr;
  std::size_t length = 0;
  for (const auto& command : commands) {
    const auto name = full_name(command);
    const auto parts = text::split(name, ' ');
    if (words_.size() >= parts.size() && parts.size() > length &&
        std::equal(parts.begin(), parts.end(), words_.begin())) {
      longest = &command;
      length = parts.size();
    }
  }
  return longest;
}

void CommandLine::settle(const Command& command) {
  words_.erase(words_.begin(), words_.begin() + std::ranges::count(full_name(command), ' ') + 1);
  for (const auto& given : options_)
    check_option(command, given, std::ranges::count(options_, given.name, &GivenOption::name));
  for (const auto& option : command.options)
    if (option.use == Option::Use::required && !has(option.name))
      misused(command, "'" + full_name(command) + "' needs " + option.name + " " + option.value);

  const std::string_view arguments = command.arguments;
  const auto wanted = arguments.empty() ? 0 : text::split(arguments, ' ').size();
  if (words_.size() < wanted)
    misused(command, "'" + full_name(command) + "' needs " + command.arguments);
  if (words_.size() > wanted)
    misused(command, "'" + words_[wanted] + "' is one word too many for '" + full_name(command) +
                         "' (a value with blanks goes into quotes)");
}

bool CommandLine::has(std::string_view option) const {
  return std::ranges::find(options_, option, &GivenOption::name) != options_.end();
}

std::optional<std::string> CommandLine::value(std::string_view option) const {
  const auto given = std::ranges::find(options_, option, &GivenOption::name);
  return given == options_.end() ? std::nullopt : given->value;
}

std::vector<std::string> CommandLine::values(std::string_view option) const {
  std::vector<std::string> found;
  for (const auto& given : options_)
    if (given.name == option && given.value) found.push_back(*given.value);
  return found;
}

}  // namespace doorward::ctl
