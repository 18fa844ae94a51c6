#include "inspect/gate_echo.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "inspect/gate_path_tricks.h"

namespace doorward::inspect {
namespace {

constexpr std::string_view kHttp = "HTTP_";
constexpr std::size_t kShownBytesMax = 100;

std::string canonical(std::string_view name) {
  auto spelt = in_capitals(std::string(name));
  std::ranges::replace(spelt, '-', '_');
  while (spelt.starts_with(kHttp)) spelt.erase(0, kHttp.size());
  return spelt;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::set<std::string> as_set(const std::vector<std::string>& groups) {
  return {groups.begin(), groups.end()};
}

bool is_right(const Echoed& line, const Person& person) {
  if (line.name == "REMOTE_USER" || line.name == "REMOTE_EMAIL") return line.value == person.email;
  if (line.name == "REMOTE_NAME") return line.value == person.name;
  std::set<std::string> told;
  for (const auto group : text::split(line.value, ',')) told.insert(std::string(text::trim(group)));
  return told == as_set(person.groups);
}

bool has_our_cookie(std::string_view cookies) {
  for (auto pair : text::split(cookies, ';')) {
    pair = text::trim(pair);
    for (const std::string_view prefix : {"__Host-", "__Secure-"})
      if (pair.starts_with(prefix)) pair.remove_prefix(prefix.size());
    if (pair.starts_with("doorward")) return true;
  }
  return false;
}

void add_once(std::vector<std::string>& sentences, const std::string& sentence) {
  if (std::ranges::find(sentences, sentence) == sentences.end()) sentences.push_back(sentence);
}

}  // namespace

std::optional<Person> person_of(const std::string& json) {
  const auto me = Json::parse(json, nullptr, false);
  if (!me.is_object() || !me.contains("groups") || !me["groups"].is_array()) return std::nullopt;
  Person person{me.value("email", ""), me.value("name", ""), {}};
  for (const auto& group : me["groups"])
    if (group.is_string()) person.groups.push_back(group.get<std::string>());
  if (person.email.empty()) return std::nullopt;
  return person;
}

std::vector<Echoed> echoed(std::string_view body) {
  std::vector<Echoed> lines;
  for (const auto line : text::split(body, '\n')) {
    const auto end = line.find_first_of(":=");
    if (end == line.npos) continue;
    const auto name = text::trim(line.substr(0, end));
    if (is_name(name))
      lines.push_back({canonical(name), std::string(text::trim(line.substr(end + 1)))});
  }
  return lines;
}

bool is_echo(const std::vector<Echoed>& lines) {
  return std::ranges::any_of(lines, [](const Echoed& line) {
    return line.name == "USER_AGENT" || line.name == "ACCEPT" || line.name == "REMOTE_USER";
  });
}

std::vector<std::string> identity_faults(std::string_view body, const Person& person) {
  std::vector<std::string> faults;
  const auto lines = echoed(body);
  for (const auto* name : {"REMOTE_USER", "REMOTE_EMAIL", "REMOTE_NAME", "REMOTE_GROUPS"}) {
    bool told = false;
    for (const auto& line : lines) {
      if (line.name != name) continue;
      told = true;
      if (!is_right(line, person))
        add_once(faults, "the portal is told " + line.name + " = '" +
                             line.value.substr(0, kShownBytesMax) +
                             "', which is not what the gate says");
    }
    if (!told) add_once(faults, std::string("the portal is not told ") + name);
  }
  return faults;
}

std::vector<std::string> cookie_faults(std::string_view body, std::string_view token) {
  std::vector<std::string> faults;
  for (const auto& line : echoed(body))
    if (line.name == "COOKIE" && has_our_cookie(line.value))
      add_once(faults, "the portal gets Doorward's cookies");
  if (body.find(token) != body.npos)
    add_once(faults, "the portal gets the session's token, and could take it over");
  return faults;
}

std::vector<std::string> passed_on(const std::vector<Echoed>& lines, std::string_view mark) {
  std::vector<std::string> names;
  for (const auto& line : lines)
    if (line.value.find(mark) != line.value.npos && !line.name.starts_with("REMOTE_"))
      add_once(names, line.name);
  return names;
}

}  // namespace doorward::inspect
