#include "ctl/alarm.h"

#include <algorithm>

#include <sysexits.h>

#include "base/check.h"
#include "base/template.h"
#include "base/text.h"
#include "ctl/command.h"
#include "domain/budget.h"
#include "mail/letter.h"
#include "mail/smtp.h"
#include "store/attempt.h"
#include "store/audit.h"
#include "store/heartbeat.h"
#include "store/outbox.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

// So many are counted one by one; more say no more.
constexpr std::uint64_t kCountMax = 10'000;
constexpr std::chrono::hours kLetterWindow{1};
constexpr auto kBudget = "alarm_letters";

Situation look(Transaction& tx, const AlarmSettings& settings, Timestamp now) {
  const auto tally = [&](std::string_view name, Timestamp since, std::uint64_t threshold) {
    return store::audit::tally(tx, name, since, std::max(kCountMax, threshold));
  };
  const auto age = settings.outbox_age;
  return {.wrong_codes = tally("code_wrong", now - kFloodWindow, settings.wrong_codes),
          .wrong_passwords = tally("password_wrong", now - kFloodWindow, settings.wrong_passwords),
          .mailboxes_gone = tally("mailbox_gone", now - kGoneWindow, settings.mailboxes_gone),
          .locks_held_back = tally("account_lock_held_back", now - kGoneWindow, 0),
          .waiting = store::outbox::waiting_since(tx, now - age, now),
          .handed_lately = store::outbox::handed_since(tx, now - age),
          .mailer_seen = store::heartbeats::last(tx, store::kMailer)};
}

}  // namespace

std::vector<Alarm> alarms_now(Context& context) {
  const auto& config = context.config();
  auto& database = context.database();
  const auto now = context.clock().now();
  return alarms_in(database.read([&](Transaction& tx) { return look(tx, config.alarms, now); }),
                   config, now);
}

namespace {

std::string trail_of(const char* event, Timestamp since) {
  return std::string("doorwardctl audit list --event ") + event + " --since " +
         text::iso8601(since).substr(0, 19) + "Z";
}

}  // namespace

std::vector<std::string> commands_about(const Alarm& alarm) {
  const auto since = alarm.since.value_or(Timestamp());
  switch (alarm.kind) {
    case AlarmKind::wrong_codes:
      return {trail_of("code_wrong", since), trail_of("signed_in", since)};
    case AlarmKind::wrong_passwords:
      return {trail_of("password_wrong", since), trail_of("signed_in", since)};
    case AlarmKind::outbox:
      return {"doorwardctl mail queue", "doorwardctl mail test EMAIL"};
    case AlarmKind::mailer:
      return {"systemctl status doorward-mailer", "journalctl -u doorward-mailer -n 50"};
    case AlarmKind::mailboxes_gone:
      break;
  }
  return {trail_of("mailbox_gone", since), trail_of("account_lock_held_back", since)};
}

namespace {

Record record_of(const Alarm& alarm) {
  return {{"alarm", std::string(to_text(alarm.kind))},
          {"since", alarm.since ? Cell(*alarm.since) : Cell(nullptr)},
          {"count", static_cast<std::int64_t>(alarm.count)},
          {"addresses", static_cast<std::int64_t>(alarm.addresses)},
          {"held_back", static_cast<std::int64_t>(alarm.held_back)},
          {"answer", alarm.answer}};
}

// For people the commands stand below the table: they would make it too wide.
void show(Context& context, std::vector<Record> records, const std::vector<Alarm>& alarms) {
  if (context.line().json()) {
    for (std::size_t i = 0; i < records.size(); ++i)
      records[i].push_back({"look", commands_about(alarms[i])});
    return context.show(records);
  }
  context.show(records);
  for (const auto& alarm : alarms) {
    context.write("\n" + std::string(to_text(alarm.kind)) + ", to see more:\n");
    for (const auto& command : commands_about(alarm)) context.write("  " + command + "\n");
  }
}

int list(Context& context) {
  const auto alarms = alarms_now(context);
  std::vector<Record> records;
  for (const auto& alarm : alarms) records.push_back(record_of(alarm));
  show(context, std::move(records), alarms);
  return EX_OK;
}

std::optional<Email> operator_address(const Config& config) {
  if (config.operator_address.empty()) return std::nullopt;
  auto address = Email::parse(config.operator_address);
  if (!address)
    throw ConfigError("operator_address must be such as ops@example.com, not '" +
                      config.operator_address + "'");
  return address;
}

store::Letter letter_about(Context& context, const Alarm& alarm, const Email& to, Timestamp now) {
  const auto commands = commands_about(alarm);
  const auto number = [](std::uint64_t count) {
    return count == 0 ? std::string() : std::to_string(count);
  };
  auto kind = std::string(to_text(alarm.kind));
  std::ranges::transform(kind, kind.begin(),
                         [](char c) { return c == '_' ? '_' : static_cast<char>(c - 'a' + 'A'); });
  return {.id = new_id(context.random(), now),
          .letter = "alarm",
          .recipient = to,
          .flow_id = std::nullopt,
          .name = "",
          .browser = "",
          .network = "",
          .urgent = true,
          .due_at = now,
          .handed_at = std::nullopt,
          .answer = "",
          .created_at = now,
          .details = {{kind, "yes"},
                      {"COUNT", number(alarm.count)},
                      {"ADDRESSES", number(alarm.addresses)},
                      {"HELD_BACK", number(alarm.held_back)},
                      {"SINCE", alarm.since ? text::iso8601(*alarm.since) : ""},
                      {"ANSWER", alarm.answer},
                      {"LOOK", commands.at(0)},
                      {"LOOK_NEXT", commands.at(1)}}};
}

// Writes letters to one address: through the outbox, or, while nothing leaves there, by hand.
class Alarmist {
 public:
  Alarmist(Context& context, Email to, bool directly)
      : context_(context),
        to_(std::move(to)),
        directly_(directly),
        templates_(context.config()),
        letters_(context.config(), templates_),
        smtp_(context.config()) {}

  // What became of it. Throws Failure when the mail server does not take it; then the next run
  // tries again.
  const char* tell(const Alarm& alarm) {
    const auto now = context_.clock().now();
    const auto letter = letter_about(context_, alarm, to_, now);
    const auto budget = budget_of(alarm.kind);
    const bool claimed = context_.database().transact([&](Transaction& tx) {
      if (store::attempts::take(tx, budget, now)) return false;
      if (directly_) return true;
      store::outbox::add(tx, letter, now);
      note(tx, alarm, "queued", now);
      return true;
    });
    if (!claimed) return "written within the hour";
    if (!directly_) return "queued";
    send(letter, alarm, budget);
    return "sent past the outbox";
  }

 private:
  static store::attempts::Allowance budget_of(AlarmKind kind) {
    return {bucket(kBudget, {to_text(kind)}), kBudget, 1, kLetterWindow};
  }

  void send(const store::Letter& letter, const Alarm& alarm,
            const store::attempts::Allowance& budget) {
    const auto delivery = smtp_.send(letters_.compose(letter, std::nullopt));
    const bool accepted = delivery.outcome == mail::Outcome::accepted;
    context_.database().transact([&](Transaction& tx) {
      const auto now = context_.clock().now();
      if (accepted)
        note(tx, alarm, "past the outbox", now);
      else
        store::attempts::give_back(tx, budget, now);
    });
    if (!accepted)
      throw Failure(EX_UNAVAILABLE, "alarm " + std::string(to_text(alarm.kind)) +
                                        ", and no letter can leave: " + context_.config().smtp.url +
                                        ": " + delivery.answer);
  }

  void note(Transaction& tx, const Alarm& alarm, const std::string& how, Timestamp now) {
    store::audit::add(tx, context_.random(),
                      {.name = "alarm_written",
                       .request = "doorwardctl",
                       .account_id = std::nullopt,
                       .email = "",
                       .network = "",
                       .detail = std::string(to_text(alarm.kind)) + " " + how},
                      now);
  }

  Context& context_;
  Email to_;
  bool directly_;
  Templates templates_;
  mail::Letters letters_;
  mail::Smtp smtp_;
};

int send(Context& context) {
  const auto to = operator_address(context.config());
  const auto alarms = alarms_now(context);
  std::optional<Alarmist> alarmist;
  if (to && !alarms.empty()) alarmist.emplace(context, *to, mail_stands_still(alarms));
  std::vector<Record> records;
  for (const auto& alarm : alarms) {
    auto record = record_of(alarm);
    record.push_back(
        {"letter", alarmist ? alarmist->tell(alarm) : "none: operator_address is not set"});
    records.push_back(std::move(record));
  }
  show(context, std::move(records), alarms);
  return EX_OK;
}

}  // namespace

std::vector<Command> alarm_commands() {
  return {
      {"alarm",
       "list",
       "",
       "what is wrong right now, and the commands that show more",
       list,
       {},
       "wrong_codes, wrong_passwords: many within ten minutes, of everybody together.\n"
       "mailer: none is at work. outbox: no letter leaves, or many are put off.\n"
       "mailboxes_gone: many within a day, or a lock was held back.\n"
       "From how many on is for the alarm_ settings to say. It exits with 0 either way.\n"},
      {"alarm",
       "send",
       "",
       "write to operator_address about what is wrong right now",
       send,
       {},
       "For a timer: run it once a minute. Of each kind one letter is written an hour, however\n"
       "often and wherever this runs. While no letter leaves the outbox it goes straight to the\n"
       "server of smtp_url; if that does not take it this exits with 69, and tries again next "
       "time.\n"},
  };
}

}  // namespace doorward::ctl
