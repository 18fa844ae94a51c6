// Our cookies: what they are called, and how they are set.
//
// Over https every name carries a prefix that browsers enforce (`__Host-`: this host only, Secure,
// Path=/). A loopback http site (the demo) has neither prefix nor Secure, and adds its port, since
// browsers share cookies over all ports of a host.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/config.h"

namespace doorward::http {

class CookieNames {
 public:
  explicit CookieNames(const Config& config);

  const std::string& session() const { return session_; }
  const std::string& flow() const { return flow_; }
  const std::string& browser() const { return browser_; }
  // What the visitor chose: read by pages and gate, and nothing else hangs on it.
  const std::string& language() const { return language_; }
  // Sent to our own pages only, so it can't be `__Host-`; nothing hangs on it.
  const std::string& bounces() const { return bounces_; }

  // A Set-Cookie value. Without `lifetime` the cookie ends with the browser.
  std::string set(const std::string& name, std::string_view value,
                  std::optional<std::chrono::seconds> lifetime = std::nullopt) const;
  std::string expire(const std::string& name) const;

 private:
  std::string attributes(const std::string& name) const;

  std::string session_;
  std::string flow_;
  std::string browser_;
  std::string language_;
  std::string bounces_;
  std::string session_domain_;
  std::string base_path_;
  bool secure_;
};

}  // namespace doorward::http
