#include "t/case/expect.h"

#include <regex>
#include <stdexcept>
#include <thread>

#include "base/text.h"

namespace doorward::cases {
namespace {

// "~regular expression", else how it begins.
bool matches(const std::string& seen, const std::string& pattern) {
  if (!pattern.starts_with('~')) return seen.starts_with(pattern);
  return std::regex_search(seen, std::regex(pattern.substr(1)));
}

std::string verdict(bool good, const std::string& seen) {
  return good ? "" : seen;
}

std::string check_words(const std::string& key, const std::string& value, const Tab& tab) {
  const bool raw = key.starts_with("raw ");
  const std::string& words = raw ? tab.answer.body : tab.page.words;
  const auto wanted = raw ? value : fold(value);
  const bool found =
      wanted.starts_with('~') ? matches(words, wanted) : words.find(wanted) != words.npos;
  return verdict(found == key.ends_with("has"), found ? "it is there" : excerpt(tab));
}

std::string names(const Page& page) {
  std::string out = "the page has fields";
  for (const Field& it : page.fields) out += " " + it.name + (it.disabled ? " (disabled)" : "");
  out += ", buttons";
  for (const Button& it : page.buttons) out += " " + it.value + (it.disabled ? " (disabled)" : "");
  return out + "; " + page.words;
}

std::string check_field(const std::string& key, const std::string& value, const Tab& tab) {
  const auto equals = value.find(" =");
  const Field* field = tab.page.field(value.substr(0, equals));
  const bool there = field != nullptr && !field->disabled;
  if (key == "no field") return verdict(!there, "it is there");
  if (key == "disabled") return verdict(field != nullptr && field->disabled, names(tab.page));
  if (field == nullptr || !there) return names(tab.page);
  if (key == "read-only")
    return verdict(field->read_only || field->type == "hidden", "it can be written in");
  if (equals == value.npos) return "";
  const std::string wanted(text::trim(value.substr(equals + 2)));
  return verdict(field->value == wanted, "it holds \"" + field->value + "\"");
}

std::string check_button(const std::string& key, const std::string& value, const Tab& tab) {
  const Button* button = tab.page.button(value);
  if (key == "no button") return verdict(button == nullptr || button->disabled, "it is there");
  return verdict(button != nullptr, names(tab.page));
}

std::string check_link(const std::string& value, const Tab& tab, const std::string& origin) {
  std::string seen = "links:";
  for (const Link& link : tab.page.links) {
    const std::string target = resolve(tab, link.href, origin);
    if (matches(target, value) || link.label == fold(value)) return "";
    seen += " " + target;
  }
  return seen;
}

std::string check_header(const std::string& name, const std::string& value, const Tab& tab,
                         const std::string& origin) {
  std::string seen = "no such header";
  for (const auto& [key, have] : tab.answer.headers) {
    if (text::lower(key) != text::lower(name)) continue;
    const bool own = key == "Location" && have.starts_with(origin + "/");
    if (matches(have, value) || (own && matches(have.substr(origin.size()), value))) return "";
    seen = have;
  }
  return seen;
}

// A page or answer without what differs from person to person and from time to time.
std::string impersonal(const Tab& tab) {
  static const std::regex kAddress(R"([a-z0-9._+-]+@[a-z0-9.-]+)");
  static const std::regex kTime(R"(\d\d:\d\d( utc)?)");
  static const std::regex kCountDown(R"(\d+ (seconds?|minutes?))");
  std::string words = std::to_string(tab.answer.status) + " " + tab.page.words;
  words = std::regex_replace(words, kAddress, "ADDRESS");
  words = std::regex_replace(words, kTime, "TIME");
  words = std::regex_replace(words, kCountDown, "A WHILE");
  for (const auto& [name, value] : tab.answer.headers)
    if (text::lower(name) != "date" && text::lower(name) != "content-length")
      words += " " + text::lower(name);
  for (const Field& field : tab.page.fields) words += " " + field.name;
  for (const Button& button : tab.page.buttons) words += " " + button.value;
  return words;
}

std::string check_memory(const std::string& key, const std::string& value, Tab& tab,
                         const Surroundings& around) {
  if (key == "remember") {
    around.remembered[value] = impersonal(tab);
    return "";
  }
  const std::string now = impersonal(tab);
  return verdict(around.remembered.at(value) == now,
                 now + "\n    instead of: " + around.remembered.at(value));
}

std::string check_letters(const std::string& key, const std::string& value,
                          const Surroundings& around) {
  const auto patience = around.world.patience();
  const bool counted = key.starts_with("letters ");
  const std::string rest = key.substr(key.find(' ') + 1);
  const std::string address = rest.substr(0, rest.find(' '));
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto letters = around.letters(address);
    const bool enough = counted ? std::to_string(letters.size()) == value : !letters.empty();
    const bool late = std::chrono::steady_clock::now() >= deadline;
    if (!enough && !late) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      continue;
    }
    if (counted) return verdict(enough, std::to_string(letters.size()) + " letters");
    if (letters.empty()) return "no letter at all";
    std::string words = fold(letters.back().subject + "\n" + letters.back().text);
    const bool found = words.find(fold(value)) != words.npos;
    if (found == rest.ends_with(" has")) return "";
    if (late || !rest.ends_with(" has")) return words;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

std::string check_sql(const std::string& expectation, const Surroundings& around) {
  const auto arrow = expectation.find(" => ");
  if (arrow == expectation.npos) throw std::runtime_error("sql STATEMENT => VALUE");
  const std::string seen = around.world.sql_value(expectation.substr(4, arrow - 4));
  return verdict(seen == expectation.substr(arrow + 4), seen);
}

}  // namespace

std::string check(const std::string& expectation, Tab& tab, const Surroundings& around) {
  if (expectation.starts_with("sql ")) return check_sql(expectation, around);
  if (expectation == "no body") return verdict(tab.answer.body.empty(), tab.answer.body);
  if (expectation.starts_with("cookie ")) {
    const bool there = !tab.jar->value(expectation.substr(7)).empty();
    return verdict(there, "the browser has none");
  }
  if (expectation.starts_with("no cookie ")) {
    const std::string value = tab.jar->value(expectation.substr(10));
    return verdict(value.empty(), "the browser has " + value);
  }
  const auto colon = expectation.find(':');
  const std::string key = expectation.substr(0, colon);
  const std::string value(colon == expectation.npos ? ""
                                                    : text::trim(expectation.substr(colon + 1)));
  if (colon == expectation.npos && key.starts_with("no ") && key[3] >= 'A' && key[3] <= 'Z') {
    const std::string seen = header(tab.answer.headers, key.substr(3));
    return verdict(seen.empty(), seen);
  }
  if (colon == expectation.npos) throw std::runtime_error("not understood: " + expectation);
  if (key.ends_with("has") && !key.starts_with("letter ")) return check_words(key, value, tab);
  if (key.ends_with("lacks") && !key.starts_with("letter ")) return check_words(key, value, tab);
  if (key == "field" || key == "no field" || key == "disabled" || key == "read-only")
    return check_field(key, value, tab);
  if (key == "button" || key == "no button") return check_button(key, value, tab);
  if (key == "link") return check_link(value, tab, around.world.origin());
  if (key == "no link")
    return verdict(!check_link(value, tab, around.world.origin()).empty(), "it is there");
  if (key == "at") return verdict(matches(tab.url, value), tab.url);
  if (key == "remember" || key == "same as") return check_memory(key, value, tab, around);
  if (key.starts_with("letters ") || key.starts_with("letter "))
    return check_letters(key, value, around);
  if (key[0] >= 'A' && key[0] <= 'Z') return check_header(key, value, tab, around.world.origin());
  throw std::runtime_error("not understood: " + expectation);
}

std::string excerpt(const Tab& tab) {
  std::string words = tab.page.words;
  if (tab.answer.status >= 300 && tab.answer.status < 400)
    return "Location: " + header(tab.answer.headers, "Location");
  if (words.size() > 900) words.replace(900, std::string::npos, "...");
  return "the page says: " + words;
}

}  // namespace doorward::cases
