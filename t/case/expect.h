// What a step expects of its answer.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "t/case/browser.h"
#include "t/case/world.h"

namespace doorward::cases {

// What checks need to know beside the tab.
struct Surroundings {
  World& world;
  // Letters to the address since it was set up.
  std::function<std::vector<Letter>(const std::string&)> letters;
  std::map<std::string, std::string>& remembered;
};

// "" when it is as expected, else what was seen. Throws std::runtime_error for a line that is no
// expectation.
std::string check(const std::string& expectation, Tab& tab, const Surroundings& around);

// The beginning of a page's words around its main part, for reports.
std::string excerpt(const Tab& tab);

}  // namespace doorward::cases
