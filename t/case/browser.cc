#include "t/case/browser.h"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include "base/text.h"

namespace doorward::cases {
namespace {

std::string role_of(std::string_view name) {
  if (name.find("doorward") == name.npos) return "";
  for (const char* role : {"flow", "browser", "bounces"})
    if (name.find("-" + std::string(role)) != name.npos) return role;
  return "session";
}

bool holds(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string encode(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out +=
        (out.empty() ? "" : "&") + text::percent_encode(name) + "=" + text::percent_encode(value);
  return out;
}

// The first wish of a name replaces what the form holds; a further one makes it come twice.
Fields apply(Fields fields, const Wishes& wishes) {
  std::erase_if(fields, [&](const auto& it) { return holds(wishes.without, it.first); });
  std::vector<std::string> seen;
  for (const auto& wish : wishes.fields) {
    const auto same = [&](const auto& it) { return it.first == wish.first; };
    const auto found = std::find_if(fields.begin(), fields.end(), same);
    if (found == fields.end() || holds(seen, wish.first))
      fields.push_back(wish);
    else
      found->second = wish.second;
    seen.push_back(wish.first);
  }
  return fields;
}

Headers usual_headers(const std::string& method) {
  Headers headers = {{"User-Agent",
                      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
                      "Firefox/128.0"},
                     {"Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"},
                     {"Sec-Fetch-Mode", "navigate"},
                     {"Sec-Fetch-Dest", "document"}};
  if (method == "POST") {
    headers.emplace_back("Sec-Fetch-Site", "same-origin");
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  }
  return headers;
}

}  // namespace

void CookieJar::take(const Headers& headers) {
  for (const auto& [key, line] : headers) {
    if (text::lower(key) != "set-cookie") continue;
    const std::string attributes = text::lower(line);
    const auto equals = line.find('=');
    const std::string name = line.substr(0, equals);
    std::erase_if(cookies_, [&](const Cookie& it) { return it.name == name; });
    if (attributes.find("max-age=0") != attributes.npos) continue;
    cookies_.push_back({name, line.substr(equals + 1, line.find(';') - equals - 1),
                        attributes.find("max-age") != attributes.npos});
  }
}

std::string CookieJar::header(const std::vector<std::string>& without_roles) const {
  std::string out;
  for (const Cookie& cookie : cookies_)
    if (!holds(without_roles, role_of(cookie.name)))
      out += (out.empty() ? "" : "; ") + cookie.name + "=" + cookie.value;
  return out;
}

void CookieJar::forget(std::string_view role) {
  std::erase_if(cookies_, [&](const Cookie& it) { return role_of(it.name) == role; });
}

void CookieJar::restart() {
  std::erase_if(cookies_, [](const Cookie& it) { return !it.lasting; });
}

std::string CookieJar::value(std::string_view role) const {
  for (const Cookie& cookie : cookies_)
    if (role_of(cookie.name) == role) return cookie.value;
  return "";
}

void CookieJar::set(std::string_view role, const std::string& value) {
  std::string name;
  for (const Cookie& cookie : cookies_)
    if (!role_of(cookie.name).empty())
      name = std::regex_replace(cookie.name, std::regex("-(flow|browser|bounces)"), "");
  if (name.empty()) throw std::runtime_error("no cookie of ours to tell the names from");
  if (role != "session") name.replace(name.find("doorward"), 8, "doorward-" + std::string(role));
  forget(role);
  cookies_.push_back({name, value, false});
}

Wishes read_wishes(const std::vector<std::string>& lines) {
  static const std::regex kHeader("([A-Z][A-Za-z-]*): ?(.*)");
  static const std::regex kField(R"((\S+) =(?: ([^]*))?)");
  Wishes wishes;
  std::smatch match;
  for (const std::string& line : lines) {
    const auto rest = line.substr(std::min(line.size(), line.find(' ') + 1));
    if (std::regex_match(line, match, kHeader))
      set_header(wishes.headers, match.str(1), match.str(2));
    else if (std::regex_match(line, match, kField))
      wishes.fields.emplace_back(match.str(1), match.str(2));
    else if (line.starts_with("without "))
      wishes.without.push_back(rest);
    else if (line.starts_with("cookie "))
      wishes.cookies.push_back(rest);
    else if (line.starts_with("body "))
      wishes.body = rest;
    else if (line == "empty body")
      wishes.body = "";
    else if (line.starts_with("from "))
      wishes.from = rest;
    else if (line.starts_with("times "))
      continue;  // the player counts
    else if (line == "within a moment")
      wishes.patient = true;
    else
      throw std::runtime_error("not understood: " + line);
  }
  return wishes;
}

Asked compose(const Tab& tab, const std::string& method, std::string target, const Fields& form,
              const Wishes& wishes) {
  Asked asked{.method = method,
              .target = std::move(target),
              .headers = usual_headers(method),
              .body = "",
              .from = wishes.from};
  const std::string encoded = encode(apply(form, wishes));
  if (wishes.body)
    asked.body = *wishes.body;
  else if (method != "GET" && method != "HEAD")
    asked.body = encoded;
  else if (!encoded.empty())
    asked.target += (asked.target.find('?') == std::string::npos ? "?" : "&") + encoded;

  std::vector<std::string> roles;
  for (const std::string& it : wishes.without)
    if (it.starts_with("cookie ")) roles.push_back(it.substr(7));
  std::string cookies = holds(wishes.without, "cookies") ? "" : tab.jar->header(roles);
  for (const std::string& raw : wishes.cookies) cookies += (cookies.empty() ? "" : "; ") + raw;
  if (!cookies.empty()) asked.headers.emplace_back("Cookie", cookies);
  for (const auto& [name, value] : wishes.headers) set_header(asked.headers, name, value);
  for (const std::string& it : wishes.without)
    if (it.find('-') != it.npos) drop_header(asked.headers, it);
  return asked;
}

Fields form_fields(const Tab& tab, const Button& button) {
  Fields fields;
  for (const Field& field : tab.page.fields) {
    const bool box = field.type == "checkbox" || field.type == "radio";
    if (field.form == button.form && !field.disabled && !field.name.empty() &&
        (!box || field.checked))
      fields.emplace_back(field.name, field.value);
  }
  if (!button.name.empty()) fields.emplace_back(button.name, button.value);
  return fields;
}

Fields hidden_fields(const Tab& tab) {
  const Field* token = tab.page.field("csrf");
  Fields fields;
  for (const Field& field : tab.page.fields)
    if (token != nullptr && field.form == token->form && field.type == "hidden")
      fields.emplace_back(field.name, field.value);
  return fields;
}

void show(Tab& tab, const Asked& asked, Answer answer) {
  tab.jar->take(answer.headers);
  tab.answer = std::move(answer);
  if (tab.answer.status >= 300 && tab.answer.status < 400) return;
  tab.history.push_back(tab);
  tab.url = asked.target;
  tab.loaded = asked;
  tab.page = header(tab.answer.headers, "Content-Type").starts_with("application/json")
                 ? Page{.words = fold(tab.answer.body),
                        .forms = {},
                        .fields = {},
                        .buttons = {},
                        .links = {}}
                 : read_page(tab.answer.body);
}

void go_back(Tab& tab) {
  if (tab.history.empty()) throw std::runtime_error("no page to go back to");
  static_cast<Shown&>(tab) = Shown(tab.history.back());
  tab.history.pop_back();
}

std::string resolve(const Tab& tab, const std::string& href, const std::string& origin) {
  if (href.empty()) return tab.url;
  if (href.starts_with(origin + "/")) return href.substr(origin.size());
  if (href == origin) return "/";
  if (href.starts_with('/') || href.find(':') < href.find_first_of("/?")) return href;
  const std::string path = tab.url.substr(0, tab.url.find('?'));
  if (href.starts_with('?')) return path + href;
  return path.substr(0, path.rfind('/') + 1) + href;
}

}  // namespace doorward::cases
