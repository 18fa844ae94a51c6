#include "base/template.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <ctemplate/template.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/template_names.h"
#include "base/text.h"

namespace doorward {
namespace {

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

// A page that lacks its letterhead, or is not there, would be seen by visitors first.
void require_all(const std::filesystem::path& directory) {
  std::string missing;
  for (const auto* name : kTemplateNames)
    if (!std::filesystem::exists(directory / name))
      missing += (missing.empty() ? "" : ", ") + std::string(name);
  if (!missing.empty())
    throw std::runtime_error("templates that " + directory.string() + " lacks: " + missing);
}

}  // namespace

TemplateData& TemplateData::set(std::string_view name, std::string_view value) {
  values_.insert_or_assign(std::string(name), std::string(value));
  return *this;
}

TemplateData& TemplateData::show(std::string_view section) {
  sections_.emplace(section);
  return *this;
}

TemplateData& TemplateData::repeat(std::string_view section) {
  return repeated_[std::string(section)].emplace_back();
}

Templates::Templates(const std::filesystem::path& directory) {
  require_all(directory);
  std::string bad;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".tpl") continue;
    const auto name = entry.path().lexically_relative(directory).string();
    if (!ctemplate::LoadTemplate(entry.path().string(), strip_of(name)))
      bad += (bad.empty() ? "" : ", ") + entry.path().string();
    files_[name] = {entry.path().string(), name.starts_with("part/") ? marker_of(name) : "", {}};
  }
  if (!bad.empty()) throw std::runtime_error("templates that don't load: " + bad);
  for (auto& [name, file] : files_) {
    const auto text = read_file(file.path);
    for (const auto& [part_name, part] : files_)
      if (!part.marker.empty() && text.find("{{>" + part.marker + "}}") != std::string::npos)
        file.includes.push_back(&part);
  }
  const auto digest = text::hex(sha256(read_file(directory / "static" / kStylesheet)));
  stylesheet_ = std::string(kStylesheet) + "?v=" + digest.substr(0, 12);
  // From here on a file that changes or vanishes changes nothing.
  ctemplate::mutable_default_template_cache()->Freeze();
}

std::string Templates::expand(std::string_view name, const TemplateData& data) const {
  const auto found = files_.find(name);
  check(found != files_.end(), "a template that was loaded at start");
  const auto& file = found->second;
  ctemplate::TemplateDictionary dictionary("page");
  for (const auto& [key, value] : data.values_) {
    dictionary.SetTemplateGlobalValue(view(key), view(value));
    dictionary.ShowTemplateGlobalSection((value.empty() ? "NO_" : "HAS_") + key);
  }
  for (const auto& section : data.sections_) dictionary.ShowTemplateGlobalSection(view(section));
  for (const auto& [section, rows] : data.repeated_)
    for (const auto& row : rows) {
      auto* shown = dictionary.AddSectionDictionary(view(section));
      for (const auto& [key, value] : row.values_) {
        shown->SetValue(view(key), view(value));
        shown->ShowSection((value.empty() ? "NO_" : "HAS_") + key);
      }
      for (const auto& inner : row.sections_) shown->ShowSection(view(inner));
    }
  std::set<const File*> of_page(file.includes.begin(), file.includes.end());
  for (const auto* part : file.includes) {
    auto* included = dictionary.AddIncludeDictionary(view(part->marker));
    included->SetFilename(view(part->path));
    // Parts may include parts, one level deep. In a section, ctemplate looks for them on the page.
    for (const auto* inner : part->includes) {
      included->AddIncludeDictionary(view(inner->marker))->SetFilename(view(inner->path));
      if (of_page.insert(inner).second)
        dictionary.AddIncludeDictionary(view(inner->marker))->SetFilename(view(inner->path));
    }
  }
  std::string out;
  if (!ctemplate::ExpandTemplate(view(file.path), strip_of(name), &dictionary, &out))
    throw std::runtime_error("template failed: " + std::string(name));
  return out;
}

}  // namespace doorward
