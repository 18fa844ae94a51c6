// The schema and its versions: files `NNNN_name.sql`, forward only, never edited after a release.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace doorward::store {

// The newest migration this program was written against.
inline constexpr int kSchemaVersion = 17;

struct Migration {
  int version = 0;
  std::string name;         // "0001_company.sql"
  std::string min_program;  // the oldest program that can live with it, e.g. "0.1.0"
  std::string sql;
  std::string sha256;  // hex, of the file
};

struct MigrationState {
  Migration migration;
  std::optional<Timestamp> applied_at;
  bool altered = false;  // the file is not what was applied
};

// Sorted by version. Throws ConfigError when a file is malformed or a version is missing or double.
std::vector<Migration> load_migrations(const std::filesystem::path& directory);

// What of `migrations` the database has.
std::vector<MigrationState> migration_states(Database& database,
                                             const std::vector<Migration>& migrations);

// Applies what is missing, in order, one process at a time (another waits 4 s and then gives up),
// and returns what it applied. Each statement must bear being run twice, for
// DDL can't be rolled back: a column or key that is there already counts as added.
std::vector<Migration> migrate(Database& database, const std::vector<Migration>& migrations,
                               Clock& clock);

// Throws ConfigError, with the command that mends it, when the database's schema is older than this
// program needs, or so new that this program may not work on it.
void require_fitting_schema(Transaction& tx);

}  // namespace doorward::store
