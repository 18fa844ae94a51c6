// The settings: one struct, every one with a default but `public_url`.
//
// They come from `doorward.conf` and `conf.d/*.conf` beside it (`key = value`, `#` starts a
// comment line), and are overridden by the environment (`DOORWARD_PUBLIC_URL=…`). Secrets are
// never settings: a `…_file` setting names the file that holds one. An unknown key, a value that
// is no value, or a key that is set twice in one file is an error that names file and line.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace doorward {

inline constexpr const char* kDefaultConfigFile = "/etc/doorward/doorward.conf";

class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Seconds = std::chrono::seconds;

enum class VerifySteps { guided, direct };
enum class SmtpTls { none, starttls, tls };

// What each program may spend or accept. The numbers are the defaults of the operator's guide.
struct Limits {
  // Letters and wrong codes asked for without the right password, per address.
  std::uint64_t strange_letters_per_hour_max = 5;
  std::uint64_t strange_letters_per_day_max = 10;
  std::uint64_t strange_codes_per_day_max = 10;
  // The same after the right password, per account.
  std::uint64_t own_letters_per_hour_max = 10;
  std::uint64_t own_codes_per_hour_max = 10;
  std::uint64_t own_codes_per_day_max = 50;
  // Wrong passwords per address and network in `password_window`; then each further try waits
  // twice as long as the one before, up to `password_wait_max`.
  std::uint64_t passwords_max = 10;
  Seconds password_window = std::chrono::minutes(15);
  Seconds password_wait_max = std::chrono::hours(1);
  // Wrong passwords per address since its last good sign-in; then browsers it doesn't know are
  // refused for `password_lock` (a reset lifts it).
  std::uint64_t passwords_in_all_max = 100;
  Seconds password_lock = std::chrono::hours(24);
  // Flows begun without a right password, per network (/24 or /64).
  std::uint64_t network_flows_per_hour_max = 30;
  // Each brings a letter.
  std::uint64_t name_changes_per_day_max = 5;
  // Sizes of what a browser may send.
  std::uint64_t body_bytes_max = 16 * 1024;
  std::uint64_t form_fields_max = 64;
  std::uint64_t field_bytes_max = 4096;
};

struct DatabaseSettings {
  std::filesystem::path socket = "/run/mysqld/mysqld.sock";  // wins over host and port when set
  std::string host;
  std::uint64_t port = 3306;
  std::string name = "doorward";
  std::string user = "doorward";
  std::filesystem::path password_file;  // empty: no password (unix_socket authentication)
  // Several servers in order of preference, "host", "host:port" or a socket's path; win over all
  // of the above. One is used at a time: the first that is well and takes writes.
  std::vector<std::string> hosts;
  Seconds connect_timeout{2};
  Seconds read_timeout{5};  // longer than the three seconds that a lock is waited for
  Seconds write_timeout{5};
  // By TCP: who vouches for the server's certificate, which must name the host. Empty: no TLS.
  std::filesystem::path tls_ca;
  std::filesystem::path tls_cert;  // of ours, where the server asks for one
  std::filesystem::path tls_key;
};

struct SmtpSettings {
  std::string url = "smtp://127.0.0.1:25";
  SmtpTls tls = SmtpTls::starttls;  // none is for a relay on this very machine
  std::filesystem::path ca_file;    // empty: the system's
  std::string user;                 // empty: no AUTH
  std::filesystem::path password_file;
  std::string from;  // "Example portal <portal@example.com>"
  bool code_in_subject = true;
  // Bounces come to bounce+TOKEN@… of "bounce@example.com"; empty: to mail_from's address.
  std::string bounce_address;
  Seconds timeout{30};  // for one whole letter
  Seconds lease{120};   // another mailer takes a letter over after this; > timeout
};

struct PasswordSettings {
  std::uint64_t length_min = 12;  // code points; 15 advised
  std::uint64_t length_max = 128;
  std::uint64_t memory_kib = 19456;  // Argon2id
  std::uint64_t passes = 2;
};

// From what on the operator gets a letter; 0 means never.
struct AlarmSettings {
  std::uint64_t wrong_codes = 100;      // in ten minutes, of everybody together
  std::uint64_t wrong_passwords = 500;  // in ten minutes, of everybody together
  Seconds outbox_age{120};              // of the oldest letter, while none leaves
  std::uint64_t mailboxes_gone = 10;    // in a day
};

// How long what is over is kept; docs/operator.md.
struct RetentionSettings {
  Seconds sessions = std::chrono::days(30);
  Seconds letters = std::chrono::days(30);  // and invitations
  Seconds events = std::chrono::days(400);  // of the audit trail
};

struct Config {
  std::string public_url;  // "https://portal.example.com": scheme and host, no path
  std::string base_path = "/auth";
  std::string site_name = "Customer portal";
  std::string language = "en";         // for those whose browser asks for none that there is
  std::vector<std::string> languages;  // offered; empty: all that there are
  std::string time_zone;               // of times on pages and in letters; empty: the machine's
  std::string home_path = "/";         // where people go who came without a return address
  std::vector<std::string> return_origins;  // further "https://host" a return address may name
  std::string support_contact;              // whom people may ask
  std::string operator_address;             // who gets the alarms; empty: nobody
  std::string cookie_domain;                // empty: cookies stay on the one host
  VerifySteps verify_steps = VerifySteps::guided;
  bool sign_up_open = true;
  bool signup_counts_as_proof = false;
  bool lock_on_mailbox_gone = false;  // locks who left, as the mail server says; docs/mail.md
  Seconds session_absolute = std::chrono::hours(12);
  Seconds session_idle = std::chrono::hours(1);
  std::uint64_t gate_leases_max = 50'000;  // sessions each gate process remembers, 0.4 KB each
  // Where all gate processes count together, for /metrics; empty: each counts alone.
  std::filesystem::path gate_counters_file = "/run/doorward-gate/counters";

  std::filesystem::path session_key_file = "/etc/doorward/session.key";
  std::filesystem::path code_key_file = "/etc/doorward/code.key";
  std::filesystem::path form_key_file = "/etc/doorward/form.key";
  std::filesystem::path template_dir = "/usr/share/doorward/templates";
  std::filesystem::path migration_dir = "/usr/share/doorward/sql";

  PasswordSettings password;
  DatabaseSettings database;
  SmtpSettings smtp;
  Limits limits;
  AlarmSettings alarms;
  RetentionSettings retention;

  // Reads `file`, conf.d and the environment, and checks the whole. Throws ConfigError.
  static Config load(const std::filesystem::path& file);

  // "portal.example.com" or "localhost:8080".
  std::string host() const;
  // False only for an http public_url on a loopback host (the demo), which nothing else allows.
  bool secure() const;
  // "https://portal.example.com/auth/sign-in" for "/sign-in".
  std::string page_url(std::string_view page) const {
    return public_url + base_path + std::string(page);
  }
  // Every origin a return address may name, public_url's own first.
  std::vector<std::string> allowed_origins() const;
};

// One line of `doorwardctl config show`: values as they would stand in the file.
struct ShownSetting {
  std::string key;
  std::string value;
};
std::vector<ShownSetting> shown_settings(const Config& config);

}  // namespace doorward
