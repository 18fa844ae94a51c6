#include "inspect/nginx_scope.h"

#include "inspect/nginx_place.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

using inspect::Scope;

// A server with these lines in it.
struct Server {
  explicit Server(const std::string& lines, const std::string& around = "")
      : directives(
            inspect::parse_nginx_file("http { " + around + " server { " + lines + " } }", "/f")),
        http(inspect::http_scope(directives)) {}

  const Scope& scope() const { return *http->children().front(); }
  const Scope& at(const std::string& uri) const { return scope().resolve(uri); }
  std::string taken(const std::string& uri) const { return at(uri).title(); }
  std::string shown(const std::string& uri, std::string_view name) const {
    std::string text;
    for (const auto* directive : at(uri).effective(name)) text += directive->argument(0) + ";";
    return text;
  }

  std::vector<inspect::Directive> directives;
  std::unique_ptr<Scope> http;
};

BOOST_AUTO_TEST_SUITE(nginx_scope)

BOOST_AUTO_TEST_CASE(longest_prefix_is_taken_and_an_exact_path_before_it) {
  const Server server("location / { } location /a/ { } location /a/b { } location = /a/ { }");
  BOOST_TEST(server.taken("/x") == "location /");
  BOOST_TEST(server.taken("/a/x") == "location /a/");
  BOOST_TEST(server.taken("/a/bc") == "location /a/b");
  BOOST_TEST(server.taken("/a/") == "location = /a/");
  BOOST_TEST(Server("location /a/ { }").taken("/x") == "server");
}

BOOST_AUTO_TEST_CASE(first_pattern_beats_a_prefix_unless_that_forbids_it) {
  const Server server(
      "location /a/ { } location ^~ /b/ { } location ~ \\.x$ { } location ~* \\.(x|Y)$ { }");
  BOOST_TEST(server.taken("/a/f.x") == "location ~ \\.x$");
  BOOST_TEST(server.taken("/a/f.X") == "location ~* \\.(x|Y)$");
  BOOST_TEST(server.taken("/a/f.y") == "location ~* \\.(x|Y)$");
  BOOST_TEST(server.taken("/b/f.x") == "location ^~ /b/");
}

BOOST_AUTO_TEST_CASE(nested_locations_are_looked_at_first_and_patterns_outside_still_win) {
  const Server server(
      "location /a/ { location /a/b/ { } location ~ \\.x$ { } location ^~ /a/c/ { } "
      "location = /a/e { } } location ~ \\.[xy]$ { } location ^~ /d/ { location /d/e/ { } }");
  BOOST_TEST(server.taken("/a/b/f") == "location /a/b/");
  BOOST_TEST(server.taken("/a/f.x") == "location ~ \\.x$");
  BOOST_TEST(server.taken("/a/b/f.y") == "location ~ \\.[xy]$");
  BOOST_TEST(server.taken("/a/c/f.y") == "location ~ \\.[xy]$");
  BOOST_TEST(server.taken("/a/c/f") == "location ^~ /a/c/");
  BOOST_TEST(server.taken("/d/e/f.y") == "location /d/e/");
  BOOST_TEST(server.taken("/a/e") == "location = /a/e");
}

BOOST_AUTO_TEST_CASE(modifiers_need_no_blank) {
  const Server server("location =/a { } location ^~/b { } location ~^/c { } location @d { }");
  BOOST_TEST((server.at("/a").match() == Scope::Match::exact));
  BOOST_TEST((server.at("/bx").match() == Scope::Match::final_prefix));
  BOOST_TEST((server.at("/cx").match() == Scope::Match::pattern));
  BOOST_TEST(server.taken("@d") == "server");
  BOOST_TEST(server.scope().named("@d") != nullptr);
  BOOST_TEST(server.scope().named("@e") == nullptr);
}

BOOST_AUTO_TEST_CASE(one_line_of_its_own_takes_the_place_of_all_that_were_inherited) {
  const Server server(
      "error_page 401 @a; location /a/ { error_page 403 @b; error_page 404 @c; "
      "location /a/b/ { location /a/b/c/ { error_page 500 @d; } } } location /b/ { }",
      "error_page 502 @h;");
  BOOST_TEST(server.shown("/a/", "error_page") == "403;404;");
  BOOST_TEST(server.shown("/a/b/", "error_page") == "403;404;");
  BOOST_TEST(server.shown("/a/b/c/", "error_page") == "500;");
  BOOST_TEST(server.shown("/b/", "error_page") == "401;");
  BOOST_TEST(server.shown("/b/", "auth_request") == "");
  BOOST_TEST(Server("location / { }", "ssi on;").at("/").value("ssi", "off") == "on");
  BOOST_TEST(Server("location / { }").at("/").value("ssi", "off") == "off");
}

BOOST_AUTO_TEST_CASE(condition_inherits_from_its_location_and_hands_on_its_backend) {
  const Server server(
      "location / { proxy_pass http://a; proxy_set_header A b; if ($x) { set $y 1; } "
      "if ($z) { proxy_set_header C d; } location /n/ { } }");
  const auto scopes = server.at("/").with_conditions();
  BOOST_REQUIRE(scopes.size() == 3);
  BOOST_TEST(scopes[1]->effective_one("proxy_set_header")->argument(0) == "A");
  BOOST_TEST(scopes[2]->effective_one("proxy_set_header")->argument(0) == "C");
  BOOST_TEST(inspect::pass_of(*scopes[2])->argument(0) == "http://a");
  BOOST_TEST(inspect::pass_of(server.at("/n/")) == nullptr);
}

BOOST_AUTO_TEST_CASE(pattern_knows_below_which_prefix_it_can_match) {
  const auto below = [](const std::string& pattern, const std::string& prefix) {
    return inspect::NginxPattern(pattern, false).may_match_below(prefix);
  };
  BOOST_TEST(below("\\.php$", "/members/"));
  BOOST_TEST(below("^/members/.*\\.php$", "/members/"));
  BOOST_TEST(below("^/(a|members)/x", "/members/"));
  BOOST_TEST(below("^/", "/members/"));
  BOOST_TEST(!below("^/members$", "/members/"));
  BOOST_TEST(!below("^/other/", "/members/"));
  BOOST_TEST(!below("^/(?:healthz|metrics)$", "/members/"));
  BOOST_TEST(below("^/other/|\\.x$", "/members/"));
  BOOST_TEST(!inspect::NginxPattern("^/MEMBERS/", false).may_match_below("/members/"));
  BOOST_TEST(inspect::NginxPattern("^/MEMBERS/", true).may_match_below("/members/"));
  BOOST_TEST(below("broken(", "/members/"));
}

BOOST_AUTO_TEST_CASE(domain_is_what_all_paths_of_a_location_begin_with) {
  const auto domain = [](const std::string& location) {
    return Server(location + " { }").scope().children().front()->domain();
  };
  BOOST_TEST(domain("location /a/") == "/a/");
  BOOST_TEST(domain("location = /a") == "/a");
  BOOST_TEST(domain("location @a") == "");
  BOOST_TEST(domain("location ~ ^/a/b\\.c") == "/a/b.c");
  BOOST_TEST(domain("location ~ ^/a/.*x") == "/a/");
  BOOST_TEST(domain("location ~ ^/a/b?") == "/a/");
  BOOST_TEST(domain("location ~ \"^/a/b{2}\"") == "/a/");
  BOOST_TEST(domain("location ~ ^/a/b+") == "/a/b");
  BOOST_TEST(domain("location ~ ^/a\\d") == "/a");
  BOOST_TEST(domain("location ~ ^/a|/b") == "");
  BOOST_TEST(domain("location ~ /a/") == "");
  const Server nested("location /a/ { location ~ \\.x$ { } location ~ ^/a/b/ { } }");
  const auto& inside = nested.scope().children().front()->children();
  BOOST_TEST(inside[0]->domain() == "/a/");
  BOOST_TEST(inside[1]->domain() == "/a/b/");
}

std::string guard(const std::string& lines, const std::string& uri) {
  return inspect::guard_of(Server(lines).at(uri)).text();
}

BOOST_AUTO_TEST_CASE(guard_is_inherited_and_switched_off) {
  const std::string lines =
      "auth_request /_doorward/require/; location /a/ { auth_request /_doorward/require/x,y; "
      "location /a/b/ { } location /a/c/ { auth_request off; } } location /d/ { }";
  BOOST_TEST(guard(lines, "/") == "Doorward: a session");
  BOOST_TEST(guard(lines, "/a/b/") == "Doorward: x,y");
  BOOST_TEST(guard(lines, "/a/c/") == "nobody");
  BOOST_TEST(guard(lines, "/d/") == "Doorward: a session");
  BOOST_TEST(guard("location / { auth_request /other; }", "/") == "auth_request /other");
  BOOST_TEST(guard("location / { auth_basic x; }", "/") == "a password");
  BOOST_TEST(guard("location / { allow 10.0.0.1; deny all; }", "/") == "addresses");
  BOOST_TEST(guard("location / { deny 10.0.0.1; }", "/") == "nobody");
}

BOOST_AUTO_TEST_CASE(default_server_is_the_one_that_says_so_else_the_first) {
  const auto directives = inspect::parse_nginx_file(
      "http { server { listen 80; listen 81; } server { listen *:80 default_server; } "
      "server { listen 0.0.0.0:80; listen 127.0.0.1:80; } server { } }",
      "/f");
  const auto http = inspect::http_scope(directives);
  const auto& servers = http->children();
  const auto first_of = [&](std::size_t i) { return inspect::default_servers(*servers[i]); };
  BOOST_TEST((first_of(0) == std::vector<const Scope*>{servers[1].get(), servers[0].get()}));
  BOOST_TEST((first_of(2) == std::vector<const Scope*>{servers[1].get(), servers[2].get()}));
  BOOST_TEST((first_of(3) == std::vector<const Scope*>{servers[1].get()}));
  BOOST_TEST(inspect::is_default_server(*servers[1]));
  BOOST_TEST(!inspect::is_default_server(*servers[0]));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
