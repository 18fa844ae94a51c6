#include "store/migration.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"

namespace doorward::store {
namespace {

constexpr const char* kCreateTable =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "  version INT NOT NULL PRIMARY KEY,"
    "  min_program VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
    "  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
    "  applied_at DATETIME(6) NOT NULL"
    ") ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4";

constexpr std::string_view kMinProgram = "-- min_program: ";

Migration load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw ConfigError("can't read " + file.string());
  Migration migration;
  migration.name = file.filename().string();
  migration.sql.assign(std::istreambuf_iterator<char>(in), {});
  migration.sha256 = text::hex(sha256(migration.sql));
  migration.version = static_cast<int>(*text::to_number(migration.name.substr(0, 4), 9999));
  if (!migration.sql.starts_with(kMinProgram))
    throw ConfigError(file.string() + ": the first line must be '-- min_program: X.Y.Z'");
  const auto line_end = migration.sql.find('\n');
  migration.min_program = migration.sql.substr(kMinProgram.size(), line_end - kMinProgram.size());
  return migration;
}

// One statement ends with ';' at the end of a line; comment lines between statements are dropped.
std::vector<std::string> statements(const std::string& sql) {
  std::vector<std::string> found;
  std::string statement;
  for (const auto line : text::split(sql, '\n')) {
    if (statement.empty() && (text::trim(line).empty() || line.starts_with("--"))) continue;
    statement += std::string(line) + "\n";
    if (const auto comment = line.find(" --"); text::trim(line.substr(0, comment)).ends_with(';')) {
      statement.erase(statement.rfind(';'));
      found.push_back(std::exchange(statement, {}));
    }
  }
  return found;
}

// Applied versions with their checksums; empty when there is no table yet.
std::map<int, Row> applied(Transaction& tx) {
  std::map<int, Row> found;
  if (!tx.one("SELECT 1 FROM information_schema.tables "
              "WHERE table_schema = DATABASE() AND table_name = 'schema_migration'"))
    return found;
  for (auto& row : tx.all("SELECT version, min_program, sha256, applied_at FROM schema_migration"))
    found.emplace(static_cast<int>(row.number(0)), row);
  return found;
}

std::array<int, 3> version_parts(std::string_view version) {
  std::array<int, 3> parts{};
  std::size_t i = 0;
  for (const auto part : text::split(version, '.'))
    if (i < parts.size()) parts[i++] = static_cast<int>(text::to_number(part, 9999).value_or(0));
  return parts;
}

// What a run that was cut off had done already is no fault.
void run_again(Transaction& tx, const std::string& statement) try {
  tx.run_once(statement);
} catch (const AlreadyThere&) {
}

// False when a run on another node of a cluster, where our lock doesn't hold, was first: it did the
// same, and each statement bears that.
bool record(Transaction& tx, const Migration& migration, Timestamp now) try {
  tx.execute(
      "INSERT INTO schema_migration (version, min_program, sha256, applied_at) "
      "VALUES (?, ?, ?, ?)",
      {std::int64_t{migration.version}, migration.min_program, migration.sha256, now});
  return true;
} catch (const Duplicate&) {
  return false;
}

}  // namespace

std::vector<Migration> load_migrations(const std::filesystem::path& directory) {
  std::vector<Migration> migrations;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const auto name = entry.path().filename().string();
    if (name.size() > 8 && name[4] == '_' && name.ends_with(".sql") &&
        text::to_number(name.substr(0, 4), 9999))
      migrations.push_back(load(entry.path()));
  }
  std::ranges::sort(migrations, {}, &Migration::version);
  for (std::size_t i = 0; i < migrations.size(); ++i)
    if (migrations[i].version != static_cast<int>(i) + 1)
      throw ConfigError("migrations in " + directory.string() +
                        " must be numbered 0001, 0002, … "
                        "without a gap; the trouble is at " +
                        migrations[i].name);
  if (migrations.empty()) throw ConfigError("no migrations in " + directory.string());
  return migrations;
}

std::vector<MigrationState> migration_states(Database& database,
                                             const std::vector<Migration>& migrations) {
  const auto found = database.read([](Transaction& tx) { return applied(tx); });
  std::vector<MigrationState> states;
  for (const auto& migration : migrations) {
    MigrationState state{migration, std::nullopt, false};
    if (const auto row = found.find(migration.version); row != found.end()) {
      state.applied_at = row->second.time(3);
      state.altered = row->second.text(2) != migration.sha256;
    }
    states.push_back(std::move(state));
  }
  return states;
}

std::vector<Migration> migrate(Database& database, const std::vector<Migration>& migrations,
                               Clock& clock) {
  // Outside a transaction: DDL commits by itself, and the lock belongs to the connection.
  return database.read([&](Transaction& tx) {
    // Shorter than the connection's read time-out, so that waiting is told from a dead server.
    const auto locked = tx.one("SELECT GET_LOCK(CONCAT('doorward-migrate-', DATABASE()), 4)");
    if (locked->is_null(0) || locked->number(0) != 1)
      throw Contended("another process is migrating this database; try again when it is done");
    tx.run_once(kCreateTable);
    const auto found = applied(tx);
    std::vector<Migration> done;
    for (const auto& migration : migrations) {
      if (const auto row = found.find(migration.version); row != found.end()) {
        if (row->second.text(2) != migration.sha256)
          throw ConfigError(migration.name +
                            " was changed after it was applied: restore it, and "
                            "put the change into a new migration");
        continue;
      }
      for (const auto& statement : statements(migration.sql)) run_again(tx, statement);
      if (record(tx, migration, clock.now())) done.push_back(migration);
    }
    tx.one("SELECT RELEASE_LOCK(CONCAT('doorward-migrate-', DATABASE()))");
    return done;
  });
}

void require_fitting_schema(Transaction& tx) {
  const auto found = applied(tx);
  const int newest = found.empty() ? 0 : found.rbegin()->first;
  if (newest < kSchemaVersion)
    throw ConfigError("the database's schema is at version " + std::to_string(newest) + ", " +
                      DOORWARD_VERSION + " needs " + std::to_string(kSchemaVersion) +
                      ": run 'doorwardctl db migrate'");
  for (const auto& [version, row] : found)
    if (version_parts(row.text(1)) > version_parts(DOORWARD_VERSION))
      throw ConfigError("the database's schema needs Doorward " + row.text(1) +
                        " or newer, this is " DOORWARD_VERSION ": upgrade the programs");
}

}  // namespace doorward::store
