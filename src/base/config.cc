#include "base/config.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <variant>

#include "base/config_check.h"
#include "base/setting.h"
#include "base/setting_text.h"
#include "base/text.h"

namespace doorward {
namespace {

using std::filesystem::path;
using Field = std::variant<std::string*, path*, std::uint64_t*, bool*, Seconds*,
                           std::vector<std::string>*, VerifySteps*, SmtpTls*>;

struct Setting {
  const char* key;
  Field (*field)(Config&);
};

constexpr Setting kSettings[] = {
    {"public_url", [](Config& c) -> Field { return &c.public_url; }},
    {"base_path", [](Config& c) -> Field { return &c.base_path; }},
    {"site_name", [](Config& c) -> Field { return &c.site_name; }},
    {"language", [](Config& c) -> Field { return &c.language; }},
    {"languages", [](Config& c) -> Field { return &c.languages; }},
    {"time_zone", [](Config& c) -> Field { return &c.time_zone; }},
    {"home_path", [](Config& c) -> Field { return &c.home_path; }},
    {"return_origins", [](Config& c) -> Field { return &c.return_origins; }},
    {"support_contact", [](Config& c) -> Field { return &c.support_contact; }},
    {"operator_address", [](Config& c) -> Field { return &c.operator_address; }},
    {"cookie_domain", [](Config& c) -> Field { return &c.cookie_domain; }},
    {"verify_steps", [](Config& c) -> Field { return &c.verify_steps; }},
    {"sign_up_open", [](Config& c) -> Field { return &c.sign_up_open; }},
    {"signup_counts_as_proof", [](Config& c) -> Field { return &c.signup_counts_as_proof; }},
    {"lock_on_mailbox_gone", [](Config& c) -> Field { return &c.lock_on_mailbox_gone; }},
    {"session_absolute", [](Config& c) -> Field { return &c.session_absolute; }},
    {"session_idle", [](Config& c) -> Field { return &c.session_idle; }},
    {"gate_leases_max", [](Config& c) -> Field { return &c.gate_leases_max; }},
    {"gate_counters_file", [](Config& c) -> Field { return &c.gate_counters_file; }},
    {"session_key_file", [](Config& c) -> Field { return &c.session_key_file; }},
    {"code_key_file", [](Config& c) -> Field { return &c.code_key_file; }},
    {"form_key_file", [](Config& c) -> Field { return &c.form_key_file; }},
    {"template_dir", [](Config& c) -> Field { return &c.template_dir; }},
    {"migration_dir", [](Config& c) -> Field { return &c.migration_dir; }},
    {"password_length_min", [](Config& c) -> Field { return &c.password.length_min; }},
    {"password_length_max", [](Config& c) -> Field { return &c.password.length_max; }},
    {"password_memory_kib", [](Config& c) -> Field { return &c.password.memory_kib; }},
    {"password_passes", [](Config& c) -> Field { return &c.password.passes; }},
    {"database_socket", [](Config& c) -> Field { return &c.database.socket; }},
    {"database_host", [](Config& c) -> Field { return &c.database.host; }},
    {"database_port", [](Config& c) -> Field { return &c.database.port; }},
    {"database_name", [](Config& c) -> Field { return &c.database.name; }},
    {"database_user", [](Config& c) -> Field { return &c.database.user; }},
    {"database_password_file", [](Config& c) -> Field { return &c.database.password_file; }},
    {"database_hosts", [](Config& c) -> Field { return &c.database.hosts; }},
    {"database_connect_timeout", [](Config& c) -> Field { return &c.database.connect_timeout; }},
    {"database_read_timeout", [](Config& c) -> Field { return &c.database.read_timeout; }},
    {"database_write_timeout", [](Config& c) -> Field { return &c.database.write_timeout; }},
    {"database_tls_ca", [](Config& c) -> Field { return &c.database.tls_ca; }},
    {"database_tls_cert", [](Config& c) -> Field { return &c.database.tls_cert; }},
    {"database_tls_key", [](Config& c) -> Field { return &c.database.tls_key; }},
    {"smtp_url", [](Config& c) -> Field { return &c.smtp.url; }},
    {"smtp_tls", [](Config& c) -> Field { return &c.smtp.tls; }},
    {"smtp_ca_file", [](Config& c) -> Field { return &c.smtp.ca_file; }},
    {"smtp_user", [](Config& c) -> Field { return &c.smtp.user; }},
    {"smtp_password_file", [](Config& c) -> Field { return &c.smtp.password_file; }},
    {"smtp_timeout", [](Config& c) -> Field { return &c.smtp.timeout; }},
    {"smtp_lease", [](Config& c) -> Field { return &c.smtp.lease; }},
    {"mail_from", [](Config& c) -> Field { return &c.smtp.from; }},
    {"code_in_subject", [](Config& c) -> Field { return &c.smtp.code_in_subject; }},
    {"bounce_address", [](Config& c) -> Field { return &c.smtp.bounce_address; }},
    {"strange_letters_per_hour_max",
     [](Config& c) -> Field { return &c.limits.strange_letters_per_hour_max; }},
    {"strange_letters_per_day_max",
     [](Config& c) -> Field { return &c.limits.strange_letters_per_day_max; }},
    {"strange_codes_per_day_max",
     [](Config& c) -> Field { return &c.limits.strange_codes_per_day_max; }},
    {"own_letters_per_hour_max",
     [](Config& c) -> Field { return &c.limits.own_letters_per_hour_max; }},
    {"own_codes_per_hour_max", [](Config& c) -> Field { return &c.limits.own_codes_per_hour_max; }},
    {"own_codes_per_day_max", [](Config& c) -> Field { return &c.limits.own_codes_per_day_max; }},
    {"passwords_max", [](Config& c) -> Field { return &c.limits.passwords_max; }},
    {"password_window", [](Config& c) -> Field { return &c.limits.password_window; }},
    {"password_wait_max", [](Config& c) -> Field { return &c.limits.password_wait_max; }},
    {"passwords_in_all_max", [](Config& c) -> Field { return &c.limits.passwords_in_all_max; }},
    {"password_lock", [](Config& c) -> Field { return &c.limits.password_lock; }},
    {"name_changes_per_day_max",
     [](Config& c) -> Field { return &c.limits.name_changes_per_day_max; }},
    {"network_flows_per_hour_max",
     [](Config& c) -> Field { return &c.limits.network_flows_per_hour_max; }},
    {"body_bytes_max", [](Config& c) -> Field { return &c.limits.body_bytes_max; }},
    {"form_fields_max", [](Config& c) -> Field { return &c.limits.form_fields_max; }},
    {"field_bytes_max", [](Config& c) -> Field { return &c.limits.field_bytes_max; }},
    {"alarm_wrong_codes", [](Config& c) -> Field { return &c.alarms.wrong_codes; }},
    {"alarm_wrong_passwords", [](Config& c) -> Field { return &c.alarms.wrong_passwords; }},
    {"alarm_outbox_age", [](Config& c) -> Field { return &c.alarms.outbox_age; }},
    {"alarm_mailboxes_gone", [](Config& c) -> Field { return &c.alarms.mailboxes_gone; }},
    {"keep_sessions", [](Config& c) -> Field { return &c.retention.sessions; }},
    {"keep_letters", [](Config& c) -> Field { return &c.retention.letters; }},
    {"keep_events", [](Config& c) -> Field { return &c.retention.events; }},
};

static_assert(std::ranges::equal(kSettings, kSettingTexts,
                                 [](const Setting& setting, const SettingText& text) {
                                   return std::string_view(setting.key) == text.key;
                                 }),
              "each setting has its line in setting_text.h, in the same order");

constexpr std::uint64_t kNumberMax = 1'000'000'000;

// Reads a value as the type of its field; throws ConfigError that says what would be right.
struct Reader {
  std::string_view value;

  void operator()(std::string* field) const { *field = value; }
  void operator()(path* field) const { *field = value; }
  void operator()(std::uint64_t* field) const {
    const auto number = text::to_number(value, kNumberMax);
    if (!number) throw ConfigError("must be a whole number from 0 to 1000000000");
    *field = *number;
  }
  void operator()(bool* field) const {
    if (value != "yes" && value != "no") throw ConfigError("must be yes or no");
    *field = value == "yes";
  }
  void operator()(Seconds* field) const {
    const std::uint64_t unit = value.ends_with('s')   ? 1
                               : value.ends_with('m') ? 60
                               : value.ends_with('h') ? 3600
                               : value.ends_with('d') ? 86400
                                                      : 0;
    const auto number = unit == 0
                            ? std::nullopt
                            : text::to_number(value.substr(0, value.size() - 1), kNumberMax / unit);
    if (!number || *number == 0) throw ConfigError("must be a time such as 30s, 15m, 12h or 1d");
    *field = Seconds(static_cast<Seconds::rep>(*number * unit));
  }
  void operator()(std::vector<std::string>* field) const {
    field->clear();
    for (const auto part : text::split(value, ','))
      if (const auto item = text::trim(part); !item.empty()) field->emplace_back(item);
  }
  void operator()(VerifySteps* field) const {
    if (value != "guided" && value != "direct") throw ConfigError("must be guided or direct");
    *field = value == "guided" ? VerifySteps::guided : VerifySteps::direct;
  }
  void operator()(SmtpTls* field) const {
    if (value == "none")
      *field = SmtpTls::none;
    else if (value == "starttls")
      *field = SmtpTls::starttls;
    else if (value == "tls")
      *field = SmtpTls::tls;
    else
      throw ConfigError("must be starttls, tls or none");
  }
};

struct Writer {
  std::string operator()(const std::string* field) const { return *field; }
  std::string operator()(const path* field) const { return field->string(); }
  std::string operator()(const std::uint64_t* field) const { return std::to_string(*field); }
  std::string operator()(const bool* field) const { return *field ? "yes" : "no"; }
  std::string operator()(const Seconds* field) const {
    const auto seconds = field->count();
    if (seconds % 86400 == 0) return std::to_string(seconds / 86400) + "d";
    if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + "h";
    if (seconds % 60 == 0) return std::to_string(seconds / 60) + "m";
    return std::to_string(seconds) + "s";
  }
  std::string operator()(const std::vector<std::string>* field) const {
    std::string joined;
    for (const auto& item : *field) joined += (joined.empty() ? "" : ", ") + item;
    return joined;
  }
  std::string operator()(const VerifySteps* field) const {
    return *field == VerifySteps::guided ? "guided" : "direct";
  }
  std::string operator()(const SmtpTls* field) const {
    return *field == SmtpTls::none ? "none" : *field == SmtpTls::tls ? "tls" : "starttls";
  }
};

struct Kind {
  const char* operator()(const std::string*) const { return "text"; }
  const char* operator()(const path*) const { return "file or folder"; }
  const char* operator()(const std::uint64_t*) const { return "number"; }
  const char* operator()(const bool*) const { return "yes or no"; }
  const char* operator()(const Seconds*) const { return "time"; }
  const char* operator()(const std::vector<std::string>*) const { return "list"; }
  const char* operator()(const VerifySteps*) const { return "guided or direct"; }
  const char* operator()(const SmtpTls*) const { return "starttls, tls or none"; }
};

void assign(Config& config, const Setting& setting, std::string_view value,
            const std::string& where) {
  try {
    std::visit(Reader{value}, setting.field(config));
  } catch (const ConfigError& error) {
    throw ConfigError(where + ": " + setting.key + " " + error.what());
  }
}

void read_file(Config& config, const path& file) {
  std::ifstream in(file);
  if (!in) throw ConfigError("can't read " + file.string() + ": does it exist, may you read it?");
  std::set<std::string_view> seen;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto content = text::trim(line);
    if (content.empty() || content.starts_with('#')) continue;
    const auto where = file.string() + ":" + std::to_string(number);
    const auto equals = content.find('=');
    if (equals == std::string_view::npos) throw ConfigError(where + ": expected 'key = value'");
    const auto key = text::trim(content.substr(0, equals));
    const auto* setting = std::ranges::find(kSettings, key, &Setting::key);
    if (setting == std::end(kSettings))
      throw ConfigError(where + ": unknown setting '" + std::string(key) + "'");
    if (!seen.insert(setting->key).second)
      throw ConfigError(where + ": " + setting->key + " is set twice in this file");
    assign(config, *setting, text::trim(content.substr(equals + 1)), where);
  }
}

void read_environment(Config& config) {
  for (const auto& setting : kSettings) {
    std::string name = std::string("DOORWARD_") + setting.key;
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before there is any thread.
    if (const char* value = std::getenv(name.c_str())) assign(config, setting, value, name);
  }
}

}  // namespace

Config Config::load(const path& file) {
  Config config;
  read_file(config, file);
  std::vector<path> parts;
  if (const path directory = file.parent_path() / "conf.d";
      std::filesystem::is_directory(directory))
    for (const auto& entry : std::filesystem::directory_iterator(directory))
      if (entry.path().extension() == ".conf") parts.push_back(entry.path());
  std::ranges::sort(parts);
  for (const auto& part : parts) read_file(config, part);
  read_environment(config);
  check_whole(config);
  return config;
}

std::string Config::host() const {
  return public_url.substr(public_url.find("://") + 3);
}

bool Config::secure() const {
  return public_url.starts_with("https://");
}

std::vector<std::string> Config::allowed_origins() const {
  std::vector<std::string> origins{public_url};
  origins.insert(origins.end(), return_origins.begin(), return_origins.end());
  return origins;
}

std::vector<ShownSetting> shown_settings(const Config& config) {
  std::vector<ShownSetting> shown;
  Config copy = config;
  for (const auto& setting : kSettings)
    shown.push_back({setting.key, std::visit(Writer{}, setting.field(copy))});
  return shown;
}

std::vector<ExplainedSetting> explained_settings() {
  std::vector<ExplainedSetting> explained;
  Config defaults;
  for (std::size_t i = 0; i < std::size(kSettings); ++i) {
    const auto field = kSettings[i].field(defaults);
    const auto& [section, key, text] = kSettingTexts[i];
    explained.push_back(
        {section, key, std::visit(Kind{}, field), std::visit(Writer{}, field), text});
  }
  return explained;
}

}  // namespace doorward
