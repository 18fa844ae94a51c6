#include "ctl/key.h"

#include <sysexits.h>

#include "base/key_file.h"
#include "ctl/command.h"
#include "ctl/key_rotation.h"

namespace doorward::ctl {
namespace {

int create(Context& context) {
  std::vector<Record> records;
  for (const auto& [purpose, file] : key_purposes(context.config())) {
    const char* result = KeyFile::create(file, purpose, context.random()) ? "created" : "exists";
    records.push_back({{"purpose", purpose}, {"file", file.string()}, {"result", result}});
  }
  context.show(records);
  return EX_OK;
}

KeyFile load(const std::filesystem::path& file) try {
  return KeyFile::load(file);
} catch (const std::runtime_error& error) {
  throw ConfigError(error.what());
}

int list(Context& context) {
  std::vector<Record> records;
  for (const auto& [purpose, file] : key_purposes(context.config())) {
    const auto keys = load(file);
    for (const auto& key : keys.all())
      records.push_back({{"purpose", purpose},
                         {"id", key.id},
                         {"current", key.id == keys.current().id},
                         {"file", file.string()}});
  }
  context.show(records);
  return EX_OK;
}

}  // namespace

std::array<KeyPurpose, 3> key_purposes(const Config& config) {
  return {{{"session", config.session_key_file},
           {"code", config.code_key_file},
           {"form", config.form_key_file}}};
}

std::vector<Command> key_commands() {
  std::vector<Command> commands = {
      {"key",
       "create",
       "",
       "make the key files that are missing",
       create,
       {},
       "The files are the ones of session_key_file, code_key_file and form_key_file; only their\n"
       "owner may read them. One that is there is left alone.\n"},
      {"key", "list", "", "the ids of the keys, never the keys", list},
  };
  for (auto& command : key_rotation_commands()) commands.push_back(std::move(command));
  return commands;
}

}  // namespace doorward::ctl
