#include <utility>

#include <sysexits.h>

#include "base/text.h"
#include "ctl/account_cause.h"
#include "ctl/command.h"
#include "ctl/company_record.h"
#include "ctl/values.h"
#include "store/audit.h"
#include "store/session.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

constexpr std::size_t kEvents = 10;

Record person_record(const PersonFacts& facts) {
  const auto& account = facts.account;
  const auto& company = facts.company;
  const bool covered = facts.membership && facts.membership->listed && company &&
                       facts.membership->company.id == company->id;
  return {{"email", facts.email.text()},
          {"account", account ? Cell(std::string(to_text(account->status))) : nullptr},
          {"name", account ? Cell(account->name) : nullptr},
          {"password", account ? Cell(!account->password_hash.empty()) : nullptr},
          {"proved_at", account && account->proved_at ? Cell(*account->proved_at) : nullptr},
          {"company", company ? Cell(company->slug) : nullptr},
          {"licence", company ? Cell(standing_text(company->standing(facts.now))) : nullptr},
          {"covered", covered}};
}

std::vector<Record> budget_records(const PersonFacts& facts) {
  std::vector<Record> records;
  for (const auto& [allowance, use, blocked_until] : facts.budgets)
    records.push_back({{"budget", allowance.name},
                       {"used", std::int64_t{use.used}},
                       {"limit", static_cast<std::int64_t>(allowance.limit)},
                       {"counts_until", use.ends_at},
                       {"refused_until", blocked_until ? Cell(*blocked_until) : nullptr}});
  return records;
}

std::vector<Record> letter_records(const PersonFacts& facts) {
  std::vector<Record> records;
  for (const auto& letter : facts.letters)
    records.push_back({{"time", letter.created_at},
                       {"letter", letter.letter},
                       {"state", std::string(to_text(letter.state))},
                       {"attempts", std::int64_t{letter.attempts}},
                       {"answer", letter.answer}});
  return records;
}

std::vector<Record> event_records(Transaction& tx, const Email& email) {
  std::vector<Record> records;
  for (const auto& event : store::audit::newest_about(tx, email, kEvents))
    records.push_back({{"time", event.at},
                       {"event", event.name},
                       {"network", event.network},
                       {"detail", event.detail}});
  return records;
}

std::vector<Record> session_records(Transaction& tx, const PersonFacts& facts) {
  std::vector<Record> records;
  if (!facts.account) return records;
  for (const auto& session : store::sessions::open(tx, facts.account->id, facts.now))
    records.push_back({{"id", text::hex(session.id)},
                       {"browser", session.browser},
                       {"network", session.network},
                       {"last_seen_at", session.last_seen_at},
                       {"ends_at", session.ends_at}});
  return records;
}

void append(std::vector<std::string>& lines, const std::string& text) {
  for (const auto line : text::split(text, '\n'))
    if (!line.empty()) lines.emplace_back(line);
}

// The sentence, the person, then a table for each list.
std::vector<std::string> screen(const Cause& cause, const Record& person, const Record& lists) {
  std::vector<std::string> lines{cause.sentence, ""};
  append(lines, as_lines(person));
  for (const auto& [name, value] : lists) {
    lines.insert(lines.end(), {"", name});
    append(lines, as_table(std::get<std::vector<Record>>(value)));
  }
  return lines;
}

int explain(Context& context) {
  const auto& typed = context.line().argument(0);
  const auto email = Email::parse(typed);
  if (!email) {
    const std::string sentence =
        "'" + typed + "' is not an e-mail address: nobody can sign in or up with it.";
    context.say(sentence, {{"cause", std::string("malformed")}, {"sentence", sentence}});
    return EX_OK;
  }
  const auto& config = context.config();
  auto& database = context.database();
  const auto [lines, record] = database.read([&](Transaction& tx) {
    const auto facts = facts_of(tx, config.limits, *email, context.clock().now());
    const auto cause = cause_of(facts, config.sign_up_open);
    const auto person = person_record(facts);
    const Record lists{{"budgets", budget_records(facts)},
                       {"letters", letter_records(facts)},
                       {"events", event_records(tx, *email)},
                       {"sessions", session_records(tx, facts)}};
    Record all{{"cause", cause.code}, {"sentence", cause.sentence}};
    all.insert(all.end(), person.begin(), person.end());
    all.insert(all.end(), lists.begin(), lists.end());
    return std::pair(screen(cause, person, lists), all);
  });
  context.say(lines, record);
  return EX_OK;
}

}  // namespace

std::vector<Command> account_explain_commands() {
  return {
      {"account",
       "explain",
       "EMAIL",
       "why this person can't get in",
       explain,
       {},
       "The first line says what keeps the person out; below it is what that is judged by. Works\n"
       "for addresses without an account, too. It exits with 0 whatever the cause; with --json,\n"
       "'cause' is one word, and 'none' or 'may_sign_up' when nothing is in the way.\n"},
  };
}

}  // namespace doorward::ctl
