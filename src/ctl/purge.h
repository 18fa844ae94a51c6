// Deleting in batches, so that nobody who uses the tables waits.
#pragma once

#include <chrono>
#include <cstdint>

#include "ctl/command.h"

namespace doorward::ctl {

inline constexpr std::size_t kPurgeBatch = 1000;

// `delete_some(tx, count)` deletes at most `count` rows and says how many; called until it deletes
// fewer. How many that were in all.
template <typename F>
std::uint64_t purge_in_batches(store::Database& database, F&& delete_some) {
  std::uint64_t deleted = 0;
  for (std::uint64_t batch = kPurgeBatch; batch == kPurgeBatch; deleted += batch)
    batch = database.transact([&](store::Transaction& tx) { return delete_some(tx, kPurgeBatch); });
  return deleted;
}

// Deletes what the audit trail says of the time before; the trail itself notes that.
std::uint64_t purge_events(Context& context, std::chrono::seconds older_than);

}  // namespace doorward::ctl
