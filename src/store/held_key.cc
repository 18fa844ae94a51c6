#include "store/held_key.h"

#include <array>

#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

namespace doorward::store {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kGiveEvery{10};
// Longer: a database that hangs keeps whoever asks it, and there is nothing new to say.
constexpr std::chrono::seconds kTryAgainAfter{60};
constexpr std::size_t kMarkBytes = 4;
constexpr std::size_t kHostLengthMax = 64;

std::string host_name() {
  std::array<char, kHostLengthMax + 1> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "?";
}

}  // namespace

std::string marked(const Key& key) {
  const auto mark = hmac_sha256(key.bytes.view(), "doorward key mark");
  return key.id + ":" + text::hex(mark.substr(0, kMarkBytes));
}

void held_keys::put(Transaction& tx, const Id& process, const HeldKeys& held) {
  std::string marks;
  for (const auto& mark : held.marks) marks += (marks.empty() ? "" : " ") + mark;
  tx.execute(
      "INSERT INTO held_key"
      " (process, purpose, program, host, pid, keys_held, in_use, at, ended_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON DUPLICATE KEY UPDATE at = VALUES(at), ended_at = VALUES(ended_at)",
      {process, held.purpose, held.program, held.host, held.pid, marks, held.in_use, held.heard_at,
       held.ended ? Value(held.heard_at) : Value(nullptr)});
}

std::vector<HeldKeys> held_keys::since(Transaction& tx, Timestamp then) {
  std::vector<HeldKeys> all;
  for (const auto& row :
       tx.all("SELECT program, host, pid, purpose, keys_held, in_use, at, ended_at IS NOT NULL"
              " FROM held_key WHERE at >= ? ORDER BY host, program, pid, purpose",
              {then})) {
    HeldKeys held{.program = row.text(0),
                  .host = row.text(1),
                  .pid = row.number(2),
                  .purpose = row.text(3),
                  .marks = {},
                  .in_use = row.text(5),
                  .heard_at = row.time(6),
                  .ended = row.number(7) != 0};
    for (const auto mark : text::split(row.text(4), ' ')) held.marks.emplace_back(mark);
    all.push_back(std::move(held));
  }
  return all;
}

std::int64_t held_keys::dependents(Transaction& tx, std::string_view purpose,
                                   const std::string& key_id, Timestamp now) {
  if (purpose == "session")
    return tx
        .one("SELECT COUNT(*) FROM session WHERE key_id = ? AND ended_at IS NULL AND ends_at > ?",
             {key_id, now})
        ->number(0);
  if (purpose == "code")
    return tx
        .one("SELECT COUNT(*) FROM flow WHERE code_key_id = ? AND expires_at > ?", {key_id, now})
        ->number(0);
  return 0;
}

KeyReport::KeyReport(Database& database, Clock& clock, Random& random, std::string program)
    : database_(database),
      clock_(clock),
      random_(random),
      program_(std::move(program)),
      host_(host_name()) {}

KeyReport::~KeyReport() {
  if (process_ && !refused_) give(true);
}

void KeyReport::holds(std::string purpose, const KeyFile& keys) {
  held_.emplace_back(std::move(purpose), &keys);
}

void KeyReport::give_when_due() {
  const auto now = steady_clock::now();
  if (due_at_ && now < *due_at_) return;
  give(false);
  due_at_ = now + (refused_ ? kTryAgainAfter : kGiveEvery);
}

void KeyReport::give(bool ended) try {
  const auto now = clock_.now();
  if (!process_) process_ = new_id(random_, now);
  database_.transact([&](Transaction& tx) {
    for (const auto& [purpose, keys] : held_) {
      HeldKeys held{.program = program_,
                    .host = host_,
                    .pid = getpid(),
                    .purpose = purpose,
                    .marks = {},
                    .in_use = keys->current().id,
                    .heard_at = now,
                    .ended = ended};
      for (const auto& key : keys->all()) held.marks.push_back(marked(key));
      held_keys::put(tx, *process_, held);
    }
  });
  refused_ = false;
} catch (const std::exception& error) {
  if (!std::exchange(refused_, true)) log::error("keys_not_reported", {{"reason", error.what()}});
}

}  // namespace doorward::store
