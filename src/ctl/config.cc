#include <functional>

#include <sysexits.h>

#include "base/key_file.h"
#include "base/template.h"
#include "ctl/command.h"
#include "ctl/key.h"
#include "mail/letter.h"
#include "mail/smtp.h"
#include "store/migration.h"

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

// The checks so far, each with what to do when it failed.
class Findings {
 public:
  // Counts as failed when `work` throws. True when it did not. `mend` is added to what it throws.
  bool check(const std::string& name, const std::string& subject, const std::function<void()>& work,
             const std::string& mend = "") try {
    work();
    add("OK", name, subject);
    return true;
  } catch (const std::exception& error) {
    add("FAIL", name, error.what() + mend);
    failed_ = true;
    return false;
  }

  const std::vector<Record>& records() const { return records_; }
  bool failed() const { return failed_; }

 private:
  void add(const char* result, const std::string& name, const std::string& detail) {
    records_.push_back({{"result", result}, {"check", name}, {"detail", detail}});
  }

  std::vector<Record> records_;
  bool failed_ = false;
};

void check_mail(Findings& findings, const Config& config) {
  std::optional<Templates> templates;
  if (findings.check(
          "templates", config.template_dir.string(),
          [&] { templates.emplace(config.template_dir); }, ": see template_dir"))
    findings.check("mail_from", config.smtp.from, [&] { mail::Letters(config, *templates); });
  findings.check("smtp settings", config.smtp.url, [&] { mail::Smtp{config}; });
}

void check_database(Findings& findings, Context& context) {
  const auto& settings = context.config().database;
  if (!findings.check(
          "database", settings.name + " as " + settings.user,
          [&] { context.database(store::SchemaCheck::skipped); },
          ": see that the server runs and the database_ settings are right"))
    return;
  findings.check("schema", "version " + std::to_string(store::kSchemaVersion), [&] {
    context.database().transact([](store::Transaction& tx) { store::require_fitting_schema(tx); });
  });
}

int check(Context& context) {
  Findings findings;
  if (findings.check("settings", context.line().config_file(), [&] { context.config(); })) {
    for (const auto& key : key_purposes(context.config()))
      findings.check(std::string(key.name) + " key", key.file.string(),
                     [&] { KeyFile::load(key.file); });
    check_mail(findings, context.config());
    check_database(findings, context);
  }
  context.show(findings.records());
  return findings.failed() ? EX_CONFIG : EX_OK;
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
       "One line each, OK or FAIL with what to do. Exits with 78 when something failed.\n"},
  };
}

}  // namespace doorward::ctl
