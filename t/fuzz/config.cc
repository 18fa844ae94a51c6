// A file that is read gives settings which, shown and read again, are the same; one that is not
// names itself in the error. Never anything but a ConfigError.
#include "base/config.h"

#include <fstream>

#include <unistd.h>

#include "t/fuzz/property.h"

namespace {

using doorward::Config;
using doorward::ConfigError;
using doorward::fuzz::property;

// In a folder of its own, since conf.d beside it is read too.
const std::filesystem::path kFolder =
    std::filesystem::temp_directory_path() / ("doorward-fuzz-" + std::to_string(getpid()));
const std::filesystem::path kFile = kFolder / "doorward.conf";

void write_file(std::string_view text) {
  static const bool made = std::filesystem::create_directory(kFolder) &&
                           std::atexit([] { std::filesystem::remove_all(kFolder); }) == 0;
  property(made, "a folder that is removed at the end");
  std::ofstream(kFile, std::ios::trunc) << text;
}

std::string shown(const Config& config) {
  std::string text;
  for (const auto& [key, value] : doorward::shown_settings(config))
    text += key + " = " + value + "\n";
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  write_file(doorward::fuzz::view(data, size));
  std::string text;
  try {
    const auto config = Config::load(kFile);
    text = shown(config);
    property(!config.host().empty(), "there is a host");
    property(config.page_url("/x").starts_with(config.public_url + "/"), "pages are below it");
    property(config.secure() || config.public_url.starts_with("http://"), "no third scheme");
  } catch (const ConfigError& error) {
    property(*error.what() != '\0', "an error says something");
    return 0;
  }
  write_file(text);
  try {
    property(shown(Config::load(kFile)) == text, "settings as shown are read as the same");
  } catch (const ConfigError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    property(false, "settings as shown are read");
  }
  return 0;
}
