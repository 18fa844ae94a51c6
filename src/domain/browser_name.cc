#include "domain/browser_name.h"

namespace doorward {
namespace {

struct Sign {
  std::string_view sign;
  std::string_view name;
};

// The first that is found counts. Everybody also says "Mozilla", most say "Chrome" and "Safari", so
// the rarer names come first.
constexpr Sign kBrowsers[] = {
    {"Edg/", "Edge"},      {"EdgA/", "Edge"},       {"EdgiOS/", "Edge"},
    {"OPR/", "Opera"},     {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
    {"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
};

// Android says "Linux" as well, iPhones and iPads "like Mac OS X".
constexpr Sign kSystems[] = {
    {"iPhone", "iPhone"},   {"iPad", "iPad"},    {"Android", "Android"}, {"Windows", "Windows"},
    {"CrOS", "ChromeOS"},   {"Mac OS X", "Mac"}, {"Macintosh", "Mac"},   {"Linux", "Linux"},
    {"FreeBSD", "FreeBSD"}, {"X11", "Unix"},
};

template <std::size_t count>
std::string_view find(const Sign (&signs)[count], std::string_view user_agent) {
  for (const auto& [sign, name] : signs)
    if (user_agent.find(sign) != std::string_view::npos) return name;
  return {};
}

}  // namespace

std::string browser_name(std::string_view user_agent) {
  const auto browser = find(kBrowsers, user_agent);
  const auto system = find(kSystems, user_agent);
  std::string name(browser.empty() ? "a browser" : browser);
  if (!system.empty()) name += " on " + std::string(system);
  return name;
}

}  // namespace doorward
