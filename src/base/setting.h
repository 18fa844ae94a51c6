// Every setting with what it is for: what doorward.conf(5) and the example file are made of.
#pragma once

#include <string>
#include <vector>

namespace doorward {

struct ExplainedSetting {
  std::string section;
  std::string key;
  std::string kind;           // what its value looks like: "yes or no", "time", "file"
  std::string default_value;  // as it would stand in the file; "" for none
  std::string text;
};

// In the order of the manual; those of one section stand together.
std::vector<ExplainedSetting> explained_settings();

}  // namespace doorward
