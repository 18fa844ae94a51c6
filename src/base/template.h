// The pages and letters: CTemplate behind two small classes. The only file that knows ctemplate.
//
// Each is compiled once for each language, at the start: a page in another language costs nothing.
// Names of templates are literals of the program, never input. What is set on a page is seen in
// every part it includes; `part/code-box.html.tpl` is included as {{>CODE_BOX}} by whoever asks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/config.h"

namespace doorward {

// What every language writes in its own way. Day: a calendar day that begins at midnight UTC, as
// those of licences do; the others are in the site's time zone.
struct TimeOfDay {
  Timestamp time;
};
struct Date {
  Timestamp time;
};
struct DateAndTime {
  Timestamp time;
};
struct Day {
  Timestamp midnight;
};
struct Count {
  std::uint64_t count;
};
using Written = std::variant<TimeOfDay, Date, DateAndTime, Day, Count>;

// What one page or letter shows: values by name, and the sections that are visible. A value ASK
// shows the section HAS_ASK by itself, or NO_ASK when it is empty.
class TemplateData {
 public:
  TemplateData& set(std::string_view name, std::string_view value);
  TemplateData& set(std::string_view name, Written value);
  TemplateData& show(std::string_view section);
  bool shows(std::string_view section) const { return sections_.contains(section); }
  // One more time of a section of the page's own that repeats, such as the rows of a list. What is
  // set and shown there counts there alone. It must not outlive this.
  TemplateData& repeat(std::string_view section);

 private:
  friend class Templates;
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, Written, std::less<>> written_;
  std::set<std::string, std::less<>> sections_;
  std::map<std::string, std::list<TemplateData>, std::less<>> repeated_;
};

// Every template below a directory, loaded and frozen once: a program that lacks one of those that
// are shipped (template_names.h), or has a broken one, does not start, and a page can't fail for
// one later. Restart to show an edit.
//
// The languages are English, in which the templates are written, and each that has a catalogue
// below language/, such as language/de.mo; of these, the ones that the settings name.
class Templates {
 public:
  // Those of config.template_dir. Throws std::runtime_error that names each bad file.
  explicit Templates(const Config& config);
  // Those of a directory in all their languages, with times in UTC.
  explicit Templates(const std::filesystem::path& directory);
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;
  ~Templates();

  // Expands e.g. "page/sign-in.html.tpl". HTML escapes what is set; text (".txt.tpl") does not.
  // LANGUAGE and DIRECTION are set by this. A language that is none of ours is the site's.
  // REQUIRES: the file was there at start.
  std::string expand(std::string_view language, std::string_view name,
                     const TemplateData& data) const;

  // The site's own first, and the others by their code.
  const std::vector<std::string>& languages() const { return codes_; }

  // The name under which browsers may keep a static file for ever: "doorward.css?v=1a2b3c…".
  const std::string& stylesheet() const { return stylesheet_; }

 private:
  struct Loaded;

  std::unique_ptr<const Loaded> loaded_;
  std::vector<std::string> codes_;
  std::string stylesheet_;
};

}  // namespace doorward
