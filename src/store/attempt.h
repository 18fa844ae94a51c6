// What has been spent of the budgets, by bucket (a hash of budget and subject: domain/budget).
//
// Taking is one conditional UPDATE judged by affected rows: however many take at once, no more than
// the limit get one. Take, commit, and only then do what the budget is for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/allowance.h"
#include "store/database.h"

namespace doorward::store::attempts {

using doorward::Allowance;

// Takes one; none when it was taken, else how long until the next can be.
std::optional<std::chrono::seconds> take(Transaction& tx, const Allowance& allowance,
                                         Timestamp now);

// Takes one too, but past the limit nothing is refused for the rest of the window: each further one
// waits, twice as long each time, from `wait_min` to `wait_max`, and starts the window anew.
struct DoublingWait {
  std::chrono::seconds wait_min{60};
  std::chrono::seconds wait_max{3600};
};
std::optional<std::chrono::seconds> take(Transaction& tx, const Allowance& allowance,
                                         const DoublingWait& doubling, Timestamp now);

// Gives one back that turned out right; with a doubling wait also the wait it had caused.
void give_back(Transaction& tx, const Allowance& allowance, Timestamp now);

// Forgets all that was taken.
void clear(Transaction& tx, const Allowance& allowance, Timestamp now);

// How long until one can be taken, without taking it; none: now.
std::optional<std::chrono::seconds> wait(Transaction& tx, const Allowance& allowance,
                                         Timestamp now);

// What was taken and still counts; none when nothing does.
struct Use {
  std::uint32_t used = 0;
  Timestamp wait_until;  // of a doubling wait
  Timestamp ends_at;
};
std::optional<Use> use(Transaction& tx, const Allowance& allowance, Timestamp now);

// Of all, by the budget's name; those first that count longest, at most `count`.
struct Named {
  std::string budget;
  Use use;
};
std::vector<Named> all(Transaction& tx, Timestamp now, std::size_t count);

}  // namespace doorward::store::attempts
