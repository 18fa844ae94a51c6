#include "domain/import_line.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "domain/person_name.h"
#include "domain/slug.h"

namespace doorward {
namespace {

using Kind = ImportColumns::Kind;

constexpr std::pair<std::string_view, Kind> kKinds[] = {
    {"email", Kind::email},
    {"emailaddress", Kind::email},
    {"identities", Kind::identities},
    {"signinnames", Kind::identities},
    {"signinnamesemailaddress", Kind::sign_in_name},
    {"mail", Kind::mail},
    {"othermails", Kind::other_mails},
    {"alternateemailaddress", Kind::other_mails},
    {"userprincipalname", Kind::principal},
    {"name", Kind::name},
    {"displayname", Kind::name},
    {"givenname", Kind::given_name},
    {"firstname", Kind::given_name},
    {"surname", Kind::surname},
    {"lastname", Kind::surname},
    {"company", Kind::company},
    {"groups", Kind::groups},
    {"accountenabled", Kind::enabled},
};

constexpr std::size_t kGroupsMax = 50;  // they travel in a header of every request

// "E-Mail" and "signInNames.emailAddress" without what people vary.
std::string folded(std::string_view name) {
  std::string kept = text::lower(name);
  std::erase_if(kept, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
  return kept;
}

// The parts between any of `separators`, blanks and brackets around them dropped, empty ones left
// out.
std::vector<std::string> list_of(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    if (const auto part = text::trim(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// A member of an object by any case: PowerShell writes SignInType for Graph's signInType.
std::string member(const Json& object, std::string_view name) {
  if (!object.is_object()) return "";
  for (const auto& [key, value] : object.items())
    if (text::lower(key) == name && value.is_string()) return value.get<std::string>();
  return "";
}

// The first address to sign in with in Graph's `identities` or the older `signInNames`, as JSON;
// "" when there is none, or the column holds something else (PowerShell writes a type's name there
// unless told better).
std::string sign_in_address(const std::string& text) {
  auto list = Json::parse(text, nullptr, false);
  if (list.is_object()) list = Json::array({list});
  if (!list.is_array()) return "";
  for (const auto& identity : list) {
    if (text::lower(member(identity, "signintype") + member(identity, "type")) != "emailaddress")
      continue;
    if (auto id = member(identity, "issuerassignedid"); !id.empty()) return id;
    if (auto value = member(identity, "value"); !value.empty()) return value;
  }
  return "";
}

// The one address of a list, or of a JSON array; "" when there are none or several.
std::string single_address(const std::string& text) {
  auto addresses = list_of(text, ",;| \t\r\n[]{}\"'");
  return addresses.size() == 1 ? addresses.front() : "";
}

// Group names, sorted, each once; else the reason.
std::variant<std::vector<std::string>, std::string> groups_of(const std::string& text) {
  auto names = list_of(text, ",;| \t\r\n");
  for (const auto& name : names)
    if (!valid_slug(name))
      return "'" + name + "' can't be a group's name: use 1 to 40 of a-z, 0-9, - and _";
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  if (names.size() > kGroupsMax) return std::string("more than 50 groups");
  return names;
}

}  // namespace

std::variant<ImportColumns, std::string> ImportColumns::from_header(
    const std::vector<std::string>& names) {
  ImportColumns columns;
  columns.count_ = names.size();
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = folded(names[i]);
    const auto* kind = std::ranges::find(kKinds, name, &std::pair<std::string_view, Kind>::first);
    if (kind == std::end(kKinds)) continue;
    if (std::ranges::find(seen, name) != seen.end())
      return "there are two columns '" + names[i] + "': leave one";
    seen.push_back(name);
    columns.columns_.emplace_back(kind->second, i);
    columns.used_.emplace_back(text::trim(names[i]));
  }
  const bool has_address = std::ranges::any_of(
      columns.columns_, [](const auto& column) { return column.first <= Kind::principal; });
  if (!has_address)
    return std::string(
        "the first line names no column with addresses: call it email, or leave the name it has in "
        "the export (identities, mail, userPrincipalName, ...)");
  return columns;
}

bool ImportColumns::has(Kind kind) const {
  return std::ranges::find(columns_, kind, &std::pair<Kind, std::size_t>::first) != columns_.end();
}

std::string ImportColumns::value(Kind kind, const std::vector<std::string>& fields) const {
  for (const auto& [of, index] : columns_)
    if (of == kind)
      if (const auto text = text::trim(fields.at(index)); !text.empty()) return std::string(text);
  return "";
}

std::string ImportColumns::address(const std::vector<std::string>& fields) const {
  if (auto typed = value(Kind::email, fields); !typed.empty()) return typed;
  if (auto typed = sign_in_address(value(Kind::identities, fields)); !typed.empty()) return typed;
  if (auto typed = value(Kind::sign_in_name, fields); !typed.empty()) return typed;
  if (auto typed = value(Kind::mail, fields); !typed.empty()) return typed;
  if (auto typed = single_address(value(Kind::other_mails, fields)); !typed.empty()) return typed;
  auto principal = value(Kind::principal, fields);
  return text::lower(principal).ends_with(".onmicrosoft.com") ? "" : principal;
}

// B2C writes "unknown" where nobody was asked for a name.
std::optional<std::string> ImportColumns::name(const std::vector<std::string>& fields,
                                               const Email& email) const {
  auto typed = value(Kind::name, fields);
  if (typed.empty() || text::lower(typed) == "unknown")
    typed = value(Kind::given_name, fields) + " " + value(Kind::surname, fields);
  if (!text::trim(typed).empty()) return parse_person_name(typed);
  std::string local(email.local());
  std::ranges::replace(local, '.', ' ');
  return parse_person_name(local);
}

std::variant<ImportLine, RefusedLine> ImportColumns::read(
    const std::vector<std::string>& fields) const {
  if (fields.size() != count_)
    return RefusedLine{"", "has " + std::to_string(fields.size()) + " fields, the first line " +
                               std::to_string(count_)};
  const auto typed = address(fields);
  const auto refused = [&](std::string reason) { return RefusedLine{typed, std::move(reason)}; };
  if (typed.empty()) return refused("has no address that could be the person's");
  auto email = Email::parse(typed);
  if (!email) return refused("'" + typed + "' is not an e-mail address such as mia@example.com");

  const auto enabled = text::lower(value(Kind::enabled, fields));
  if (enabled == "false")
    return refused("is disabled where it comes from: accountEnabled is false");
  if (!enabled.empty() && enabled != "true") return refused("accountEnabled is not true or false");

  auto person_name = name(fields, *email);
  if (!person_name)
    return refused("the name can't be taken: 1 to 64 printable characters in UTF-8, no link");
  ImportLine line{std::move(*email), std::move(*person_name), std::nullopt, std::nullopt};
  if (auto company = value(Kind::company, fields); !company.empty()) {
    if (!valid_slug(company)) return refused("'" + company + "' can't be a company's short name");
    line.company = std::move(company);
  }
  if (has(Kind::groups)) {
    auto groups = groups_of(value(Kind::groups, fields));
    if (const auto* reason = std::get_if<std::string>(&groups)) return refused(*reason);
    line.groups = std::move(std::get<0>(groups));
  }
  return line;
}

}  // namespace doorward
