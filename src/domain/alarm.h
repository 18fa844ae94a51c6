// What is wrong enough to write to the operator about, judged from a few numbers.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/config.h"

namespace doorward {

inline constexpr std::chrono::minutes kFloodWindow{10};
inline constexpr std::chrono::hours kGoneWindow{24};

// Of the events of one name within a window.
struct EventTally {
  std::uint64_t count = 0;
  std::uint64_t addresses = 0;  // how many different ones they are about
  std::optional<Timestamp> first;
};

// Letters that have waited longer than alarm_outbox_age.
struct WaitingLetters {
  std::uint64_t count = 0;
  std::uint64_t domains = 0;  // of their recipients
  // A mailer could send one now. When its recipient's server puts a letter off it is due later;
  // when ours can't be reached it is due all the time.
  bool due = false;
  std::optional<Timestamp> oldest;
  std::string answer;  // what was last said about one of them
};

struct Situation {
  EventTally wrong_codes;      // in kFloodWindow
  EventTally wrong_passwords;  // in kFloodWindow
  EventTally mailboxes_gone;   // in kGoneWindow
  EventTally locks_held_back;  // in kGoneWindow
  WaitingLetters waiting;
  bool handed_lately = false;  // the mail server took a letter within alarm_outbox_age
  std::optional<Timestamp> mailer_seen;
};

enum class AlarmKind { wrong_codes, wrong_passwords, outbox, mailer, mailboxes_gone };
std::string_view to_text(AlarmKind kind);

struct Alarm {
  AlarmKind kind;
  std::optional<Timestamp> since;  // none: ever
  std::uint64_t count = 0;         // of wrong tries, of letters that wait, of mailboxes
  std::uint64_t addresses = 0;     // that wrong tries were about
  std::uint64_t held_back = 0;     // people who were not locked, because too many would have been
  std::string answer;              // of the mail server
};

// `outbox`: no letter leaves, or letters to many domains are put off; a letter that waits for one
// full mailbox is no alarm. `mailer`: none has been at work for longer than one letter may take;
// that letters wait then follows from it, and is no alarm of its own.
std::vector<Alarm> alarms_in(const Situation& situation, const Config& config, Timestamp now);

// Whether a letter that is queued now would stay where it is.
bool mail_stands_still(const std::vector<Alarm>& alarms);

}  // namespace doorward
