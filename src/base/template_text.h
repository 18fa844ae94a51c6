// The texts of a template, put into one language when templates are loaded.
//
// A text stands in the template as [[text]], in English; its key in the catalogue is the same with
// each run of blanks and line ends as one blank. It may hold markers and HTML tags; a text letter
// takes the same text without the tags. What changes with a number stands as [[singular|plural]],
// and the plural's first marker is that number: [[{{N}} minute|{{N}} minutes]].
//
// What the catalogue lacks stays English. A translation has the markers and the tags of its text
// (each form of a plural, some of them), or the program does not start: it could break a page, or
// put something into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/catalogue.h"
#include "base/language.h"

namespace doorward {

// Which form goes with a number, by cycle_index.
using FormOf = std::array<std::uint8_t, Catalogue::kCycle>;

struct TextRules {
  const Catalogue* catalogue = nullptr;  // none for English
  FormOf* form_of = nullptr;             // where the language's rule is put once it is seen
  bool right_to_left = false;
  bool html = true;
};

// Throws std::runtime_error that names the text.
std::string in_language(std::string_view source, const TextRules& rules);

// The section of a number's form, and those of a text that stays English.
std::string form_section(std::string_view count, std::size_t form);
std::string english_form_section(std::string_view count, bool one);

// What stands between {{#EACH_LANGUAGE}} and {{/EACH_LANGUAGE}}, once for each: {{EACH_CODE}} and
// {{EACH_NAME}} are its own, {{#EACH_THIS}} stays where it is `current`, {{#EACH_OTHER}} elsewhere.
// Where there is but one language, nothing stays of {{#LANGUAGES}}.
std::string with_languages(std::string source, const std::vector<const Language*>& languages,
                           const Language& current);

}  // namespace doorward
