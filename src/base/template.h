// The pages and letters: CTemplate behind two small classes. The only file that knows ctemplate.
//
// Names of templates are literals of the program, never input. What is set on a page is seen in
// every part it includes; `part/code-box.html.tpl` is included as {{>CODE_BOX}} by whoever asks.
#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

// What one page or letter shows: values by name, and the sections that are visible. A value ASK
// shows the section HAS_ASK by itself, or NO_ASK when it is empty.
class TemplateData {
 public:
  TemplateData& set(std::string_view name, std::string_view value);
  TemplateData& show(std::string_view section);
  bool shows(std::string_view section) const { return sections_.contains(section); }
  // One more time of a section of the page's own that repeats, such as the rows of a list. What is
  // set and shown there counts there alone. It must not outlive this.
  TemplateData& repeat(std::string_view section);

 private:
  friend class Templates;
  std::map<std::string, std::string, std::less<>> values_;
  std::set<std::string, std::less<>> sections_;
  std::map<std::string, std::list<TemplateData>, std::less<>> repeated_;
};

// Every template below a directory, loaded and frozen once: a program that lacks one of those that
// are shipped (template_names.h), or has a broken one, does not start, and a page can't fail for
// one later. Restart to show an edit.
class Templates {
 public:
  // Throws std::runtime_error that names each bad file.
  explicit Templates(const std::filesystem::path& directory);
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;

  // Expands e.g. "page/sign-in.html.tpl". HTML escapes what is set; text (".txt.tpl") does not.
  // REQUIRES: the file was there at start.
  std::string expand(std::string_view name, const TemplateData& data) const;

  // The name under which browsers may keep a static file for ever: "doorward.css?v=1a2b3c…".
  const std::string& stylesheet() const { return stylesheet_; }

 private:
  struct File {
    std::string path;
    std::string marker;                 // of a part: how it is included
    std::vector<const File*> includes;  // parts
  };

  std::map<std::string, File, std::less<>> files_;  // by name
  std::string stylesheet_;
};

}  // namespace doorward
