#include "inspect/nginx_backend.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

std::string parts(std::string_view written, std::string_view protocol = "proxy") {
  const auto backend = inspect::parse_backend(written, protocol);
  return backend.host + " " + backend.port + " " + (backend.has_path ? backend.path : "-");
}

std::string addresses(const std::string& written, const std::string& upstream = "") {
  const auto directives = inspect::parse_nginx_file("http { " + upstream + " }", "/f");
  const auto http = inspect::http_scope(directives);
  std::string text;
  for (const auto& address : inspect::addresses_of(*http, inspect::parse_backend(written, "proxy")))
    text += address + ";";
  return text;
}

BOOST_AUTO_TEST_SUITE(nginx_backend)

BOOST_AUTO_TEST_CASE(address_and_path_are_told_apart) {
  BOOST_TEST(parts("http://App.example") == "app.example 80 -");
  BOOST_TEST(parts("https://app") == "app 443 -");
  BOOST_TEST(parts("http://app:3000/") == "app 3000 /");
  BOOST_TEST(parts("http://app:3000/a/b?c") == "app 3000 /a/b?c");
  BOOST_TEST(parts("http://[::1]:3000/a") == "[::1] 3000 /a");
  BOOST_TEST(parts("http://unix:/run/app.sock") == "unix:/run/app.sock 80 -");
  BOOST_TEST(parts("http://unix:/run/app.sock:/a/") == "unix:/run/app.sock 80 /a/");
  BOOST_TEST(parts("unix:/run/php.sock", "fastcgi") == "unix:/run/php.sock  -");
  BOOST_TEST(parts("127.0.0.1:9000", "fastcgi") == "127.0.0.1 9000 -");
}

BOOST_AUTO_TEST_CASE(variable_that_holds_a_path_begins_it) {
  BOOST_TEST(parts("http://app:3000$request_uri") == "app 3000 $request_uri");
  BOOST_TEST(parts("http://app$uri") == "app 80 $uri");
  BOOST_TEST(parts("http://$1$2") == "$1$2 80 -");
  BOOST_TEST(parts("http://app/x$uri") == "app 80 /x$uri");
}

BOOST_AUTO_TEST_CASE(several_spellings_are_one_address) {
  BOOST_TEST(addresses("http://localhost:3000/a") == "127.0.0.1:3000;");
  BOOST_TEST(addresses("http://[::1]:3000") == "127.0.0.1:3000;");
  BOOST_TEST(addresses("http://unix:/run/a:/x") == "unix:/run/a;");
}

BOOST_AUTO_TEST_CASE(upstream_is_its_servers) {
  const std::string upstream =
      "upstream app { server 127.0.0.1:3000; server 127.0.0.1; server unix:/run/a backup; }";
  BOOST_TEST(addresses("http://app/x", upstream) == "127.0.0.1:3000;127.0.0.1:80;unix:/run/a;");
  BOOST_TEST(addresses("http://other", upstream) == "other:80;");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
