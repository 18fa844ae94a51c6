#include "store/audit.h"

#include <chrono>
#include <set>
#include <thread>

#include <sysexits.h>

#include "base/text.h"
#include "ctl/audit_output.h"
#include "ctl/command.h"
#include "ctl/confirm.h"
#include "ctl/purge.h"
#include "ctl/values.h"

namespace doorward::ctl {
namespace {

using store::Transaction;
using store::audit::Position;

constexpr std::size_t kPage = 500;
constexpr std::uint64_t kDaysMax = 36'500;
constexpr std::chrono::seconds kFollowEvery{1};
// An event may be committed that much after its time; what is followed looks back that far.
constexpr std::chrono::seconds kLookBack{15};

AuditOutput::Format format_of(const CommandLine& line) {
  if (line.has("--csv") && line.json()) throw Failure(EX_USAGE, "say --csv or --json, not both");
  if (line.has("--csv")) return AuditOutput::Format::csv;
  if (!line.json()) return AuditOutput::Format::text;
  return line.has("--follow") ? AuditOutput::Format::json_lines : AuditOutput::Format::json;
}

store::audit::Filter filter_of(Transaction& tx, const CommandLine& line) {
  store::audit::Filter filter;
  filter.name = line.value("--event");
  if (const auto typed = line.value("--account")) {
    filter.email = to_email(*typed);
    if (const auto account = store::accounts::find(tx, *filter.email))
      filter.account_id = account->id;
  }
  if (const auto slug = line.value("--company")) {
    filter.company_id = store::audit::former_company(tx, *slug);
    if (const auto company = store::companies::find_by_slug(tx, *slug))
      filter.company_id = company->id;
    if (!filter.company_id) filter.company_id = need_company(tx, *slug).id;
  }
  return filter;
}

AuditOutput::Slugs slugs(Transaction& tx) {
  AuditOutput::Slugs slugs;
  for (const auto& company : store::companies::all(tx)) slugs[company.id] = company.slug;
  return slugs;
}

// Hands over page after page of what there is after `after`.
template <class F>
void each_page(store::Database& database, const store::audit::Filter& filter, Position after,
               F&& take) {
  for (bool more = true; more;) {
    const auto events = database.read(
        [&](Transaction& tx) { return store::audit::page(tx, filter, after, kPage); });
    take(events);
    more = events.size() == kPage;
    if (more) after = {events.back().at, events.back().id};
  }
}

// Goes on until somebody ends the program, or nobody reads it any more. `seen` was printed already.
[[noreturn]] void follow(Context& context, const store::audit::Filter& filter, Timestamp start,
                         std::set<Id> seen, AuditOutput& output) {
  for (;;) {
    std::set<Id> still;
    const auto from = std::max(start, context.clock().now() - kLookBack);
    each_page(context.database(), filter, {from, ""}, [&](auto events) {
      for (const auto& event : events) still.insert(event.id);
      std::erase_if(events, [&](const auto& event) { return seen.contains(event.id); });
      output.print(events);
    });
    seen = std::move(still);
    std::this_thread::sleep_for(kFollowEvery);
  }
}

int list(Context& context) {
  const auto& line = context.line();
  const auto format = format_of(line);
  auto& database = context.database();
  const auto now = context.clock().now();
  const bool following = line.has("--follow");
  const auto since = line.value("--since");
  // What is followed begins now, as with tail -f.
  const auto start = since ? to_moment(*since, now) : following ? now : Timestamp{};
  const auto filter = database.read([&](Transaction& tx) { return filter_of(tx, line); });
  AuditOutput output(format, database.read([](Transaction& tx) { return slugs(tx); }));
  output.begin();
  std::set<Id> recent;
  each_page(database, filter, {start, ""}, [&](const auto& events) {
    for (const auto& event : events)
      if (following && event.at >= now - kLookBack) recent.insert(event.id);
    output.print(events);
  });
  if (following) follow(context, filter, start, std::move(recent), output);
  output.end();
  return EX_OK;
}

int purge(Context& context) {
  const auto typed = context.line().value("--older-than").value();
  const auto days = text::to_number(typed, kDaysMax);
  if (!days || *days == 0)
    throw Failure(EX_DATAERR, "'" + typed + "' is not a number of days: use 1 to 36500");
  confirm(context, "Delete what the audit trail says of the time before the last " + typed +
                       " days? It can't be undone.");
  const auto deleted = purge_events(context, std::chrono::days(*days));
  context.say(std::to_string(deleted) + (deleted == 1 ? " event deleted" : " events deleted"),
              {{"deleted", static_cast<std::int64_t>(deleted)}});
  return EX_OK;
}

}  // namespace

std::vector<Command> audit_commands() {
  return {
      {"audit",
       "list",
       "",
       "what happened, the oldest first",
       list,
       {{"--company", "SLUG", "with this company and its people; one that is gone, too"},
        {"--account", "EMAIL", "with this address, or its account"},
        {"--since", "TIME", "2027-03-01, 2027-03-01T10:42:00Z, or as long ago: 30m, 12h, 7d"},
        {"--event", "NAME", "of this kind, such as signed_in"},
        {"--follow", "", "go on with what happens now; with --json one object a line"},
        {"--csv", "", "for a spreadsheet"}},
       "Times are UTC. ID is in the log line of the same event, REQUEST on the page a person "
       "saw.\n"},
      {"audit",
       "purge",
       "",
       "delete what is older than so many days; for a timer",
       purge,
       {{"--older-than", "DAYS", "what is to stay", Option::Use::required}, kYes},
       "The deletion itself is noted. Without --yes it asks first.\n"},
  };
}

}  // namespace doorward::ctl
