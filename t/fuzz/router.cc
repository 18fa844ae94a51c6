// doorward-web as a whole, with no database behind it: every request has one answer, of a status
// and with headers that we know, and none that a stranger's bytes get into.
#include <set>

#include <unistd.h>

#include "base/text.h"
#include "t/fuzz/property.h"
#include "web/app.h"
#include "web/refusal_log.h"
#include "web/routes.h"

namespace {

using namespace doorward;
using fuzz::property;

Config settings() {
  Config config;
  config.public_url = "https://portal.example.com";
  config.database.socket = "/nonexistent/doorward-fuzz";
  return config;
}

KeyFile new_keys(Random& random) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("doorward-fuzz-" + std::to_string(getpid()) + ".key");
  KeyFile::create(path, "fuzz", random);
  auto keys = KeyFile::load(path);
  std::filesystem::remove(path);
  return keys;
}

// What lives as long as the program.
struct Web {
  Config config = settings();
  SystemClock clock;
  SystemRandom random;
  store::Database database{config.database, clock};
  KeyFile keys = new_keys(random);
  flow::Services services{config, clock, random, database, keys, keys};
  Templates templates{"templates"};
  web::RefusalLog refusals;
  web::App app{{services, templates, keys, http::CookieNames(config), refusals}};
};

http::Request read_request(std::string_view rest) {
  http::Request request;
  request.id = "FUZZ000000";
  const auto head = fuzz::take_part(rest, '\n');
  request.method = head == "GET"    ? http::Method::get
                   : head == "HEAD" ? http::Method::head
                   : head == "POST" ? http::Method::post
                                    : http::Method::other;
  request.path = fuzz::take_part(rest, '\n');
  request.query = fuzz::take_part(rest, '\n');
  request.cookies = http::Cookies::parse(std::string(fuzz::take_part(rest, '\n')));
  request.content_type = fuzz::take_part(rest, '\n');
  request.origin = fuzz::take_part(rest, '\n');
  request.user_agent = fuzz::take_part(rest, '\n');
  request.remote_address = "192.0.2.1";
  request.body = rest;
  return request;
}

bool is_page(std::string_view path) {
  if (!path.starts_with("/auth")) return false;
  const auto page = path.size() == 5 ? "/" : path.substr(5);
  for (const auto& route : web::page_routes())
    if (route.page == page) return true;
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Web web;
  static const std::set<int> kStatuses = {200, 303, 400, 401, 403, 404, 405, 413, 415, 503};
  const auto request = read_request(fuzz::view(data, size));
  const auto response = web.app.handle(request);
  property(kStatuses.contains(response.status()), "an answer has a status that we know, never 500");
  property(is_page(request.path) || response.status() == 404, "what is no page is not found");
  property(!is_page(request.path) || request.method != http::Method::other ||
               response.status() == 405 || response.status() == 400,
           "other methods are refused");
  property(response.header_value("Content-Security-Policy").starts_with("default-src 'none'"),
           "every answer carries the security headers");
  property(request.method != http::Method::head || response.body().empty(), "HEAD has no body");
  const auto location = response.header_value("Location");
  property(location.empty() || (location.starts_with('/') && !location.starts_with("//")) ||
               location.starts_with("https://portal.example.com/"),
           "a redirect stays on our origin");
  for (const auto& [name, value] : response.headers())
    property(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
             "a header is one line");
  return 0;
}
