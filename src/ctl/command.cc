#include "ctl/command.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <sysexits.h>

#include "ctl/help.h"

namespace doorward::ctl {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// The longest beginning of `words` that some command has.
std::vector<std::string> known_part(std::vector<std::string> words,
                                    const std::vector<Command>& commands) {
  while (!words.empty() && help_for(words, commands).empty()) words.pop_back();
  return words;
}

[[noreturn]] void unknown_command(const std::vector<std::string>& words,
                                  const std::vector<Command>& commands) {
  const auto known = known_part(words, commands);
  const auto help = "'doorwardctl " + (known.empty() ? "" : joined(known) + " ") + "--help'";
  if (known.size() == words.size())
    throw Failure(EX_USAGE, "say what to do; " + help + " lists the commands");
  throw Failure(EX_USAGE,
                "there is no command '" + joined(words) + "'; " + help + " lists what there is");
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int dispatch(const char* manual, int argc, char** argv) {
  const auto commands = all_commands();
  CommandLine line(argc, argv, commands);
  const auto* command = line.find(commands);
  if (line.asks_version()) {
    print("doorwardctl " DOORWARD_VERSION "\n");
    return EX_OK;
  }
  if (line.asks_help() &&
      (command != nullptr || known_part(line.words(), commands).size() == line.words().size())) {
    print(command != nullptr     ? help_for(*command)
          : line.words().empty() ? help_for_all(manual, commands)
                                 : help_for(line.words(), commands));
    return EX_OK;
  }
  if (command == nullptr) unknown_command(line.words(), commands);
  line.settle(*command);
  Context context(std::move(line));
  return command->run(context);
}

int fail(int status, const std::string& sentence) {
  std::fflush(stdout);
  std::fprintf(stderr, "doorwardctl: %s\n", printable(sentence).c_str());
  return status;
}

int fail(const std::system_error& error) {
  if (error.code() == std::errc::permission_denied ||
      error.code() == std::errc::operation_not_permitted)
    return fail(EX_NOPERM,
                std::string(error.what()) + ": run this as a user who may, such as root");
  return fail(EX_IOERR, std::string(error.what()) +
                            ": mend the file or directory, or the setting that names it");
}

}  // namespace

std::vector<Command> all_commands() {
  std::vector<Command> all;
  for (const auto& commands : {company_commands(),
                               company_list_commands(),
                               company_rename_commands(),
                               company_end_commands(),
                               company_report_commands(),
                               audit_commands(),
                               licence_commands(),
                               account_commands(),
                               account_explain_commands(),
                               account_import_commands(),
                               session_commands(),
                               attempt_commands(),
                               mail_commands(),
                               mail_bounce_commands(),
                               alarm_commands(),
                               key_commands(),
                               db_commands(),
                               db_purge_commands(),
                               config_commands(),
                               config_example_commands(),
                               check_commands(),
                               check_gate_commands(),
                               check_nginx_commands(),
                               completion_commands()})
    all.insert(all.end(), commands.begin(), commands.end());
  return all;
}

std::string full_name(const Command& command) {
  return std::string(command.noun) + (*command.verb == '\0' ? "" : " ") + command.verb;
}

const Config& Context::config() {
  if (!config_) config_ = Config::load(line_.config_file());
  return *config_;
}

store::Database& Context::database(store::SchemaCheck schema_check) {
  if (!database_) database_.emplace(config().database, clock_, schema_check);
  database_->connect();
  return *database_;
}

void Context::show(const std::vector<Record>& records) const {
  print(line_.json() ? as_json(records) : as_table(records));
}

void Context::show(const Record& record) const {
  print(line_.json() ? as_json(record) : as_lines(record));
}

void Context::say(const std::string& sentence, const Record& record) const {
  say(std::vector{sentence}, record);
}

void Context::say(const std::vector<std::string>& lines, const Record& record) const {
  if (line_.json()) return print(as_json(record));
  for (const auto& line : lines) print(printable(line) + '\n');
}

void Context::write(const std::string& text) const {
  print(text);
}

void Context::warn(const std::string& sentence) const {
  std::fprintf(stderr, "doorwardctl: warning: %s\n", printable(sentence).c_str());
}

int run(const char* manual, int argc, char** argv) try {
  const int status = dispatch(manual, argc, argv);
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "stdout");
  return status;
} catch (const Failure& failure) {
  return fail(failure.status(), failure.what());
} catch (const ConfigError& error) {
  return fail(EX_CONFIG, error.what());
} catch (const store::Contended& error) {
  return fail(EX_TEMPFAIL, std::string(error.what()) + ": try again in a moment");
} catch (const store::Unavailable& error) {
  return fail(EX_UNAVAILABLE,
              std::string(error.what()) +
                  ": see that the server runs and the database_ settings are right");
} catch (const store::Duplicate&) {
  return fail(EX_DATAERR, "somebody added the same just now: nothing was changed, look again");
} catch (const store::DatabaseError& error) {
  return fail(EX_SOFTWARE,
              std::string(error.what()) + ": see that database_user has the rights of grants.sql");
} catch (const std::system_error& error) {
  return fail(error);
} catch (const std::exception& error) {
  return fail(EX_SOFTWARE, std::string(error.what()) + ": this may be a bug, please report it");
}

}  // namespace doorward::ctl
