// An answer, and the one place where security headers are set (nginx adds none to our pages).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doorward::http {

class Response {
 public:
  explicit Response(int status);

  static Response html(int status, std::string body);
  static Response json(int status, std::string body);
  static Response text(int status, std::string body);
  static Response script(std::string body);
  // After a POST: GET `location`, which is ours or was validated as a return address.
  static Response see_other(std::string_view location);

  // REQUIRES: neither holds CR, LF or NUL (checked).
  Response& header(std::string_view name, std::string_view value);
  Response& retry_after(std::chrono::seconds wait);

  int status() const { return status_; }
  const std::string& body() const { return body_; }
  const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
  // The first of that name, "" when there is none.
  std::string_view header_value(std::string_view name) const;

  Response& body(std::string body);
  // HEAD: the same answer without its body.
  void drop_body() { body_.clear(); }

  // As CGI: "Status: 200 OK\r\n", headers, empty line, body.
  std::string serialise() const;

 private:
  Response(int status, std::string_view content_type, std::string body);

  int status_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string body_;
};

// Whether a page may run scripts: files of this site alone, and never a script in the page.
enum class Scripts { none, own_files };

// The header set of every page (ASVS 3.4). `form_targets` are the origins a form, or the redirect
// after it, may lead to beside our own: browsers hold CSP form-action against redirects too.
// HSTS is sent only over https.
void add_security_headers(Response& response, bool https,
                          const std::vector<std::string>& form_targets,
                          Scripts scripts = Scripts::none);

}  // namespace doorward::http
