// The commands of doorwardctl, what one works with, and how one fails.
//
// Every noun has a file of its own here with its table of commands. A command reads its words,
// does one thing in one transaction, and prints what came of it; `run` finds it, and is the one
// place where a failure becomes a sentence on stderr and a status of sysexits(3).
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/config.h"
#include "base/random.h"
#include "ctl/command_line.h"
#include "ctl/output.h"
#include "store/database.h"

namespace doorward::ctl {

// Why a command can't go on, as a sentence that tells the operator what to do.
class Failure : public std::runtime_error {
 public:
  Failure(int status, const std::string& sentence)
      : std::runtime_error(sentence), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;  // of sysexits(3)
};

// What a command works with. Settings are read, and the database connected, when first asked for.
class Context {
 public:
  explicit Context(CommandLine line) : line_(std::move(line)) {}

  const CommandLine& line() const { return line_; }
  const Config& config();
  // Connected, so that clock() is the database's. Throws store::Unavailable, and ConfigError when
  // the schema is asked about and doesn't fit.
  store::Database& database(store::SchemaCheck schema_check = store::SchemaCheck::required);
  Clock& clock() { return clock_; }
  Random& random() { return random_; }

  // Tables for people; JSON with --json.
  void show(const std::vector<Record>& records) const;
  void show(const Record& record) const;
  // A sentence, or several lines, for people; with --json the record in their place.
  void say(const std::string& sentence, const Record& record) const;
  void say(const std::vector<std::string>& lines, const Record& record) const;
  // As it is.
  void write(const std::string& text) const;
  // A sentence on stderr; the command goes on.
  void warn(const std::string& sentence) const;

 private:
  CommandLine line_;
  SystemClock clock_;
  SystemRandom random_;
  std::optional<Config> config_;
  std::optional<store::Database> database_;
};

struct Option {
  enum class Use { optional, required, repeated };
  const char* name = "";     // "--until"
  const char* value = "";    // "DATE"; "" when it takes none
  const char* summary = "";  // for --help
  Use use = Use::optional;
};

struct Command {
  const char* noun = "";
  const char* verb = "";       // one word or two: "domain add"; "" when the noun says it all
  const char* arguments = "";  // "SLUG DOMAIN"; each must be given
  const char* summary = "";    // one line
  int (*run)(Context&) = nullptr;
  std::vector<Option> options = {};
  const char* details = "";  // lines for its own --help
};

std::vector<Command> account_commands();
std::vector<Command> account_import_commands();
std::vector<Command> alarm_commands();
std::vector<Command> attempt_commands();
std::vector<Command> audit_commands();
std::vector<Command> account_explain_commands();
std::vector<Command> check_commands();
std::vector<Command> check_gate_commands();
std::vector<Command> check_nginx_commands();
std::vector<Command> company_commands();
std::vector<Command> company_end_commands();     // merge and remove
std::vector<Command> company_rename_commands();  // of a domain
std::vector<Command> company_list_commands();    // a company's domains and addresses
std::vector<Command> completion_commands();
std::vector<Command> company_report_commands();
std::vector<Command> config_commands();
std::vector<Command> config_example_commands();
std::vector<Command> db_commands();
std::vector<Command> db_purge_commands();
std::vector<Command> key_commands();
std::vector<Command> mail_bounce_commands();
std::vector<Command> licence_commands();
std::vector<Command> mail_commands();
std::vector<Command> session_commands();

std::vector<Command> all_commands();

// "company domain add"
std::string full_name(const Command& command);

// Runs the command that the words name, or prints help (`manual` and the commands) or the version.
int run(const char* manual, int argc, char** argv);

}  // namespace doorward::ctl
