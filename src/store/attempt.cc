#include "store/attempt.h"

#include <algorithm>

namespace doorward::store::attempts {
namespace {

using std::chrono::seconds;

seconds rounded_up(Timestamp::duration time) {
  return std::max(std::chrono::ceil<seconds>(time), seconds(1));
}

}  // namespace

// Rows are made by ON DUPLICATE KEY UPDATE, which locks one that is there for writing. INSERT
// IGNORE takes a shared lock: two that both hold one and both want to change the row are a
// deadlock.

std::optional<seconds> take(Transaction& tx, const Allowance& allowance, Timestamp now) {
  if (allowance.limit == 0) return allowance.window;
  // Assignments run from left to right, so `used` sees the old ends_at.
  const auto changed = tx.execute(
      "INSERT INTO attempt (bucket, budget, used, wait_until, ends_at) VALUES (?, ?, 1, ?, ?)"
      " ON DUPLICATE KEY UPDATE"
      " used = IF(ends_at <= ?, 1, IF(used < ?, used + 1, used)),"
      " ends_at = IF(ends_at <= ?, VALUES(ends_at), ends_at)",
      {allowance.bucket, allowance.name, now, now + allowance.window, now,
       static_cast<std::int64_t>(allowance.limit), now});
  if (changed > 0) return std::nullopt;
  return wait(tx, allowance, now).value_or(allowance.window);
}

std::optional<seconds> take(Transaction& tx, const Allowance& allowance,
                            const DoublingWait& doubling, Timestamp now) {
  // `used` is set last: the wait is judged by what had been used before. The exponent is bounded,
  // so that POW can't leave the range of a DATETIME.
  const auto taken = [&] {
    return tx.execute(
               "UPDATE attempt SET"
               " wait_until = IF(ends_at > ? AND used + 1 >= ?,"
               "   TIMESTAMPADD(SECOND, LEAST(?, ? * POW(2, LEAST(used + 1 - ?, 20))), ?), ?),"
               " used = IF(ends_at <= ?, 1, used + 1),"
               " ends_at = IF(ends_at <= ? OR used >= ?,"
               "   GREATEST(?, TIMESTAMPADD(SECOND, ?, wait_until)), ends_at)"
               " WHERE bucket = ? AND wait_until <= ?",
               {now, static_cast<std::int64_t>(allowance.limit),
                std::int64_t{doubling.wait_max.count()}, std::int64_t{doubling.wait_min.count()},
                static_cast<std::int64_t>(allowance.limit), now, now, now, now,
                static_cast<std::int64_t>(allowance.limit), now + allowance.window,
                std::int64_t{allowance.window.count()}, allowance.bucket, now}) == 1;
  };
  const auto first_ever = [&] {
    return tx.execute(
               "INSERT INTO attempt (bucket, budget, used, wait_until, ends_at)"
               " VALUES (?, ?, 1, ?, ?) ON DUPLICATE KEY UPDATE used = used",
               {allowance.bucket, allowance.name, now, now + allowance.window}) == 1;
  };
  // The last time for another that made the row meanwhile.
  if (taken() || first_ever() || taken()) return std::nullopt;
  const auto row = tx.one("SELECT wait_until FROM attempt WHERE bucket = ?", {allowance.bucket});
  return rounded_up(row->time(0) - now);
}

void give_back(Transaction& tx, const Allowance& allowance, Timestamp now) {
  tx.execute(
      "UPDATE attempt SET used = used - 1, wait_until = LEAST(wait_until, ?)"
      " WHERE bucket = ? AND used > 0",
      {now, allowance.bucket});
}

void clear(Transaction& tx, const Allowance& allowance, Timestamp now) {
  tx.execute("UPDATE attempt SET used = 0, wait_until = ?, ends_at = ? WHERE bucket = ?",
             {now, now, allowance.bucket});
}

std::optional<seconds> wait(Transaction& tx, const Allowance& allowance, Timestamp now) {
  const auto row = tx.one("SELECT used, ends_at FROM attempt WHERE bucket = ?", {allowance.bucket});
  if (!row || row->time(1) <= now || row->count(0) < allowance.limit) return std::nullopt;
  return rounded_up(row->time(1) - now);
}

std::optional<Use> use(Transaction& tx, const Allowance& allowance, Timestamp now) {
  const auto row =
      tx.one("SELECT used, wait_until, ends_at FROM attempt WHERE bucket = ?", {allowance.bucket});
  if (!row || row->count(0) == 0 || (row->time(1) <= now && row->time(2) <= now))
    return std::nullopt;
  return Use{row->count(0), row->time(1), row->time(2)};
}

std::vector<Named> all(Transaction& tx, Timestamp now, std::size_t count) {
  std::vector<Named> found;
  for (const auto& row : tx.all("SELECT budget, used, wait_until, ends_at FROM attempt"
                                " WHERE ends_at > ? AND used > 0 ORDER BY ends_at DESC LIMIT ?",
                                {now, static_cast<std::int64_t>(count)}))
    found.push_back({row.text(0), {row.count(1), row.time(2), row.time(3)}});
  return found;
}

}  // namespace doorward::store::attempts
