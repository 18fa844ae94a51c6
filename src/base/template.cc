#include "base/template.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <ctemplate/template.h>

#include "base/check.h"
#include "base/crypto.h"
#include "base/text.h"

namespace doorward {
namespace {

constexpr const char* kStylesheet = "doorward.css";

// Blank lines are paragraphs in a letter and noise in a page. Stripping more would join words.
ctemplate::Strip strip_of(std::string_view name) {
  return name.ends_with(".txt.tpl") ? ctemplate::DO_NOT_STRIP : ctemplate::STRIP_BLANK_LINES;
}

ctemplate::TemplateString view(std::string_view text) {
  return ctemplate::TemplateString(text.data(), text.size());
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

}  // namespace

TemplateData& TemplateData::set(std::string_view name, std::string_view value) {
  values_.insert_or_assign(std::string(name), std::string(value));
  return *this;
}

TemplateData& TemplateData::show(std::string_view section) {
  sections_.emplace(section);
  return *this;
}

Templates::Templates(std::filesystem::path directory) : directory_(std::move(directory)) {
  std::string bad;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_)) {
    if (entry.path().extension() != ".tpl") continue;
    const auto name = entry.path().lexically_relative(directory_).string();
    if (!ctemplate::LoadTemplate(entry.path().string(), strip_of(name)))
      bad += (bad.empty() ? "" : ", ") + entry.path().string();
    names_.insert(name);
    if (name.starts_with("part/")) parts_.emplace(marker_of(name), name);
  }
  if (!bad.empty()) throw std::runtime_error("templates that don't load: " + bad);
  if (names_.empty()) throw std::runtime_error("no templates in " + directory_.string());
  const auto digest = text::hex(sha256(read_file(directory_ / "static" / kStylesheet)));
  stylesheet_ = std::string(kStylesheet) + "?v=" + digest.substr(0, 12);
  // From here on a file that changes or vanishes changes nothing.
  ctemplate::mutable_default_template_cache()->Freeze();
}

std::string Templates::expand(std::string_view name, const TemplateData& data) const {
  check(names_.contains(name), "a template that was not loaded at start");
  ctemplate::TemplateDictionary dictionary("page");
  for (const auto& [key, value] : data.values_) {
    dictionary.SetTemplateGlobalValue(view(key), view(value));
    dictionary.ShowTemplateGlobalSection((value.empty() ? "NO_" : "HAS_") + key);
  }
  for (const auto& section : data.sections_) dictionary.ShowTemplateGlobalSection(view(section));
  for (const auto& [marker, part] : parts_) {
    auto* included = dictionary.AddIncludeDictionary(view(marker));
    included->SetFilename((directory_ / part).string());
    // Parts may include parts, one level deep.
    for (const auto& [inner_marker, inner] : parts_)
      included->AddIncludeDictionary(view(inner_marker))
          ->SetFilename((directory_ / inner).string());
  }
  std::string out;
  if (!ctemplate::ExpandTemplate((directory_ / name).string(), strip_of(name), &dictionary, &out))
    throw std::runtime_error("template failed: " + std::string(name));
  return out;
}

}  // namespace doorward
