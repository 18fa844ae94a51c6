#include "base/catalogue.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>

namespace doorward {
namespace {

using Messages = boost::locale::message_format<char>;
namespace gettext = boost::locale::gnu_gettext;

std::vector<char> bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in || bytes.empty()) throw std::runtime_error("can't read " + file.string());
  return bytes;
}

const Messages& messages(const std::locale& locale) {
  return std::use_facet<Messages>(locale);
}

}  // namespace

Catalogue::Catalogue(const std::filesystem::path& file) {
  const auto bytes = bytes_of(file);
  gettext::messages_info info;
  info.language = file.stem().string();
  info.encoding = "UTF-8";
  info.domains.emplace_back("doorward");
  info.paths.emplace_back(file.parent_path().string());
  // Whatever folders gettext would look in: this is the file.
  info.callback = [&](const std::string&, const std::string&) { return bytes; };
  try {
    locale_ = std::locale(std::locale::classic(), gettext::create_messages_facet<char>(info));
  } catch (const std::exception& error) {
    throw std::runtime_error(file.string() + " is no catalogue that msgfmt made: " + error.what());
  }
}

std::optional<std::string> Catalogue::find(const std::string& text) const {
  const char* found = messages(locale_).get(0, nullptr, text.c_str());
  if (found == nullptr || *found == '\0') return std::nullopt;
  return found;
}

std::optional<Catalogue::Forms> Catalogue::find_forms(const std::string& singular) const {
  // The library tells the form that goes with a number, not which forms there are.
  Forms forms;
  std::vector<const char*> seen;
  for (std::size_t count = 0; count < kCycle; ++count) {
    const char* found =
        messages(locale_).get(0, nullptr, singular.c_str(), static_cast<int>(count));
    if (found == nullptr || *found == '\0') return std::nullopt;
    const auto place = std::ranges::find(seen, found);
    forms.form_of[count] = static_cast<std::uint8_t>(place - seen.begin());
    if (place != seen.end()) continue;
    seen.push_back(found);
    forms.texts.emplace_back(found);
  }
  return forms;
}

}  // namespace doorward
