#include "inspect/http_probe.h"

#include <algorithm>
#include <stdexcept>

#include <curl/curl.h>

#include "base/text.h"

namespace doorward::inspect {
namespace {

constexpr long kConnectMsMax = 5000;
constexpr long kAnswerMsMax = 10000;
constexpr std::size_t kBodyBytesMax = std::size_t{512} * 1024;
constexpr std::size_t kHeadersMax = 200;

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

List list_of(const std::vector<std::string>& lines) {
  List list;
  for (const auto& line : lines) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (const auto result = curl_easy_setopt(handle, option, value); result != CURLE_OK)
    throw std::runtime_error("libcurl refused option " + std::to_string(option) + ": " +
                             curl_easy_strerror(result));
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* into) {
  auto& answer = *static_cast<HttpAnswer*>(into);
  const std::string_view line(bytes, count);
  if (line.starts_with("HTTP/")) answer.headers.clear();  // those before were a 100's
  const auto colon = line.find(':');
  if (colon != std::string_view::npos && answer.headers.size() < kHeadersMax)
    answer.headers.push_back(
        {text::lower(line.substr(0, colon)), std::string(text::trim(line.substr(colon + 1)))});
  return count;
}

// Takes less than it is given, which ends the transfer, once there is enough.
std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* into) {
  auto& body = static_cast<HttpAnswer*>(into)->body;
  const auto taken = std::min(count, kBodyBytesMax - body.size());
  body.append(bytes, taken);
  return taken;
}

int give_up(void* settings, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& stop = static_cast<const HttpSettings*>(settings)->stop;
  return stop && stop() ? 1 : 0;
}

long version_of(HttpVersion version) {
  switch (version) {
    case HttpVersion::http_1_0:
      return CURL_HTTP_VERSION_1_0;
    case HttpVersion::http_1_1:
      return CURL_HTTP_VERSION_1_1;
    case HttpVersion::http_2:
      break;
  }
  return CURL_HTTP_VERSION_2TLS;
}

void set_request(CURL* handle, const HttpRequest& request) {
  set(handle, CURLOPT_URL, (request.origin + "/").c_str());
  set(handle, CURLOPT_PATH_AS_IS, 1L);
  set(handle, CURLOPT_REQUEST_TARGET, request.target.c_str());
  if (request.method == "HEAD") set(handle, CURLOPT_NOBODY, 1L);
  if (!request.body.empty()) {
    set(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    set(handle, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  set(handle, CURLOPT_HTTP_VERSION, version_of(request.version));
}

void set_bounds(CURL* handle, HttpSettings& settings) {
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_PROXY, "");  // not the environment's either
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMsMax);
  set(handle, CURLOPT_TIMEOUT_MS, kAnswerMsMax);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, give_up);
  set(handle, CURLOPT_XFERINFODATA, &settings);
  set(handle, CURLOPT_USERAGENT, "doorwardctl check gate");
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) {
    // libcurl would trust its built-in directory of authorities beside the file.
    set(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

}  // namespace

std::string_view HttpAnswer::header(std::string_view lower_name) const {
  const auto found = std::ranges::find(headers, lower_name, &HttpHeader::name);
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

// With its connections, which it keeps open from one request to the next.
class HttpProbe::Handle {
 public:
  Handle() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started == CURLE_OK) curl_ = curl_easy_init();
    if (curl_ == nullptr) throw std::runtime_error("libcurl does not start");
  }
  ~Handle() { curl_easy_cleanup(curl_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  CURL* reset() {
    curl_easy_reset(curl_);
    set(curl_, CURLOPT_ERRORBUFFER, trouble_);
    trouble_[0] = '\0';
    return curl_;
  }

  void perform(HttpAnswer& answer) {
    const auto result = curl_easy_perform(curl_);
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    answer.timed_out = result == CURLE_OPERATION_TIMEDOUT;
    // Bytes that came before a connection broke off, or before we had enough, are an answer.
    if (status == 0 && result != CURLE_OK)
      answer.trouble = trouble_[0] != '\0' ? trouble_ : curl_easy_strerror(result);
  }

 private:
  CURL* curl_ = nullptr;
  char trouble_[CURL_ERROR_SIZE] = "";
};

HttpProbe::HttpProbe(HttpSettings settings)
    : settings_(std::move(settings)), handle_(std::make_unique<Handle>()) {}

HttpProbe::~HttpProbe() = default;

HttpAnswer HttpProbe::send(const HttpRequest& request) {
  CURL* handle = handle_->reset();
  set_request(handle, request);
  set_bounds(handle, settings_);
  auto lines = request.headers;
  lines.emplace_back("Expect:");  // nobody waits for a 100
  const auto headers = list_of(lines);
  const auto resolve = list_of(settings_.resolve);
  set(handle, CURLOPT_HTTPHEADER, headers.get());
  set(handle, CURLOPT_RESOLVE, resolve.get());
  HttpAnswer answer;
  set(handle, CURLOPT_HEADERFUNCTION, take_header);
  set(handle, CURLOPT_HEADERDATA, &answer);
  set(handle, CURLOPT_WRITEFUNCTION, take_body);
  set(handle, CURLOPT_WRITEDATA, &answer);
  handle_->perform(answer);
  return answer;
}

}  // namespace doorward::inspect
