#include "store/held_session.h"

#include <algorithm>
#include <span>

namespace doorward::store::held_sessions {
namespace {

// A statement is prepared once for each number of placeholders, so there are only two: for one, and
// for kBatch, filled up by repeating the last.
std::string with_list(std::string_view start, std::size_t size) {
  std::string sql(start);
  for (std::size_t i = 0; i < size; ++i) sql += i == 0 ? "(?" : ", ?";
  return sql + ")";
}

constexpr auto kFind =
    "SELECT s.token_hash, s.id, s.account_id, a.company_id, a.email, a.name,"
    " (SELECT GROUP_CONCAT(g.name ORDER BY g.name SEPARATOR ',') FROM account_group g"
    "   WHERE g.account_id = a.id),"
    " c.slug, a.status, c.licence_from, c.licence_until, c.suspended_at, s.last_seen_at, s.ends_at,"
    " c.grace_days FROM session s JOIN account a ON a.id = s.account_id JOIN company c ON c.id = "
    "a.company_id"
    " WHERE s.ended_at IS NULL AND s.token_hash IN ";
// Whoever holds one of them, however long, must not hold up a gate that has revocations to read.
constexpr auto kFree = "SELECT id FROM session WHERE last_seen_at < ? AND id IN ";
constexpr auto kNoteUse = "UPDATE session SET last_seen_at = ? WHERE last_seen_at < ? AND id IN ";

void append_padded(std::vector<Value>& arguments, std::span<const std::string> some,
                   std::size_t size) {
  arguments.insert(arguments.end(), some.begin(), some.end());
  for (auto i = some.size(); i < size; ++i) arguments.emplace_back(some.back());
}

HeldSession from_row(const Row& row) {
  const auto groups = row.maybe_text(6);
  return {.token_hash = row.text(0),
          .id = row.text(1),
          .account_id = row.text(2),
          .company_id = row.text(3),
          .email = row.text(4),
          .name = row.text(5),
          .groups = (groups ? *groups + "," : "") + "company:" + row.text(7),
          .status = account_status_from(row.text(8)),
          .licence_from = row.maybe_time(9),
          .licence_until = row.maybe_time(10),
          .grace_days = row.count(14),
          .suspended_at = row.maybe_time(11),
          .last_seen_at = row.time(12),
          .ends_at = row.time(13)};
}

template <class F>
void in_batches(const std::vector<std::string>& all, F&& f) {
  for (std::span<const std::string> left(all); !left.empty();) {
    const auto some = left.first(std::min(left.size(), kBatch));
    f(some, some.size() == 1 ? 1 : kBatch);
    left = left.subspan(some.size());
  }
}

}  // namespace

std::vector<HeldSession> find(Transaction& tx, const std::vector<std::string>& token_hashes) {
  static const std::string kOne = with_list(kFind, 1);
  static const std::string kMany = with_list(kFind, kBatch);
  std::vector<HeldSession> found;
  in_batches(token_hashes, [&](std::span<const std::string> some, std::size_t size) {
    std::vector<Value> arguments;
    append_padded(arguments, some, size);
    for (const auto& row : tx.all((size == 1 ? kOne : kMany).c_str(), arguments))
      found.push_back(from_row(row));
  });
  return found;
}

void note_use(Transaction& tx, const std::vector<Id>& ids, Timestamp now) {
  static const std::string kOneFree = with_list(kFree, 1) + " FOR UPDATE SKIP LOCKED";
  static const std::string kManyFree = with_list(kFree, kBatch) + " FOR UPDATE SKIP LOCKED";
  static const std::string kOne = with_list(kNoteUse, 1);
  static const std::string kMany = with_list(kNoteUse, kBatch);
  std::vector<Id> free;
  in_batches(ids, [&](std::span<const std::string> some, std::size_t size) {
    std::vector<Value> arguments{now};
    append_padded(arguments, some, size);
    for (const auto& row : tx.all((size == 1 ? kOneFree : kManyFree).c_str(), arguments))
      free.push_back(row.text(0));
  });
  in_batches(free, [&](std::span<const std::string> some, std::size_t size) {
    std::vector<Value> arguments{now, now};
    append_padded(arguments, some, size);
    tx.execute((size == 1 ? kOne : kMany).c_str(), arguments);
  });
}

}  // namespace doorward::store::held_sessions
