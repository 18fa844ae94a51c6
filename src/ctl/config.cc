#include <sysexits.h>

#include "ctl/check_config.h"
#include "ctl/command.h"

namespace doorward::ctl {
namespace {

int show(Context& context) {
  const auto settings = shown_settings(context.config());
  Record record;
  std::vector<std::string> lines;
  for (const auto& [key, value] : settings) {
    record.push_back({key, value});
    lines.push_back(key + " = " + value);
  }
  context.say(lines, record);
  return EX_OK;
}

int check(Context& context) {
  Findings findings;
  if (check_settings(findings, context)) {
    check_files(findings, context.config());
    check_database(findings, context);
  }
  findings.show(context);
  return findings.status();
}

}  // namespace

std::vector<Command> config_commands() {
  return {
      {"config",
       "show",
       "",
       "every setting as it is, defaults included",
       show,
       {},
       "Secrets are no settings: the names of their files are shown.\n"},
      {"config",
       "check",
       "",
       "settings, keys, templates, mail, database, schema",
       check,
       {},
       "One line each, OK or FAIL with what to do. Exits with 78 when something failed.\n"
       "'doorwardctl check' looks at more: at all that runs.\n"},
  };
}

}  // namespace doorward::ctl
