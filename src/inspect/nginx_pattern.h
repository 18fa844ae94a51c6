// A regular expression of nginx's, understood as nginx understands it (PCRE2). The only file that
// knows pcre2.
#pragma once

#include <memory>
#include <string>

namespace doorward::inspect {

class NginxPattern {
 public:
  // One that doesn't compile may match anything: nginx knows better.
  NginxPattern(const std::string& pattern, bool ignores_case);

  bool matches(const std::string& text) const;
  // Whether some text that begins with `prefix` may match. True when that can't be told.
  bool may_match_below(const std::string& prefix) const;

 private:
  struct Code;
  static std::shared_ptr<Code> compile(const std::string& pattern, bool ignores_case);

  std::shared_ptr<Code> code_;
};

}  // namespace doorward::inspect
