// Rows that nobody needs any more: what is over stays for a while, for who asks what happened, and
// is then deleted.
#pragma once

#include <span>

#include "store/database.h"

namespace doorward::store {

enum class Leftover { flows, budgets, revocations, sessions, letters, invitations, reports };

inline constexpr Leftover kLeftovers[] = {
    Leftover::flows,   Leftover::budgets,     Leftover::revocations, Leftover::sessions,
    Leftover::letters, Leftover::invitations, Leftover::reports};

const char* to_text(Leftover kind);

// Deletes at most `count` that were over before then, and returns how many that were. Never what is
// still in use: a letter that waits, a session that is open, a wait that runs.
std::uint64_t purge(Transaction& tx, Leftover kind, Timestamp before, std::size_t count);

}  // namespace doorward::store
