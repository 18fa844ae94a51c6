#include "inspect/nginx_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace doorward::inspect {

struct NginxPattern::Code {
  explicit Code(pcre2_code* compiled)
      : code(compiled),
        data(compiled == nullptr ? nullptr
                                 : pcre2_match_data_create_from_pattern(compiled, nullptr)) {}
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
  ~Code() {
    pcre2_match_data_free(data);
    pcre2_code_free(code);
  }

  int match(const std::string& text, std::uint32_t options) const {
    return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, options,
                       data, nullptr);
  }

  pcre2_code* code;
  pcre2_match_data* data;
};

std::shared_ptr<NginxPattern::Code> NginxPattern::compile(const std::string& pattern,
                                                          bool ignores_case) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  return std::make_shared<Code>(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()),
                                              pattern.size(), ignores_case ? PCRE2_CASELESS : 0,
                                              &error, &offset, nullptr));
}

NginxPattern::NginxPattern(const std::string& pattern, bool ignores_case)
    : code_(compile(pattern, ignores_case)) {}

bool NginxPattern::matches(const std::string& text) const {
  return code_->code == nullptr || code_->match(text, 0) != PCRE2_ERROR_NOMATCH;
}

bool NginxPattern::may_match_below(const std::string& prefix) const {
  std::uint32_t options = 0;
  if (code_->code == nullptr ||
      pcre2_pattern_info(code_->code, PCRE2_INFO_ALLOPTIONS, &options) != 0 ||
      (options & PCRE2_ANCHORED) == 0)  // it may begin to match behind the prefix
    return true;
  return code_->match(prefix, PCRE2_PARTIAL_HARD) != PCRE2_ERROR_NOMATCH;
}

}  // namespace doorward::inspect
