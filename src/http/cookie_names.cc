#include "http/cookie_names.h"

namespace doorward::http {

CookieNames::CookieNames(const Config& config)
    : session_domain_(config.cookie_domain),
      base_path_(config.base_path),
      secure_(config.secure()) {
  const auto host = config.host();
  const auto colon = host.rfind(':');
  const auto port = colon == std::string::npos || host.ends_with(']') ? "" : host.substr(colon + 1);
  const std::string suffix = secure_ || port.empty() ? "" : "-" + port;
  const std::string prefix = secure_ ? "__Host-" : "";
  session_ = (secure_ && !session_domain_.empty() ? "__Secure-" : prefix) + "doorward" + suffix;
  flow_ = prefix + "doorward-flow" + suffix;
  browser_ = prefix + "doorward-browser" + suffix;
  language_ = prefix + "doorward-language" + suffix;
  bounces_ = (secure_ ? "__Secure-" : "") + std::string("doorward-bounces") + suffix;
}

std::string CookieNames::set(const std::string& name, std::string_view value,
                             std::optional<std::chrono::seconds> lifetime) const {
  auto cookie = name + "=" + std::string(value) + attributes(name);
  if (lifetime) cookie += "; Max-Age=" + std::to_string(lifetime->count());
  return cookie;
}

std::string CookieNames::expire(const std::string& name) const {
  return name + "=" + attributes(name) + "; Max-Age=0";
}

std::string CookieNames::attributes(const std::string& name) const {
  std::string text = "; Path=" + (name == bounces_ ? base_path_ : "/") + "; HttpOnly; SameSite=Lax";
  if (secure_) text += "; Secure";
  if (name == session_ && !session_domain_.empty()) text += "; Domain=" + session_domain_;
  return text;
}

}  // namespace doorward::http
