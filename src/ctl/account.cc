#include "store/account.h"

#include <map>

#include <sysexits.h>

#include "ctl/command.h"
#include "ctl/values.h"
#include "store/company.h"

namespace doorward::ctl {
namespace {

using store::Transaction;

int list(Context& context) {
  auto& database = context.database();
  context.show(database.read([&](Transaction& tx) {
    std::map<Id, std::string> slugs;
    for (const auto& company : store::companies::all(tx)) slugs[company.id] = company.slug;
    const auto slug = context.line().value("--company");
    const auto company = slug ? std::optional(need_company(tx, *slug).id) : std::nullopt;
    std::vector<Record> records;
    for (const auto& account : store::accounts::all(tx, company))
      records.push_back({{"email", account.email.text()},
                         {"name", account.name},
                         {"company", slugs[account.company_id]},
                         {"status", std::string(to_text(account.status))},
                         {"role", account.role},
                         {"password", !account.password_hash.empty()},
                         {"proved_at", account.proved_at ? Cell(*account.proved_at) : nullptr},
                         {"created_at", account.created_at}});
    return records;
  }));
  return EX_OK;
}

}  // namespace

std::vector<Command> account_commands() {
  return {
      {"account",
       "list",
       "",
       "the people, and when they last proved their mailbox",
       list,
       {{"--company", "SLUG", "of this company only"}},
       "PASSWORD is no for an imported account that was not yet validated.\n"},
  };
}

}  // namespace doorward::ctl
