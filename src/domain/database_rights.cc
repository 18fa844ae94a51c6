#include "domain/database_rights.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::string_view kNeeded[] = {"SELECT", "INSERT", "UPDATE", "DELETE",
                                        "CREATE", "ALTER",  "INDEX",  "REFERENCES"};
constexpr std::string_view kAll = "ALL PRIVILEGES";

struct Grant {
  std::string rights;    // "SELECT, INSERT"
  std::string database;  // as a pattern; "*" for every one
  bool whole_database;   // and not one table of it
  bool may_grant;
};

// "GRANT rights ON `database`.`table` TO user … WITH GRANT OPTION"; none for what is no right to
// data, such as a role or PROXY.
std::optional<Grant> parse(std::string_view line) {
  constexpr std::string_view kBegin = "GRANT ";
  const auto on = line.find(" ON ");
  const auto to = line.find(" TO ", on == std::string_view::npos ? line.size() : on);
  if (!line.starts_with(kBegin) || to == std::string_view::npos) return std::nullopt;
  const auto object = line.substr(on + 4, to - on - 4);
  const auto dot = object.rfind('.');
  if (dot == std::string_view::npos || object.find('@') != std::string_view::npos)
    return std::nullopt;
  std::string database(object.substr(0, dot));
  std::erase(database, '`');
  return Grant{std::string(line.substr(kBegin.size(), on - kBegin.size())), database,
               object.substr(dot + 1) == "*", line.find("WITH GRANT OPTION", to) < line.size()};
}

bool has(const Grant& grant, std::string_view right) {
  const auto rights = text::split(grant.rights, ',');
  return std::ranges::any_of(
      rights, [&](auto one) { return text::trim(one) == right || text::trim(one) == kAll; });
}

// Names of databases are patterns here: "_" and "%" as in LIKE, unless a backslash stands before.
bool covers(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '%')
    return covers(pattern.substr(1), name) || (!name.empty() && covers(pattern, name.substr(1)));
  const bool quoted = pattern[0] == '\\' && pattern.size() > 1;
  const char wanted = pattern[quoted ? 1 : 0];
  if (name.empty() || (wanted != name[0] && (quoted || wanted != '_'))) return false;
  return covers(pattern.substr(quoted ? 2 : 1), name.substr(1));
}

std::string unquoted(std::string name) {
  std::erase(name, '\\');
  return name;
}

}  // namespace

DatabaseRights database_rights(const std::vector<std::string>& grants, std::string_view database) {
  DatabaseRights found;
  std::vector<Grant> ours;
  for (const auto& line : grants) {
    const auto grant = parse(line);
    if (!grant || grant->rights == "USAGE") continue;
    const bool everywhere = grant->database == "*";
    const bool ours_too = everywhere || covers(grant->database, database);
    if (ours_too && grant->whole_database) ours.push_back(*grant);
    if (everywhere)
      found.beyond.push_back(grant->rights + " on every database");
    else if (!ours_too || grant->database.find('%') != std::string::npos)
      found.beyond.push_back(grant->rights + " on " + unquoted(grant->database));
    if (ours_too && grant->may_grant) found.beyond.emplace_back("GRANT OPTION");
  }
  for (const auto right : kNeeded)
    if (std::ranges::none_of(ours, [&](const auto& grant) { return has(grant, right); }))
      found.missing.emplace_back(right);
  return found;
}

}  // namespace doorward
