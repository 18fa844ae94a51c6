#include "ctl/account_export.h"

#include <limits>

#include <sysexits.h>

#include "base/text.h"
#include "ctl/command.h"
#include "ctl/values.h"
#include "store/audit.h"
#include "store/company.h"
#include "store/outbox.h"
#include "store/session.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();

std::vector<Record> sessions_of(Transaction& tx, const store::Account& account, Timestamp now) {
  std::vector<Record> records;
  for (const auto& session : store::sessions::open(tx, account.id, now))
    records.push_back({{"browser", session.browser},
                       {"network", session.network},
                       {"signed_in_at", session.created_at},
                       {"last_seen_at", session.last_seen_at},
                       {"ends_at", session.ends_at}});
  return records;
}

// A decoy is no letter: nobody ever got it.
std::vector<Record> letters_to(Transaction& tx, const Email& email) {
  std::vector<Record> records;
  for (const auto& letter : store::outbox::newest_to(tx, email, Timestamp{}, kAll))
    if (letter.letter != store::kDecoyLetter)
      records.push_back({{"time", letter.created_at},
                         {"letter", letter.letter},
                         {"name", letter.name},
                         {"browser", letter.browser},
                         {"network", letter.network},
                         {"state", std::string(to_text(letter.state))},
                         {"answer", letter.answer}});
  return records;
}

std::vector<Record> events_about(Transaction& tx, const Email& email) {
  std::vector<Record> records;
  for (const auto& event : store::audit::newest_about(tx, email, kAll))
    records.push_back({{"time", event.at},
                       {"event", event.name},
                       {"network", event.network},
                       {"detail", event.detail}});
  return records;
}

}  // namespace

int export_account(Context& context) {
  const auto email = to_email(context.line().argument(0));
  auto& database = context.database();
  const auto record = database.read([&](Transaction& tx) -> Record {
    const auto account = need_account(tx, email);
    const auto company = store::companies::find(tx, account.company_id).value();
    return {{"email", account.email.text()},
            {"name", account.name},
            {"company", company.slug},
            {"status", std::string(to_text(account.status))},
            {"role", account.role},
            {"groups", store::accounts::groups(tx, account.id)},
            {"password", !account.password_hash.empty()},
            {"proved_at", account.proved_at ? Cell(*account.proved_at) : nullptr},
            {"created_at", account.created_at},
            {"sessions", sessions_of(tx, account, context.clock().now())},
            {"letters", letters_to(tx, email)},
            {"events", events_about(tx, email)}};
  });
  // For programs and for the person it is about: JSON, asked for or not.
  std::vector<std::string> lines;
  const auto json = as_json(record);
  for (const auto line : text::split(text::trim(json), '\n')) lines.emplace_back(line);
  context.say(lines, record);
  return EX_OK;
}

}  // namespace doorward::ctl
