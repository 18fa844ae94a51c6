#include "store/revocation.h"

#include <string_view>
#include <utility>

#include "base/check.h"

namespace doorward::store::revocations {
namespace {

using Scope = Revocation::Scope;

constexpr std::pair<Scope, const char*> kScopes[] = {
    {Scope::session, "session"},
    {Scope::account, "account"},
    {Scope::company, "company"},
    {Scope::everything, "everything"},
};

const char* to_text(Scope scope) {
  for (const auto& [value, text] : kScopes)
    if (value == scope) return text;
  check(false, "a scope that has a name");
  return "";
}

// A scope from a newer program means that we don't know who is concerned: then everybody is.
Scope scope_from(std::string_view text) {
  for (const auto& [value, name] : kScopes)
    if (name == text) return value;
  return Scope::everything;
}

}  // namespace

void add(Transaction& tx, Scope scope, const Id& subject) {
  // IGNORE: a row of the same microsecond says the same.
  tx.execute(
      "INSERT IGNORE INTO revocation (created_at, scope, subject) VALUES (UTC_TIMESTAMP(6), ?, ?)",
      {std::string(to_text(scope)), subject});
}

void add_for_everything(Transaction& tx) {
  add(tx, Scope::everything, Id(16, '\0'));
}

std::vector<Revocation> recent(Transaction& tx) {
  std::vector<Revocation> found;
  for (const auto& row : tx.all("SELECT scope, subject, created_at FROM revocation"
                                " WHERE created_at > UTC_TIMESTAMP(6) - INTERVAL 3 MINUTE"))
    found.push_back({scope_from(row.text(0)), row.text(1), row.time(2)});
  return found;
}

}  // namespace doorward::store::revocations
