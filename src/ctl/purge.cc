#include "ctl/purge.h"

#include "store/audit.h"

namespace doorward::ctl {

std::uint64_t purge_events(Context& context, std::chrono::seconds older_than) {
  auto& database = context.database();
  const auto now = context.clock().now();
  const auto deleted = purge_in_batches(database, [&](store::Transaction& tx, std::size_t count) {
    return store::audit::purge(tx, now - older_than, count);
  });
  if (deleted > 0)
    database.transact([&](store::Transaction& tx) {
      const auto days = std::chrono::floor<std::chrono::days>(older_than).count();
      store::audit::add(
          tx, context.random(),
          {.name = "audit_purged",
           .request = "ctl",
           .account_id = std::nullopt,
           .email = "",
           .network = "",
           .detail = std::to_string(deleted) + " older than " + std::to_string(days) + " days"},
          now);
    });
  return deleted;
}

}  // namespace doorward::ctl
