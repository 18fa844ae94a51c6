#include "domain/alarm.h"

#include <algorithm>

namespace doorward {
namespace {

// One or two servers that put our letters off are their own trouble.
constexpr std::uint64_t kDomainsMax = 4;
constexpr Seconds kMailerSilence{60};

bool reaches(std::uint64_t count, std::uint64_t threshold) {
  return threshold > 0 && count >= threshold;
}

// It notes before each letter that it is alive, and one may take smtp_timeout.
bool mailer_is_dead(const Situation& situation, const Config& config, Timestamp now) {
  const auto silence = std::max(kMailerSilence, 2 * config.smtp.timeout);
  return !situation.mailer_seen || *situation.mailer_seen + silence <= now;
}

bool outbox_is_stuck(const Situation& situation) {
  return (situation.waiting.due && !situation.handed_lately) ||
         situation.waiting.domains > kDomainsMax;
}

Alarm flood(AlarmKind kind, const EventTally& tally) {
  return {.kind = kind,
          .since = tally.first,
          .count = tally.count,
          .addresses = tally.addresses,
          .held_back = 0,
          .answer = ""};
}

Alarm about_mail(AlarmKind kind, std::optional<Timestamp> since, const WaitingLetters& waiting) {
  return {.kind = kind,
          .since = since,
          .count = waiting.count,
          .addresses = 0,
          .held_back = 0,
          .answer = waiting.answer};
}

}  // namespace

std::string_view to_text(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::wrong_codes:
      return "wrong_codes";
    case AlarmKind::wrong_passwords:
      return "wrong_passwords";
    case AlarmKind::outbox:
      return "outbox";
    case AlarmKind::mailer:
      return "mailer";
    case AlarmKind::mailboxes_gone:
      break;
  }
  return "mailboxes_gone";
}

std::vector<Alarm> alarms_in(const Situation& situation, const Config& config, Timestamp now) {
  std::vector<Alarm> alarms;
  const auto& limits = config.alarms;
  if (mailer_is_dead(situation, config, now))
    alarms.push_back(about_mail(AlarmKind::mailer, situation.mailer_seen, situation.waiting));
  else if (outbox_is_stuck(situation))
    alarms.push_back(about_mail(AlarmKind::outbox, situation.waiting.oldest, situation.waiting));
  if (reaches(situation.wrong_codes.count, limits.wrong_codes))
    alarms.push_back(flood(AlarmKind::wrong_codes, situation.wrong_codes));
  if (reaches(situation.wrong_passwords.count, limits.wrong_passwords))
    alarms.push_back(flood(AlarmKind::wrong_passwords, situation.wrong_passwords));
  const auto held_back = situation.locks_held_back.count;
  if (held_back > 0 || reaches(situation.mailboxes_gone.count, limits.mailboxes_gone)) {
    auto alarm = flood(AlarmKind::mailboxes_gone, situation.mailboxes_gone);
    alarm.held_back = held_back;
    if (!alarm.since) alarm.since = situation.locks_held_back.first;
    alarms.push_back(alarm);
  }
  return alarms;
}

bool mail_stands_still(const std::vector<Alarm>& alarms) {
  return std::ranges::any_of(alarms, [](const Alarm& alarm) {
    return alarm.kind == AlarmKind::mailer || alarm.kind == AlarmKind::outbox;
  });
}

}  // namespace doorward
