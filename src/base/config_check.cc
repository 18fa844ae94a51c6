#include "base/config_check.h"

#include <algorithm>

#include "base/host_port.h"

namespace doorward {
namespace {

bool is_loopback(std::string_view host) {
  const auto name =
      host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

// "https://host[:port]" and nothing after it.
bool is_origin(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return false;
  const auto host = url.substr(scheme + 3);
  return (url.starts_with("https://") || url.starts_with("http://")) && !host.empty() &&
         host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") ==
             std::string_view::npos;
}

// Browsers keep no cookie for a domain that the host isn't below, or for a whole "com".
bool is_parent_domain(std::string_view domain, std::string_view host) {
  const auto name = host.substr(0, host.find(':'));
  return domain.find('.', 1) != std::string_view::npos &&
         (name == domain || name.ends_with("." + std::string(domain)));
}

constexpr std::chrono::seconds kReadTimeoutMin{4};
constexpr std::uint64_t kPortMax = 65535;

void check_database(const DatabaseSettings& database) {
  for (const auto& host : database.hosts)
    if (!host.starts_with('/') && !HostPort::parse(host, 1))
      throw ConfigError(
          "database_hosts: '" + host +
          "' is neither a host, such as db1.internal or [2001:db8::11], nor host:port");
  if (database.port == 0 || database.port > kPortMax)
    throw ConfigError("database_port must be 1 to 65535");
  if (database.read_timeout < kReadTimeoutMin)
    throw ConfigError("database_read_timeout must be 4s or more: a lock is waited for 3 seconds");
  if (database.tls_cert.empty() != database.tls_key.empty())
    throw ConfigError("database_tls_cert and database_tls_key go together");
  if (database.tls_ca.empty() && !database.tls_cert.empty())
    throw ConfigError("database_tls_cert needs database_tls_ca, or nothing is encrypted");
  if (!database.tls_ca.empty() && database.hosts.empty() && !database.socket.empty())
    throw ConfigError(
        "database_tls_ca is for servers by TCP: set database_hosts, or empty database_socket");
}

}  // namespace

void check_whole(const Config& config) {
  if (config.public_url.empty())
    throw ConfigError("public_url is not set: write 'public_url = https://portal.example.com'");
  if (!is_origin(config.public_url))
    throw ConfigError(
        "public_url must be https:// and a lower-case host, without a path or a "
        "slash at the end");
  if (config.public_url.starts_with("http://") && !is_loopback(config.host()))
    throw ConfigError("public_url must be https://; only a loopback host (localhost) may use http");
  for (const auto& origin : config.return_origins)
    if (!is_origin(origin) || (config.secure() && origin.starts_with("http://")))
      throw ConfigError("return_origins: '" + origin + "' is not of the form https://host");
  if (!config.cookie_domain.empty() && !is_parent_domain(config.cookie_domain, config.host()))
    throw ConfigError("cookie_domain must be a domain that public_url's host is below");
  if (!config.base_path.starts_with('/') || config.base_path.size() < 2 ||
      config.base_path.ends_with('/'))
    throw ConfigError("base_path must start with / and not end with it, such as /auth");
  if (!config.home_path.starts_with('/') || config.home_path.starts_with("//"))
    throw ConfigError("home_path must be a path on this site, such as /");
  if (config.password.length_min < 8 || config.password.length_max < 64 ||
      config.password.length_max > 1024)
    throw ConfigError("password_length_min must be 8 or more, password_length_max 64 to 1024");
  if (config.password.length_min > 64) throw ConfigError("password_length_min must be 64 or less");
  if (config.password.memory_kib < 8192 || config.password.passes < 1)
    throw ConfigError("password_memory_kib must be 8192 or more and password_passes 1 or more");
  const auto& keep = config.retention;
  if (std::min({keep.sessions, keep.letters, keep.events}) < std::chrono::days(1))
    throw ConfigError("keep_sessions, keep_letters and keep_events must be a day (1d) or more");
  check_database(config.database);
  if (config.smtp.lease <= config.smtp.timeout)
    throw ConfigError("smtp_lease must be longer than smtp_timeout, or a letter is sent twice");
}

}  // namespace doorward
