#include "t/case/page.h"

#include <array>
#include <cstdint>
#include <map>
#include <utility>

#include "base/text.h"

namespace doorward::cases {
namespace {

using Attributes = std::map<std::string, std::string, std::less<>>;

std::string utf8(std::uint32_t c) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xc0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xe0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

std::string entity(const std::string& name) {
  static const std::map<std::string, std::string> kNamed = {
      {"amp", "&"},       {"lt", "<"},     {"gt", ">"},    {"quot", "\""}, {"apos", "'"},
      {"nbsp", "\u00a0"}, {"middot", "·"}, {"rsquo", "’"}, {"lsquo", "‘"}, {"rdquo", "”"},
      {"ldquo", "“"},     {"hellip", "…"}, {"ndash", "–"}, {"mdash", "—"}};
  if (const auto found = kNamed.find(name); found != kNamed.end()) return found->second;
  if (!name.starts_with('#')) return "&" + name + ";";
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  return utf8(
      static_cast<std::uint32_t>(std::stoul(name.substr(hex ? 2 : 1), nullptr, hex ? 16 : 10)));
}

std::string decode(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = text.starts_with('&') ? text.substr(0, 12).find(';') : text.npos;
    if (end != text.npos && end > 1) {
      out += entity(std::string(text.substr(1, end - 1)));
      text.remove_prefix(end + 1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view html) : rest_(html) {}

  Page read() {
    while (!rest_.empty()) {
      const auto open = rest_.find('<');
      words_ += decode(rest_.substr(0, open));
      if (open == rest_.npos) break;
      rest_.remove_prefix(open);
      if (rest_.starts_with("<!--"))
        skip_past("-->");
      else if (rest_.starts_with("<!"))
        skip_past(">");
      else
        read_tag();
    }
    page_.words = fold(words_);
    return std::move(page_);
  }

 private:
  void skip_past(std::string_view end) {
    const auto at = rest_.find(end);
    rest_.remove_prefix(at == rest_.npos ? rest_.size() : at + end.size());
  }

  std::string take_name() {
    const auto end = rest_.find_first_of(" \t\r\n/>=");
    std::string name = text::lower(rest_.substr(0, end));
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end);
    return name;
  }

  std::string take_value() {
    rest_.remove_prefix(1);
    const char quote = rest_.empty() ? ' ' : rest_.front();
    if (quote != '"' && quote != '\'') return decode(take_name());
    const auto end = rest_.find(quote, 1);
    const auto value = rest_.substr(1, end == rest_.npos ? rest_.npos : end - 1);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    return decode(value);
  }

  void read_tag() {
    rest_.remove_prefix(1);
    const bool closing = rest_.starts_with('/');
    if (closing) rest_.remove_prefix(1);
    const std::string name = take_name();
    Attributes attributes;
    while (!rest_.empty() && rest_.front() != '>') {
      if (rest_.find_first_of(" \t\r\n/") == 0) {
        rest_.remove_prefix(1);
        continue;
      }
      const std::string key = take_name();
      if (rest_.starts_with('='))
        attributes[key] = take_value();
      else if (key.empty())
        rest_.remove_prefix(1);
      else
        attributes[key] = "";
    }
    if (!rest_.empty()) rest_.remove_prefix(1);
    if (!is_inline(name)) words_ += ' ';
    if (closing)
      close(name);
    else
      open(name, attributes);
  }

  static bool is_inline(std::string_view name) {
    for (const std::string_view it : {"a", "b", "strong", "em", "span", "code", "time", "wbr", "i"})
      if (name == it) return true;
    return false;
  }

  void open(const std::string& name, Attributes& attributes) {
    if (name == "script" || name == "style" || name == "title") skip_past("</" + name);
    const bool off = attributes.contains("disabled") || off_ > 0;
    if (name == "fieldset") {
      fieldsets_.push_back(attributes.contains("disabled"));
      off_ += fieldsets_.back() ? 1 : 0;
    } else if (name == "form") {
      page_.forms.push_back({attributes["action"], text::lower(attributes["method"])});
      form_ = page_.forms.size();
    } else if (name == "input") {
      page_.fields.push_back({.form = form_,
                              .name = attributes["name"],
                              .value = attributes["value"],
                              .type = text::lower(attributes["type"]),
                              .disabled = off,
                              .read_only = attributes.contains("readonly"),
                              .checked = attributes.contains("checked")});
    } else if (name == "button") {
      page_.buttons.push_back({form_, attributes["name"], attributes["value"], "", off});
      button_at_ = words_.size();
    } else if (name == "a") {
      page_.links.push_back({attributes["href"], ""});
      link_at_ = words_.size();
    }
  }

  void close(const std::string& name) {
    if (name == "form") form_ = 0;
    if (name == "button" && !page_.buttons.empty())
      page_.buttons.back().label = fold(words_.substr(button_at_));
    if (name == "a" && !page_.links.empty())
      page_.links.back().label = fold(words_.substr(link_at_));
    if (name == "fieldset" && !fieldsets_.empty()) {
      off_ -= fieldsets_.back() ? 1 : 0;
      fieldsets_.pop_back();
    }
  }

  std::string_view rest_;
  std::string words_;
  Page page_;
  std::size_t form_ = 0;
  std::size_t button_at_ = 0;
  std::size_t link_at_ = 0;
  std::vector<bool> fieldsets_;
  int off_ = 0;
};

}  // namespace

const Field* Page::field(std::string_view name) const {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

const Button* Page::button(std::string_view label_or_value) const {
  const Button* found = nullptr;
  for (const Button& button : buttons) {
    if (button.value != label_or_value && button.label != fold(label_or_value)) continue;
    if (!button.disabled) return &button;
    found = &button;
  }
  return found;
}

Page read_page(std::string_view html) {
  return Reader(html).read();
}

std::string fold(std::string_view text) {
  static const std::array<std::pair<std::string_view, std::string_view>, 5> kPlain = {
      {{"’", "'"}, {"‘", "'"}, {"“", "\""}, {"”", "\""}, {"\u00a0", " "}}};
  std::string plain(text);
  for (const auto& [fancy, simple] : kPlain)
    for (auto at = plain.find(fancy); at != plain.npos; at = plain.find(fancy, at))
      plain.replace(at, fancy.size(), simple);
  std::string out;
  for (const char c : text::lower(plain)) {
    const bool blank = std::string_view(" \t\r\n").find(c) != std::string_view::npos;
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return std::string(text::trim(out));
}

}  // namespace doorward::cases
