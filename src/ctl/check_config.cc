#include "ctl/check_config.h"

#include <filesystem>

#include "base/key_file.h"
#include "base/template.h"
#include "ctl/key.h"
#include "mail/letter.h"
#include "mail/smtp.h"
#include "store/migration.h"

namespace doorward::ctl {
namespace {

void check_key(Findings& findings, const KeyPurpose& key) {
  using std::filesystem::perms;
  const auto name = std::string(key.name) + " key";
  const auto& file = key.file.string();
  // What else can be wrong with one says itself what mends it.
  const auto mend = exists(key.file) ? ""
                                     : "one that was there comes back from its backup; for a new "
                                       "one: doorwardctl key create";
  if (!findings.attempt(
          name, file, [&] { KeyFile::load(key.file); }, mend))
    return;
  if ((std::filesystem::status(key.file).permissions() & perms::group_all) != perms::none)
    findings.warn(name + " mode", file + " is open to a group", "chmod 600 " + file);
}

}  // namespace

bool check_settings(Findings& findings, Context& context) {
  return findings.attempt(
      "settings", context.line().config_file(), [&] { context.config(); },
      "doorward.conf(5) explains each setting, and so does 'doorwardctl config example'");
}

void check_files(Findings& findings, const Config& config) {
  for (const auto& key : key_purposes(config)) check_key(findings, key);
  std::optional<Templates> templates;
  if (findings.attempt(
          "templates", config.template_dir.string(), [&] { templates.emplace(config); },
          "let template_dir name a whole folder of templates: see docs/branding.md"))
    findings.attempt(
        "mail_from", config.smtp.from, [&] { mail::Letters(config, *templates); },
        "such as: mail_from = Example portal <portal@example.com>");
  findings.attempt(
      "smtp settings", config.smtp.url, [&] { mail::Smtp{config}; },
      "see the settings that begin with smtp_ in doorward.conf(5)");
}

bool check_database(Findings& findings, Context& context) {
  const auto& settings = context.config().database;
  if (!findings.attempt(
          "database", settings.name + " as " + settings.user,
          [&] { context.database(store::SchemaCheck::skipped); },
          "see that the server runs and the database_ settings are right"))
    return false;
  return findings.attempt(
      "schema", "version " + std::to_string(store::kSchemaVersion),
      [&] {
        context.database().transact(
            [](store::Transaction& tx) { store::require_fitting_schema(tx); });
      },
      "'doorwardctl db status' shows which tables there are");
}

}  // namespace doorward::ctl
