// One HTTP request sent as it is written, and what came back. The only file here that knows
// libcurl.
//
// Nothing is tidied up on the way out: paths, host names, methods and headers go as they are, also
// wrong ones. Nothing is followed, no cookie is kept, no proxy of the environment is used, and
// neither a slow nor an endless answer holds anybody up.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace doorward::inspect {

enum class HttpVersion { http_1_0, http_1_1, http_2 };

struct HttpRequest {
  std::string origin;  // "https://portal.example.com": where to connect
  std::string method = "GET";
  std::string target = "/";  // what stands after the method
  // "Name: value"; "Name;" for one without a value; "Name:" takes away one that is sent by itself.
  std::vector<std::string> headers = {};
  std::string body = "";
  HttpVersion version = HttpVersion::http_1_1;
};

struct HttpHeader {
  std::string name;  // in lower case
  std::string value;
};

struct HttpAnswer {
  int status = 0;  // 0: there was no answer, and `trouble` says why
  std::vector<HttpHeader> headers = {};
  std::string body = "";  // its first 512 KiB
  std::string trouble = "";
  bool timed_out = false;

  // The first value, or "".
  std::string_view header(std::string_view lower_name) const;
};

struct HttpSettings {
  std::string ca_file;               // "": the system's authorities
  std::vector<std::string> resolve;  // "HOST:PORT:ADDRESS", in place of what DNS says
  std::function<bool()> stop;        // asked all the time; true gives the request up
};

class HttpProbe {
 public:
  explicit HttpProbe(HttpSettings settings);
  ~HttpProbe();
  HttpProbe(const HttpProbe&) = delete;
  HttpProbe& operator=(const HttpProbe&) = delete;

  HttpAnswer send(const HttpRequest& request);

 private:
  class Handle;
  HttpSettings settings_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace doorward::inspect
