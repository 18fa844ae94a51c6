#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/confirm.h"
#include "ctl/purge.h"
#include "store/leftovers.h"

namespace doorward::ctl {
namespace {

using store::Leftover;

// Nobody asks for these once they are over; a day lets an operator look at last night.
constexpr std::chrono::seconds kKeepShortLived = std::chrono::days(1);

std::chrono::seconds kept(const RetentionSettings& retention, Leftover kind) {
  switch (kind) {
    case Leftover::flows:
    case Leftover::budgets:
    case Leftover::revocations:
    case Leftover::reports:
      return kKeepShortLived;
    case Leftover::sessions:
      return retention.sessions;
    case Leftover::letters:
    case Leftover::invitations:
      return retention.letters;
  }
  return retention.events;
}

int purge(Context& context) {
  const auto& retention = context.config().retention;
  confirm(context,
          "Delete what is over for longer than the keep_ settings say? It can't be undone.");
  auto& database = context.database();
  const auto now = context.clock().now();
  Record record;
  std::string sentence;
  const auto note = [&](const char* what, std::uint64_t deleted) {
    record.push_back({what, static_cast<std::int64_t>(deleted)});
    sentence += (sentence.empty() ? "deleted: " : ", ") + std::to_string(deleted) + " " + what;
  };
  for (const auto kind : store::kLeftovers)
    note(to_text(kind), purge_in_batches(database, [&](store::Transaction& tx, std::size_t count) {
           return store::purge(tx, kind, now - kept(retention, kind), count);
         }));
  note("events", purge_events(context, retention.events));
  context.say(sentence, record);
  return EX_OK;
}

}  // namespace

std::vector<Command> db_purge_commands() {
  return {
      {"db",
       "purge",
       "",
       "delete what is long over; for a timer",
       purge,
       {kYes},
       "Flows, budgets and revocations go a day after their end; sessions, letters and "
       "invitations,\n"
       "and the events of the audit trail, after keep_sessions, keep_letters and keep_events. "
       "What\n"
       "is in use is never touched. Without --yes it asks first.\n"},
  };
}

}  // namespace doorward::ctl
