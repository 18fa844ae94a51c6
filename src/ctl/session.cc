#include "store/session.h"

#include <sysexits.h>

#include "base/text.h"
#include "ctl/command.h"
#include "ctl/values.h"
#include "store/audit.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

int list(Context& context) {
  const auto typed = context.line().value("--account");
  const auto email = typed ? std::optional(to_email(*typed)) : std::nullopt;
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) {
    const auto account = email ? std::optional(need_account(tx, *email).id) : std::nullopt;
    std::vector<Record> records;
    for (const auto& session : store::sessions::open(tx, account, context.clock().now()))
      records.push_back({{"id", text::hex(session.id)},
                         {"email", session.email},
                         {"browser", session.browser},
                         {"network", session.network},
                         {"signed_in_at", session.created_at},
                         {"last_seen_at", session.last_seen_at},
                         {"ends_at", session.ends_at}});
    return records;
  }));
  return EX_OK;
}

struct Ended {
  std::uint64_t sessions = 0;
  std::string whose;  // for the sentence
  std::optional<Id> account_id = std::nullopt;
  std::string email = "";
  std::string detail = "";  // for the audit trail
  std::optional<Id> company_id = std::nullopt;
};

Ended end_by_id(Transaction& tx, const std::string& typed, Timestamp now) {
  const auto id = to_id(typed, "session", "session list");
  return {store::sessions::end(tx, id, now) ? 1U : 0U, "session " + text::hex(id), std::nullopt, "",
          text::hex(id)};
}

Ended end_chosen(const CommandLine& line, Transaction& tx, Timestamp now) {
  if (const auto typed = line.value("--id")) return end_by_id(tx, *typed, now);
  if (const auto typed = line.value("--account")) {
    const auto account = need_account(tx, to_email(*typed));
    return {store::sessions::end_all(tx, account.id, now), account.email.text(), account.id,
            account.email.text()};
  }
  const auto slug = line.value("--company").value();
  const auto company = need_company(tx, slug);
  return {store::sessions::end_company(tx, company.id, now),
          "company " + slug,
          std::nullopt,
          "",
          "company " + slug,
          company.id};
}

// Cut off, it has ended some of them, and can be run again.
Ended end_everybodys(store::Database& database, Timestamp now) {
  Ended all{0, "everybody", std::nullopt, "", "all"};
  for (Id after;;) {
    const auto slice = database.transact(
        [&](Transaction& tx) { return store::sessions::end_slice(tx, after, now); });
    if (!slice) return all;
    all.sessions += slice->sessions;
    after = slice->last;
  }
}

void record(Context& context, Transaction& tx, const Ended& ended, Timestamp now) {
  if (ended.sessions == 0) return;
  store::audit::add(tx, context.random(),
                    {.name = "sessions_ended",
                     .request = "doorwardctl",
                     .account_id = ended.account_id,
                     .email = ended.email,
                     .network = "",
                     .detail = ended.detail,
                     .company_id = ended.company_id},
                    now);
}

int end(Context& context) {
  const auto& line = context.line();
  const int chosen = (line.value("--id") ? 1 : 0) + (line.value("--account") ? 1 : 0) +
                     (line.value("--company") ? 1 : 0) + (line.has("--all") ? 1 : 0);
  if (chosen != 1)
    throw Failure(EX_USAGE, "say whose: one of --id, --account, --company and --all");
  auto& database = context.database();
  const auto now = context.clock().now();
  const auto everybodys =
      line.has("--all") ? std::optional(end_everybodys(database, now)) : std::nullopt;
  const auto ended = database.transact([&](Transaction& tx) {
    auto result = everybodys ? *everybodys : end_chosen(line, tx, now);
    record(context, tx, result, now);
    return result;
  });
  context.say(ended.whose + ": " + std::to_string(ended.sessions) +
                  (ended.sessions == 1 ? " session ended" : " sessions ended"),
              {{"ended", static_cast<std::int64_t>(ended.sessions)}});
  return EX_OK;
}

}  // namespace

std::vector<Command> session_commands() {
  return {
      {"session",
       "list",
       "",
       "who is signed in, from where, and until when",
       list,
       {{"--account", "EMAIL", "of this person only"}},
       "LAST SEEN AT is noted about once a minute.\n"},
      {"session",
       "end",
       "",
       "sign people out; every gate refuses them within a second",
       end,
       {{"--id", "ID", "this session"},
        {"--account", "EMAIL", "all of this person"},
        {"--company", "SLUG", "all of this company's people"},
        {"--all", "", "everybody: after a restored backup or a lost key"}},
       "They may sign in again; 'account lock' and 'company suspend' keep people out.\n"},
  };
}

}  // namespace doorward::ctl
