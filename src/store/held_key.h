// Which keys each process at work has read.
//
// A key is put into use, and an old one taken away, only when no process is left that would be
// surprised. So each says every ten seconds which keys it holds: by id and a mark that two
// different keys of one id do not share. A mark gives nothing of the key away.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/key_file.h"
#include "base/random.h"
#include "store/database.h"

namespace doorward::store {

// "k2:4f0c99ab"
std::string marked(const Key& key);

struct HeldKeys {
  std::string program;  // "web"
  std::string host;
  std::int64_t pid = 0;
  std::string purpose;             // "session"
  std::vector<std::string> marks;  // of each key that it holds
  std::string in_use;              // id
  Timestamp heard_at{};
  bool ended = false;  // it said so
};

namespace held_keys {

// The word of one process, in place of its last one.
void put(Transaction& tx, const Id& process, const HeldKeys& held);
// Of all processes heard of since then.
std::vector<HeldKeys> since(Transaction& tx, Timestamp then);
// How many sessions or flows that are not over were made with that key; 0 for form keys, of which
// no row tells.
std::int64_t dependents(Transaction& tx, std::string_view purpose, const std::string& key_id,
                        Timestamp now);

}  // namespace held_keys

// One process's word. Never throws after its making: a report that fails is logged once, and tried
// again a minute later.
class KeyReport {
 public:
  KeyReport(Database& database, Clock& clock, Random& random, std::string program);
  // Says that this process is at its end.
  ~KeyReport();
  KeyReport(const KeyReport&) = delete;
  KeyReport& operator=(const KeyReport&) = delete;

  void holds(std::string purpose, const KeyFile& keys);
  // When ten seconds have gone since the last word.
  void give_when_due();

 private:
  void give(bool ended);

  Database& database_;
  Clock& clock_;
  Random& random_;
  std::string program_;
  std::string host_;
  std::optional<Id> process_;
  std::vector<std::pair<std::string, const KeyFile*>> held_;
  std::optional<std::chrono::steady_clock::time_point> due_at_;
  bool refused_ = false;
};

}  // namespace doorward::store
