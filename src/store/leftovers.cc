#include "store/leftovers.h"

#include "base/check.h"

namespace doorward::store {
namespace {

const char* statement(Leftover kind) {
  switch (kind) {
    case Leftover::flows:
      return "DELETE FROM flow WHERE expires_at < ? ORDER BY expires_at LIMIT ?";
    case Leftover::budgets:
      return "DELETE FROM attempt WHERE ends_at < ? AND wait_until < UTC_TIMESTAMP(6)"
             " ORDER BY ends_at LIMIT ?";
    case Leftover::revocations:
      return "DELETE FROM revocation WHERE created_at < ? ORDER BY created_at LIMIT ?";
    case Leftover::sessions:
      return "DELETE FROM session WHERE ends_at < ? ORDER BY ends_at LIMIT ?";
    case Leftover::letters:
      // What was dealt with is not due again: due_at is the end of its last lease.
      return "DELETE FROM outbox WHERE state IN ('sent', 'refused', 'dropped') AND due_at < ?"
             " LIMIT ?";
    case Leftover::invitations:
      return "DELETE FROM invitation WHERE expires_at < ? LIMIT ?";
    case Leftover::reports:
      return "DELETE FROM held_key WHERE at < ? ORDER BY at LIMIT ?";
  }
  check(false, "a kind of leftovers that has a table");
  return "";
}

}  // namespace

const char* to_text(Leftover kind) {
  switch (kind) {
    case Leftover::flows:
      return "flows";
    case Leftover::budgets:
      return "budgets";
    case Leftover::revocations:
      return "revocations";
    case Leftover::sessions:
      return "sessions";
    case Leftover::letters:
      return "letters";
    case Leftover::invitations:
      return "invitations";
    case Leftover::reports:
      return "reports";
  }
  check(false, "a kind of leftovers that has a name");
  return "";
}

std::uint64_t purge(Transaction& tx, Leftover kind, Timestamp before, std::size_t count) {
  return tx.execute(statement(kind), {before, static_cast<std::int64_t>(count)});
}

}  // namespace doorward::store
