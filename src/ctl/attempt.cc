#include "store/attempt.h"

#include <sysexits.h>

#include "ctl/account_budgets.h"
#include "ctl/command.h"
#include "ctl/values.h"
#include "store/audit.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

constexpr std::size_t kListMax = 1000;

Record budget_record(const SpentBudget& spent) {
  return {{"budget", spent.allowance.name},
          {"used", std::int64_t{spent.use.used}},
          {"limit", static_cast<std::int64_t>(spent.allowance.limit)},
          {"counts_until", spent.use.ends_at},
          {"refused_until", spent.blocked_until ? Cell(*spent.blocked_until) : nullptr}};
}

Record use_record(const store::attempts::Named& named, Timestamp now) {
  const auto& use = named.use;
  return {{"budget", named.budget},
          {"used", std::int64_t{use.used}},
          {"counts_until", use.ends_at},
          {"wait_until", use.wait_until > now ? Cell(use.wait_until) : nullptr}};
}

std::vector<SpentBudget> spent_by(Context& context, Transaction& tx, const Email& email) {
  return spent_budgets(tx, context.config().limits, email, store::accounts::find(tx, email),
                       context.clock().now());
}

int list(Context& context) {
  const auto typed = context.line().value("--account");
  const auto email = typed ? std::optional(to_email(*typed)) : std::nullopt;
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) {
    std::vector<Record> records;
    if (email) {
      for (const auto& spent : spent_by(context, tx, *email))
        records.push_back(budget_record(spent));
      return records;
    }
    const auto now = context.clock().now();
    for (const auto& named : store::attempts::all(tx, now, kListMax))
      records.push_back(use_record(named, now));
    return records;
  }));
  return EX_OK;
}

// Whose budgets are given back.
struct Whose {
  std::optional<Email> email;
  std::string network;

  std::string text() const { return email ? email->text() : network; }
};

Whose whose(const CommandLine& line) {
  const auto account = line.value("--account");
  const auto network = line.value("--network");
  if (account.has_value() == network.has_value())
    throw Failure(EX_USAGE, "say whose: one of --account and --network");
  if (account) return {to_email(*account), ""};
  return {std::nullopt, to_network(*network)};
}

std::vector<SpentBudget> spent_by(Context& context, Transaction& tx, const Whose& whose) {
  if (whose.email) return spent_by(context, tx, *whose.email);
  const auto flows = allowances::flows(context.config().limits, whose.network);
  const auto use = store::attempts::use(tx, flows, context.clock().now());
  if (!use) return {};
  return {{flows, *use, std::nullopt}};
}

std::int64_t clear(Context& context, Transaction& tx, const Whose& whose) {
  const auto now = context.clock().now();
  const auto spent = spent_by(context, tx, whose);
  for (const auto& budget : spent) store::attempts::clear(tx, budget.allowance, now);
  if (spent.empty()) return 0;
  const auto account = whose.email ? store::accounts::find(tx, *whose.email) : std::nullopt;
  store::audit::add(tx, context.random(),
                    {.name = "attempts_cleared",
                     .request = "doorwardctl",
                     .account_id = account ? std::optional(account->id) : std::nullopt,
                     .email = whose.email ? whose.email->text() : "",
                     .network = whose.network,
                     .detail = std::to_string(spent.size())},
                    now);
  return static_cast<std::int64_t>(spent.size());
}

int clear(Context& context) {
  const auto chosen = whose(context.line());
  auto& database = context.database();
  const auto cleared =
      database.transact([&](Transaction& tx) { return clear(context, tx, chosen); });
  context.say(chosen.text() + ": " +
                  (cleared == 0   ? "nothing was spent"
                   : cleared == 1 ? "1 budget is whole again"
                                  : std::to_string(cleared) + " budgets are whole again"),
              {{"cleared", cleared}});
  return EX_OK;
}

}  // namespace

std::vector<Command> attempt_commands() {
  return {
      {"attempt",
       "list",
       "",
       "what is spent of the budgets for letters, codes, passwords",
       list,
       {{"--account", "EMAIL", "of this address, with the limits"}},
       "Budgets are kept under hashes: without --account nobody can tell whose they are. The\n"
       "thousand that count longest are shown.\n"},
      {"attempt",
       "clear",
       "",
       "give back what is spent, so that somebody can try again",
       clear,
       {{"--account", "EMAIL", "letters, codes and passwords of this address"},
        {"--network", "NETWORK", "sign-ups and resets begun from it: 192.0.2.0/24"}},
       "First see with 'audit list --account' who tried: it may have been a stranger, who then\n"
       "may go on, too.\n"},
  };
}

}  // namespace doorward::ctl
