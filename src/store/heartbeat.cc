#include "store/heartbeat.h"

namespace doorward::store::heartbeats {

void beat(Transaction& tx, const std::string& program, Timestamp now) {
  tx.execute(
      "INSERT INTO heartbeat (program, at) VALUES (?, ?)"
      " ON DUPLICATE KEY UPDATE at = VALUES(at)",
      {program, now});
}

std::optional<Timestamp> last(Transaction& tx, const std::string& program) {
  const auto row = tx.one("SELECT at FROM heartbeat WHERE program = ?", {program});
  return row ? std::optional(row->time(0)) : std::nullopt;
}

}  // namespace doorward::store::heartbeats
