#include "domain/return_address.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "t/unit/unit.h"

namespace doorward {
namespace {

const std::vector<std::string> kOrigins{"https://portal.example.com", "https://wiki.example.com",
                                        "http://localhost:8080"};

bool accepted(std::string_view rd) {
  const auto address = parse_return_address(rd, "/auth", kOrigins);
  if (address) BOOST_TEST(*address == rd);
  return address.has_value();
}

bool is_strict_path(std::string_view path) {
  return path.starts_with('/') && !path.substr(1).starts_with('/') &&
         !path.substr(1).starts_with('\\') && std::ranges::all_of(path, [](char c) {
           return (c >= '\x21' && c <= '\x5b') || (c >= '\x5d' && c <= '\x7e');
         });
}

BOOST_AUTO_TEST_SUITE(return_address)

BOOST_AUTO_TEST_CASE(paths_of_the_portal_are_accepted_byte_for_byte) {
  for (const auto rd : {"/", "/members/", "/members/a?b=c&d=%2Fe#f", "/a//b", "/a/../b", "/%5c",
                        "/@evil.test", "/a:b", "/x?u=https://evil.test/", "/~mia/'\"<>`{|}"})
    BOOST_TEST(accepted(rd), rd);
}

BOOST_AUTO_TEST_CASE(what_browsers_read_as_another_host_is_refused) {
  for (const auto rd : {"//evil.test",
                        "///evil.test",
                        "/\\evil.test",
                        "\\\\evil.test",
                        "/\t/evil.test",
                        "/\n/evil.test",
                        "\t//evil.test",
                        "/ /evil.test",
                        "/a\\b",
                        "/a b",
                        "/a\r\nSet-Cookie: x",
                        "/\xc3\xa9",
                        "/a\x7f",
                        "/\x01",
                        "",
                        "members",
                        "?x",
                        "#x",
                        "evil.test/",
                        ".",
                        "./a",
                        "../a"})
    BOOST_TEST(!accepted(rd), rd);
  BOOST_TEST(!accepted(test::bytes("/a\0b")));
}

BOOST_AUTO_TEST_CASE(listed_origins_are_accepted_with_a_path) {
  for (const auto rd : {"https://portal.example.com/", "https://wiki.example.com/page?x=1#y",
                        "http://localhost:8080/members/"})
    BOOST_TEST(accepted(rd), rd);
}

BOOST_AUTO_TEST_CASE(origins_must_be_equal_to_the_letter) {
  for (const auto rd : {"https://portal.example.com",
                        "https://portal.example.com?x",
                        "https://portal.example.com#",
                        "http://portal.example.com/",
                        "https://portal.example.com:443/",
                        "https://portal.example.com:8443/",
                        "https://portal.example.com.evil.test/",
                        "https://portal.example.com@evil.test/",
                        "https://portal.example.comevil.test/",
                        "https://x@portal.example.com/",
                        "https://evil.test/https://portal.example.com/",
                        "https://Portal.example.com/",
                        "HTTPS://portal.example.com/",
                        "https:portal.example.com/",
                        "https:/portal.example.com/",
                        "https:///portal.example.com/",
                        "https:\\\\portal.example.com/",
                        "https://portal.example.com\\.evil.test/",
                        "https://portal.example.com\\",
                        " https://portal.example.com/",
                        "https://portal.example.com./",
                        "http://localhost/",
                        "http://localhost:80801/",
                        "javascript:alert(1)",
                        "data:text/html,x",
                        "javascript://portal.example.com/%0aalert(1)"})
    BOOST_TEST(!accepted(rd), rd);
}

BOOST_AUTO_TEST_CASE(origin_that_begins_like_another_is_an_origin_of_its_own) {
  const std::vector<std::string> origins{"http://localhost:80", "http://localhost:8080"};
  for (const auto rd : {"http://localhost:80/x", "http://localhost:8080/x"})
    BOOST_TEST(parse_return_address(rd, "/auth", origins).has_value(), rd);
}

BOOST_AUTO_TEST_CASE(paths_behind_an_origin_are_as_strict) {
  for (const auto rd : {"https://wiki.example.com//evil.test", "https://wiki.example.com/\\x",
                        "https://wiki.example.com/a b", "https://wiki.example.com/\xc3\xa9"})
    BOOST_TEST(!accepted(rd), rd);
}

BOOST_AUTO_TEST_CASE(sign_in_does_not_end_where_it_began) {
  for (const auto rd : {"/auth",
                        "/auth/",
                        "/auth/sign-in",
                        "/auth?x",
                        "/auth#x",
                        "/auth/?rd=/",
                        "/x/../auth/",
                        "/./auth",
                        "/x/./../auth/sign-out",
                        "/../auth",
                        "/a/b/../../auth",
                        "/x/%2e%2e/auth/",
                        "/x/.%2E/auth",
                        "/%61uth/",
                        "/auth%2fsign-out",
                        "/auth/x/..",
                        "/x//../auth",
                        "/auth//",
                        "/auth/%2e",
                        "https://portal.example.com/auth/",
                        "https://portal.example.com/x/../auth"})
    BOOST_TEST(!accepted(rd), rd);
}

BOOST_AUTO_TEST_CASE(neighbours_of_the_base_path_are_accepted) {
  for (const auto rd : {"/authors", "/auth-x/", "/x/auth/", "/auth/../members", "/Auth/", "/aut",
                        "/x?/auth/", "/x#/../auth", "/auth/x/../../y", "/%2561uth/", "/auth%zz"})
    BOOST_TEST(accepted(rd), rd);
}

BOOST_AUTO_TEST_CASE(address_has_2048_bytes_at_most) {
  BOOST_TEST(accepted("/" + std::string(2047, 'a')));
  BOOST_TEST(!accepted("/" + std::string(2048, 'a')));
  const std::string origin = "https://wiki.example.com/";
  BOOST_TEST(accepted(origin + std::string(2048 - origin.size(), 'a')));
  BOOST_TEST(!accepted(origin + std::string(2049 - origin.size(), 'a')));
}

BOOST_AUTO_TEST_CASE(base_path_is_a_setting) {
  BOOST_TEST(!parse_return_address("/portal/in/x", "/portal/in", kOrigins).has_value());
  BOOST_TEST(parse_return_address("/auth/", "/portal/in", kOrigins).has_value());
}

// "http://example.org" of "http://mia@example.org/x".
std::string origin_of(std::string_view url) {
  const auto scheme_end = url.find("://") + 3;
  const auto authority = url.substr(scheme_end, url.find('/', scheme_end) - scheme_end);
  return std::string(url.substr(0, scheme_end)) +
         std::string(authority.substr(authority.find('@') + 1));
}

// The corpus says where browsers end up. Paths are judged where its base is a web page.
BOOST_AUTO_TEST_CASE(nothing_of_the_url_corpus_leads_off_origin, NEEDS_CORPORA) {
  const std::vector<std::string> origins{"http://example.org", "https://example.org",
                                         "http://example.com", "https://example.com"};
  const auto corpus =
      nlohmann::json::parse(test::read_file(test::corpora() / "url" / "wpt-urltestdata.json"));
  std::size_t tried = 0;
  std::size_t accepted_count = 0;
  for (const auto& entry : corpus) {
    if (!entry.is_object()) continue;  // a comment
    ++tried;
    const auto input = entry["input"].get<std::string>();
    const auto base = entry["base"].is_string() ? entry["base"].get<std::string>() : "";
    const bool is_path = input.starts_with('/');
    if ((is_path && !base.starts_with("http")) || !parse_return_address(input, "/auth", origins))
      continue;
    ++accepted_count;
    const auto origin = origin_of(entry.value("href", ""));
    if (is_path)
      BOOST_TEST((is_strict_path(input) && origin == origin_of(base)), input);
    else
      BOOST_TEST((std::ranges::find(origins, origin) != origins.end()), input);
  }
  BOOST_TEST(tried > 800U);
  BOOST_TEST(accepted_count > 40U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
