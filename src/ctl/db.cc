#include <algorithm>

#include <sysexits.h>

#include "ctl/command.h"
#include "store/migration.h"

namespace doorward::ctl {
namespace {

using store::SchemaCheck;

int migrate(Context& context) {
  const auto migrations = store::load_migrations(context.config().migration_dir);
  auto& database = context.database(SchemaCheck::skipped);
  std::vector<std::string> names;
  for (const auto& done : store::migrate(database, migrations, context.clock()))
    names.push_back(done.name);
  std::vector<std::string> lines;
  for (const auto& name : names) lines.push_back("applied " + name);
  if (lines.empty()) lines.emplace_back("up to date");
  context.say(lines, {{"applied", names}, {"version", std::int64_t{migrations.back().version}}});
  return EX_OK;
}

int status(Context& context) {
  const auto migrations = store::load_migrations(context.config().migration_dir);
  auto& database = context.database(SchemaCheck::skipped);
  const auto states = store::migration_states(database, migrations);
  std::vector<Record> records;
  for (const auto& state : states)
    records.push_back({{"version", std::int64_t{state.migration.version}},
                       {"name", state.migration.name},
                       {"applied_at", state.applied_at ? Cell(*state.applied_at) : nullptr},
                       {"altered", state.altered}});
  context.show(records);

  for (const auto& state : states)
    if (state.altered)
      throw ConfigError(state.migration.name +
                        " was changed after it was applied: restore it, and "
                        "put the change into a new migration");
  if (std::ranges::any_of(states, [](const auto& state) { return !state.applied_at; }))
    throw ConfigError("the database is behind: run 'doorwardctl db migrate'");
  database.transact([](store::Transaction& tx) { store::require_fitting_schema(tx); });
  return EX_OK;
}

}  // namespace

std::vector<Command> db_commands() {
  return {
      {"db",
       "migrate",
       "",
       "bring the database's tables up to date",
       migrate,
       {},
       "Run it before the programs of a new release are started. It may be run again.\n"},
      {"db",
       "status",
       "",
       "which migrations the database has",
       status,
       {},
       "Exits with 78 when one is missing, or was changed after it was applied.\n"},
  };
}

}  // namespace doorward::ctl
