#include "http/language.h"

#include <algorithm>

#include "base/text.h"

namespace doorward::http {
namespace {

// Browsers send a handful; what is behind that is somebody's joke.
constexpr std::size_t kRangesMax = 32;

struct Range {
  std::string tag;  // lower case, or "*"
  int weight;       // in thousandths
};

// "0.8" is 800: a digit of 0 or 1, and up to three more. None for what is no weight.
std::optional<int> weight_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text.size() > 1 && text[1] != '.')) return std::nullopt;
  const auto whole = text::to_number(text.substr(0, 1), 1);
  std::string fraction(text.size() > 2 ? text.substr(2) : "");
  fraction.resize(3, '0');
  const auto thousandths = text::to_number(fraction, 999);
  if (!whole || !thousandths || (*whole == 1 && *thousandths > 0)) return std::nullopt;
  return static_cast<int>(*whole * 1000 + *thousandths);
}

std::optional<Range> range_of(std::string_view item) {
  const auto semicolon = item.find(';');
  Range range{text::lower(text::trim(item.substr(0, semicolon))), 1000};
  if (semicolon == std::string_view::npos) return range;
  const auto parameter = text::lower(text::trim(item.substr(semicolon + 1)));
  const auto weight =
      parameter.starts_with("q=") ? weight_of(std::string_view(parameter).substr(2)) : std::nullopt;
  if (!weight) return std::nullopt;
  range.weight = *weight;
  return range;
}

// Shorter and shorter: "zh-hant-tw", "zh-hant", "zh".
std::optional<std::string> look_up(std::string tag, const std::vector<std::string>& offered) {
  while (!tag.empty()) {
    for (const auto& language : offered)
      if (text::lower(language) == tag) return language;
    const auto hyphen = tag.rfind('-');
    tag.resize(hyphen == std::string::npos ? 0 : hyphen);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> best_language(std::string_view accept_language,
                                         const std::vector<std::string>& offered) {
  std::vector<Range> ranges;
  for (const auto item : text::split(accept_language, ',')) {
    if (ranges.size() == kRangesMax) break;
    if (auto range = range_of(item)) ranges.push_back(std::move(*range));
  }
  std::ranges::stable_sort(ranges, std::greater(), &Range::weight);
  const auto unwanted = [&](const std::string& language) {
    return std::ranges::any_of(ranges, [&](const Range& range) {
      return range.weight == 0 && range.tag == text::lower(language);
    });
  };
  for (const auto& range : ranges) {
    if (range.weight == 0) break;
    // Anything will do, so the site's own language.
    if (range.tag == "*") return std::nullopt;
    if (auto found = look_up(range.tag, offered); found && !unwanted(*found)) return found;
  }
  return std::nullopt;
}

std::string language_of(const Request& request, const CookieNames& cookies,
                        const std::vector<std::string>& offered) {
  if (const auto chosen = request.cookies.value(cookies.language()))
    for (const auto& language : offered)
      if (language == *chosen) return language;
  return best_language(request.accept_language, offered).value_or(offered.front());
}

}  // namespace doorward::http
