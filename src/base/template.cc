#include "base/template.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <ctemplate/template.h>

#include "base/catalogue.h"
#include "base/check.h"
#include "base/crypto.h"
#include "base/language.h"
#include "base/template_names.h"
#include "base/template_text.h"
#include "base/text.h"

namespace doorward {
namespace {

using ctemplate::TemplateDictionary;

constexpr const char* kEnglish = "en";
constexpr const char* kCatalogueFolder = "language";
constexpr const char* kStylesheet = "doorward.css";

// Blank lines are paragraphs in a letter and noise in a page. Stripping more would join words.
ctemplate::Strip strip_of(std::string_view name) {
  return name.ends_with(".txt.tpl") ? ctemplate::DO_NOT_STRIP : ctemplate::STRIP_BLANK_LINES;
}

ctemplate::TemplateString view(std::string_view text) {
  return {text.data(), text.size()};
}

// "part/code-box.html.tpl" -> "CODE_BOX"
std::string marker_of(std::string_view part) {
  std::string marker(part.substr(5, part.find('.') - 5));
  std::ranges::transform(marker, marker.begin(), [](char c) {
    return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return marker;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path catalogue_file(const std::filesystem::path& directory,
                                     const std::string& code) {
  return directory / kCatalogueFolder / (code + ".mo");
}

// A page that lacks its letterhead, or is not there, would be seen by visitors first.
void require_all(const std::filesystem::path& directory) {
  std::string missing;
  for (const auto* name : kTemplateNames)
    if (!std::filesystem::exists(directory / name))
      missing += (missing.empty() ? "" : ", ") + std::string(name);
  if (!missing.empty())
    throw std::runtime_error("templates that " + directory.string() + " lacks: " + missing);
}

struct File {
  std::string name;
  std::string source;
  std::string marker;                 // of a part: how it is included
  std::vector<const File*> includes;  // parts
};
using Files = std::map<std::string, File, std::less<>>;

// The templates in one language.
struct Speech {
  Speech(const std::string& code, const Config& config) : language(code, config.time_zone) {
    const auto file = catalogue_file(config.template_dir, code);
    if (code != kEnglish || std::filesystem::exists(file)) catalogue.emplace(file);
  }

  Language language;
  std::optional<Catalogue> catalogue;
  FormOf form_of{};
  ctemplate::TemplateCache cache;
};
using Speeches = std::list<Speech>;

// The languages that there are: the site's own first, the others by their code.
std::vector<std::string> codes_of(const Config& config) {
  std::set<std::string> there{kEnglish};
  const auto folder = config.template_dir / kCatalogueFolder;
  if (std::filesystem::is_directory(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".mo") there.insert(entry.path().stem().string());
  auto wanted = config.languages;
  if (wanted.empty()) wanted.assign(there.begin(), there.end());
  std::erase(wanted, config.language);
  wanted.insert(wanted.begin(), config.language);
  for (const auto& code : wanted)
    if (!there.contains(code))
      throw ConfigError("languages: there is no " +
                        catalogue_file(config.template_dir, code).string());
  return wanted;
}

Files read_files(const std::filesystem::path& directory) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".tpl") continue;
    const auto name = entry.path().lexically_relative(directory).string();
    files[name] = {
        name, read_file(entry.path()), name.starts_with("part/") ? marker_of(name) : "", {}};
  }
  for (auto& [name, file] : files)
    for (const auto& [part_name, part] : files)
      if (!part.marker.empty() && file.source.find("{{>" + part.marker + "}}") != std::string::npos)
        file.includes.push_back(&part);
  return files;
}

// A file that can't be used is added to `bad`.
void load(Speech& speech, const Files& files, const std::vector<const Language*>& languages,
          std::string& bad) {
  TextRules rules{speech.catalogue ? &*speech.catalogue : nullptr, &speech.form_of,
                  speech.language.right_to_left()};
  for (const auto& [name, file] : files) {
    std::string reason;
    try {
      rules.html = name.ends_with(".html.tpl");
      const auto text = in_language(with_languages(file.source, languages, speech.language), rules);
      if (speech.cache.StringToTemplateCache(view(name), view(text), strip_of(name))) continue;
    } catch (const std::runtime_error& error) {
      reason = std::string(": ") + error.what();
    }
    bad += (bad.empty() ? "" : ", ") + name + " (" + speech.language.code() + reason + ")";
  }
  // From here on a file that changes or vanishes changes nothing.
  speech.cache.Freeze();
}

std::string text_of(const Written& written, const Language& language) {
  struct Writer {
    const Language& language;
    std::string operator()(TimeOfDay it) const { return language.time_of_day(it.time); }
    std::string operator()(Date it) const { return language.date(it.time); }
    std::string operator()(DateAndTime it) const { return language.date_and_time(it.time); }
    std::string operator()(Day it) const { return language.day(it.midnight); }
    std::string operator()(Count it) const { return std::to_string(it.count); }
  };
  return std::visit(Writer{language}, written);
}

// Which texts go with a number; a text that this language lacks is English, and has its forms.
template <typename Show>
void show_form(const Show& show, const std::string& name, std::uint64_t count,
               const Speech& speech) {
  show(form_section(name, speech.form_of[cycle_index(count)]));
  show(english_form_section(name, count == 1));
}

void add_parts(TemplateDictionary& dictionary, const File& file) {
  std::set<const File*> of_page(file.includes.begin(), file.includes.end());
  for (const auto* part : file.includes) {
    auto* included = dictionary.AddIncludeDictionary(view(part->marker));
    included->SetFilename(view(part->name));
    // Parts may include parts, one level deep. In a section, ctemplate looks for them on the page.
    for (const auto* inner : part->includes) {
      included->AddIncludeDictionary(view(inner->marker))->SetFilename(view(inner->name));
      if (of_page.insert(inner).second)
        dictionary.AddIncludeDictionary(view(inner->marker))->SetFilename(view(inner->name));
    }
  }
}

}  // namespace

TemplateData& TemplateData::set(std::string_view name, std::string_view value) {
  values_.insert_or_assign(std::string(name), std::string(value));
  return *this;
}

TemplateData& TemplateData::set(std::string_view name, Written value) {
  written_.insert_or_assign(std::string(name), value);
  return *this;
}

TemplateData& TemplateData::show(std::string_view section) {
  sections_.emplace(section);
  return *this;
}

TemplateData& TemplateData::repeat(std::string_view section) {
  return repeated_[std::string(section)].emplace_back();
}

struct Templates::Loaded {
  Files files;
  Speeches speeches;

  const Speech& speech(std::string_view code) const {
    const auto found = std::ranges::find(speeches, code, [](const Speech& speech) {
      return std::string_view(speech.language.code());
    });
    return found == speeches.end() ? speeches.front() : *found;
  }
};

Templates::Templates(const Config& config) : codes_(codes_of(config)) {
  const auto& directory = config.template_dir;
  require_all(directory);
  auto loaded = std::make_unique<Loaded>();
  loaded->files = read_files(directory);
  std::vector<const Language*> languages;
  for (const auto& code : codes_)
    languages.push_back(&loaded->speeches.emplace_back(code, config).language);
  std::string bad;
  for (auto& speech : loaded->speeches) load(speech, loaded->files, languages, bad);
  if (!bad.empty())
    throw std::runtime_error("templates of " + directory.string() + " that don't load: " + bad);
  const auto digest = text::hex(sha256(read_file(directory / "static" / kStylesheet)));
  stylesheet_ = std::string(kStylesheet) + "?v=" + digest.substr(0, 12);
  loaded_ = std::move(loaded);
}

Templates::Templates(const std::filesystem::path& directory)
    : Templates([&] {
        Config config;
        config.template_dir = directory;
        config.time_zone = "Etc/UTC";
        return config;
      }()) {}

Templates::~Templates() = default;

std::string Templates::expand(std::string_view language, std::string_view name,
                              const TemplateData& data) const {
  const auto found = loaded_->files.find(name);
  check(found != loaded_->files.end(), "a template that was loaded at start");
  const auto& speech = loaded_->speech(language);
  const auto fill = [&](const TemplateData& from, const auto& set, const auto& show) {
    for (const auto& [key, value] : from.values_) {
      set(key, value);
      show((value.empty() ? "NO_" : "HAS_") + key);
    }
    for (const auto& [key, written] : from.written_) {
      set(key, text_of(written, speech.language));
      show("HAS_" + key);
      if (const auto* count = std::get_if<Count>(&written))
        show_form(show, key, count->count, speech);
    }
    for (const auto& section : from.sections_) show(section);
  };
  TemplateDictionary page("page");
  const auto set_globally = [&](std::string_view key, std::string_view value) {
    page.SetTemplateGlobalValue(view(key), view(value));
  };
  fill(data, set_globally,
       [&](std::string_view section) { page.ShowTemplateGlobalSection(view(section)); });
  set_globally("LANGUAGE", speech.language.code());
  set_globally("DIRECTION", speech.language.right_to_left() ? "rtl" : "ltr");
  for (const auto& [section, rows] : data.repeated_)
    for (const auto& row : rows) {
      auto* shown = page.AddSectionDictionary(view(section));
      fill(
          row,
          [&](std::string_view key, std::string_view value) {
            shown->SetValue(view(key), view(value));
          },
          [&](std::string_view inner) { shown->ShowSection(view(inner)); });
    }
  add_parts(page, found->second);
  std::string out;
  if (!speech.cache.ExpandNoLoad(view(name), strip_of(name), &page, nullptr, &out))
    throw std::runtime_error("template failed: " + std::string(name));
  return out;
}

}  // namespace doorward
