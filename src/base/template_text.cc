#include "base/template_text.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::string_view kOpen = "[[";
constexpr std::string_view kClose = "]]";
// Marks that keep the order of what stands around a value when that is written the other way.
constexpr std::string_view kIsolate = "\u2068";
constexpr std::string_view kEndIsolate = "\u2069";
constexpr std::size_t kLetterColumns = 76;

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// "Each run of blanks as one, none at the ends."
std::string key_of(std::string_view text) {
  std::string key;
  for (const char c : text::trim(text)) {
    if (!is_blank(c))
      key += c;
    else if (key.back() != ' ')
      key += ' ';
  }
  return key;
}

// The text cut into what is a marker ({{…}}), a tag (<…>) and what is neither.
enum class Kind { words, marker, tag };
struct Piece {
  Kind kind;
  std::string_view text;
};

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const bool marker = text.starts_with("{{");
    const bool tag = text.front() == '<';
    auto end = marker ? text.find("}}") : tag ? text.find('>') : text.find_first_of("<{", 1);
    if (end != std::string_view::npos && (marker || tag)) end += marker ? 2 : 1;
    pieces.push_back({marker ? Kind::marker : tag ? Kind::tag : Kind::words, text.substr(0, end)});
    text = end == std::string_view::npos ? std::string_view() : text.substr(end);
  }
  return pieces;
}

std::multiset<std::string_view> markup_of(std::string_view text) {
  std::multiset<std::string_view> markup;
  for (const auto& [kind, piece] : pieces_of(text))
    if (kind != Kind::words) markup.insert(piece);
  return markup;
}

std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '"')
      out += "&quot;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

// A translation as it stands in the template.
std::string placed(std::string_view translation, const TextRules& rules) {
  std::string out;
  for (const auto& [kind, text] : pieces_of(translation)) {
    const bool value = kind == Kind::marker && text::lower(text.substr(2, 1)) != text.substr(2, 1);
    if (kind == Kind::tag)
      out += rules.html ? text : "";
    else if (kind == Kind::words)
      out += rules.html ? escaped(text) : std::string(text);
    else if (value && rules.right_to_left)
      out.append(kIsolate).append(text).append(kEndIsolate);
    else
      out += text;
  }
  return out;
}

// The English text: as it stands, but for tags in a text letter.
std::string as_it_stands(std::string_view text, const TextRules& rules) {
  std::string out;
  for (const auto& [kind, piece] : pieces_of(text))
    if (rules.html || kind != Kind::tag) out += piece;
  return out;
}

std::string wrapped(std::string_view text, std::size_t column) {
  std::string out;
  for (const auto word : text::split(text, ' ')) {
    const auto width = text::code_point_count(word);
    if (!out.empty() && column + 1 + width > kLetterColumns) {
      out += '\n';
      column = 0;
    } else if (!out.empty()) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
  }
  return out;
}

std::size_t column_at_end(std::string_view text) {
  const auto line = text.rfind('\n');
  return line == std::string_view::npos ? text.size() : text.size() - line - 1;
}

void require_markup(bool same, const std::string& key, const std::string& translation) {
  if (!same)
    throw std::runtime_error("its translation of '" + key +
                             "' must have the same markers and tags: '" + translation + "'");
  if (!text::valid_utf8(translation) || translation.find(kOpen) != std::string::npos ||
      translation.find('\n') != std::string::npos)
    throw std::runtime_error("its translation of '" + key + "' is not one line of UTF-8");
}

std::string plain_text(std::string_view text, const TextRules& rules, std::size_t column) {
  const auto key = key_of(text);
  const auto found = rules.catalogue == nullptr ? std::nullopt : rules.catalogue->find(key);
  if (!found) return as_it_stands(text, rules);
  require_markup(markup_of(*found) == markup_of(key), key, *found);
  const auto translation = placed(*found, rules);
  return rules.html ? translation : wrapped(translation, column);
}

std::string in_section(const std::string& section, const std::string& text) {
  return "{{#" + section + "}}" + text + "{{/" + section + "}}";
}

// The name in the first marker.
std::string count_of(std::string_view plural) {
  const auto open = plural.find("{{");
  const auto close = plural.find("}}");
  if (open == std::string_view::npos || close == std::string_view::npos)
    throw std::runtime_error("no marker says how many: [[…|" + std::string(plural) + "]]");
  return std::string(plural.substr(open + 2, close - open - 2));
}

std::string counted_text(std::string_view singular, std::string_view plural,
                         const TextRules& rules) {
  const auto count = count_of(plural);
  const auto key = key_of(singular);
  const auto found = rules.catalogue == nullptr ? std::nullopt : rules.catalogue->find_forms(key);
  if (!found)
    return in_section(english_form_section(count, true), as_it_stands(singular, rules)) +
           in_section(english_form_section(count, false), as_it_stands(plural, rules));
  if (rules.form_of != nullptr) *rules.form_of = found->form_of;
  const auto markup = markup_of(plural);
  std::string out;
  for (std::size_t form = 0; form < found->texts.size(); ++form) {
    const auto& translation = found->texts[form];
    require_markup(std::ranges::includes(markup, markup_of(translation)), key, translation);
    out += in_section(form_section(count, form), placed(translation, rules));
  }
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

// What a section's marks hold is `made` of what stood between them; all of that name.
template <typename Make>
void rewrite_sections(std::string& text, const std::string& name, const Make& made) {
  const auto open = "{{#" + name + "}}";
  const auto close = "{{/" + name + "}}";
  for (std::size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
    const auto end = text.find(close, at);
    if (end == std::string::npos) throw std::runtime_error(open + " has no end");
    const std::string now = made(text.substr(at + open.size(), end - at - open.size()));
    text.replace(at, end + close.size() - at, now);
    at += now.size();
  }
}

}  // namespace

std::string form_section(std::string_view count, std::size_t form) {
  return std::string(count) + "_FORM_" + std::to_string(form);
}

std::string english_form_section(std::string_view count, bool one) {
  return std::string(count) + (one ? "_ONE" : "_OTHER");
}

std::string in_language(std::string_view source, const TextRules& rules) {
  std::string out;
  while (true) {
    const auto open = source.find(kOpen);
    out += source.substr(0, open);
    if (open == std::string_view::npos) return out;
    const auto close = source.find(kClose, open);
    if (close == std::string_view::npos)
      throw std::runtime_error("no ]] after " + std::string(source.substr(open, 40)));
    const auto text = source.substr(open + kOpen.size(), close - open - kOpen.size());
    const auto bar = text.find('|');
    out += bar == std::string_view::npos
               ? plain_text(text, rules, column_at_end(out))
               : counted_text(text.substr(0, bar), text.substr(bar + 1), rules);
    source = source.substr(close + kClose.size());
  }
}

std::string with_languages(std::string source, const std::vector<const Language*>& languages,
                           const Language& current) {
  rewrite_sections(source, "LANGUAGES", [&](std::string text) {
    return languages.size() > 1 ? std::move(text) : std::string();
  });
  rewrite_sections(source, "EACH_LANGUAGE", [&](const std::string& text) {
    std::string all;
    for (const auto* language : languages) {
      const bool is_current = language->code() == current.code();
      auto one = text;
      rewrite_sections(one, "EACH_THIS", [&](std::string inner) {
        return is_current ? std::move(inner) : std::string();
      });
      rewrite_sections(one, "EACH_OTHER", [&](std::string inner) {
        return is_current ? std::string() : std::move(inner);
      });
      replace_all(one, "{{EACH_CODE}}", language->code());
      replace_all(one, "{{EACH_NAME}}", language->name());
      all += one;
    }
    return all;
  });
  return source;
}

}  // namespace doorward
