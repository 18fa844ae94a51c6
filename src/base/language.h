// A language of pages and letters: what it is called, and how it writes times in the site's zone.
//
// The only file that knows ICU, whose tables (CLDR) have the rules of each language.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"

namespace doorward {

class Language {
 public:
  // `code` as in HTML's lang: "de", "pt-BR". `time_zone` such as "Europe/Berlin", or "" for the
  // machine's own. Throws ConfigError when there is no such zone.
  Language(const std::string& code, const std::string& time_zone);
  Language(Language&&) noexcept;
  ~Language();

  const std::string& code() const { return code_; }
  // As its own speakers write it in a list: "Deutsch".
  const std::string& name() const { return name_; }
  bool right_to_left() const { return right_to_left_; }

  // "10:42 CET", "24 November 2026", "24 November 2026, 10:42 CET", in the site's zone.
  std::string time_of_day(Timestamp time) const;
  std::string date(Timestamp time) const;
  std::string date_and_time(Timestamp time) const;
  // A calendar day that begins at midnight UTC, as those of licences do: the same in every zone.
  std::string day(Timestamp midnight) const;

 private:
  struct Formats;

  std::string code_;
  std::string name_;
  bool right_to_left_;
  std::unique_ptr<Formats> formats_;
};

}  // namespace doorward
