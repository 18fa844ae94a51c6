#include <string_view>

#include <sysexits.h>

#include "base/setting.h"
#include "base/text.h"
#include "ctl/command.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kWidth = 78;
constexpr const char* kHead =
    R"(# Settings of Doorward; see doorward.conf(5). What is commented out shows the default.
#
# The environment wins over all files (DOORWARD_SITE_NAME=...), and files in conf.d/*.conf beside
# this one, in the order of their names, win over this one. Times are such as 30s, 15m, 12h or 1d.
# 'doorwardctl config show' prints what is in force, 'doorwardctl check' says what is wrong with it.
)";

// As comment lines.
std::string comment(const std::string& text) {
  std::string lines = "#";
  std::size_t width = 1;
  for (const auto word : text::split(text, ' ')) {
    if (width + 1 + word.size() > kWidth) {
      lines += "\n#";
      width = 1;
    }
    lines += " " + std::string(word);
    width += 1 + word.size();
  }
  return lines + "\n";
}

int example(Context& context) {
  std::string file = kHead;
  std::string section;
  std::vector<Record> records;
  for (const auto& setting : explained_settings()) {
    if (setting.section != section) file += "\n\n# --- " + setting.section + " ---\n";
    section = setting.section;
    const auto value = setting.default_value.empty() ? "" : " " + setting.default_value;
    file += "\n" + comment(setting.text) + "#" + setting.key + " =" + value + "\n";
    records.push_back({{"section", setting.section},
                       {"setting", setting.key},
                       {"kind", setting.kind},
                       {"default", setting.default_value},
                       {"text", setting.text}});
  }
  if (context.line().json())
    context.show(records);
  else
    context.write(file);
  return EX_OK;
}

}  // namespace

std::vector<Command> config_example_commands() {
  return {
      {"config",
       "example",
       "",
       "a settings file to start from: every setting, explained",
       example,
       {},
       "All is commented out, with its default. Reads no settings and changes nothing.\n"},
  };
}

}  // namespace doorward::ctl
