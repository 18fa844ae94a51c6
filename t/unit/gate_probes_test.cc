// What check gate asks: from a URL to requests.

#include "inspect/gate_probes.h"

#include <algorithm>
#include <set>

#include "inspect/gate_headers.h"
#include "inspect/gate_links.h"
#include "inspect/gate_path_tricks.h"
#include "t/unit/unit.h"

namespace doorward::inspect {
namespace {

const std::vector<std::string> kOrigins{"https://portal.example.com", "http://localhost:8080"};

Portal portal(const std::string& url = "https://portal.example.com/members/?a=b") {
  auto found = portal_of(url, kOrigins).value();
  found.cookie = "__Host-doorward";
  found.require_paths = {"/_doorward/require/"};
  found.neighbours = {"static"};
  found.mark = "doorward-check-1a2b";
  return found;
}

std::vector<Probe> of_group(const std::vector<Probe>& probes, const std::string& group) {
  std::vector<Probe> found;
  std::ranges::copy_if(probes, std::back_inserter(found),
                       [&](const Probe& probe) { return probe.group == group; });
  return found;
}

const Probe* with_target(const std::vector<Probe>& probes, const std::string& target) {
  const auto found = std::ranges::find_if(
      probes, [&](const Probe& probe) { return probe.request.target == target; });
  return found == probes.end() ? nullptr : &*found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate_probes)

BOOST_AUTO_TEST_CASE(a_url_is_an_origin_of_this_site_a_path_and_a_query) {
  const auto found = portal();
  BOOST_TEST(found.origin == "https://portal.example.com");
  BOOST_TEST(found.path == "/members/");
  BOOST_TEST(found.query == "?a=b");
  BOOST_TEST(found.is_folder());
  BOOST_TEST(portal("http://localhost:8080").path == "/");
  BOOST_TEST(!portal("http://localhost:8080/page").is_folder());
}

BOOST_AUTO_TEST_CASE(nothing_but_this_site_is_asked) {
  for (const auto* url :
       {"https://portal.example.com.evil.test/", "https://portal.example.com@evil.test/",
        "https://portal.example.com:8443/", "http://portal.example.com/", "http://localhost:80801/",
        "https://evil.test/", "/members/", "", "https://portal.example.com/a b",
        "https://portal.example.com/#x", "https://portal.example.com/a\\b",
        "https://portal.example.com/\r\nx: y"})
    BOOST_TEST(!portal_of(url, kOrigins).has_value(), url);
  for (const auto& probe : anonymous_probes(portal()))
    BOOST_TEST((probe.request.origin == "https://portal.example.com" ||
                probe.request.origin == "http://portal.example.com"));
}

BOOST_AUTO_TEST_CASE(every_kind_of_trick_is_among_the_probes) {
  const auto probes = anonymous_probes(portal());
  BOOST_TEST(probes.size() > 200u);
  std::set<std::string> groups;
  for (const auto& probe : probes) {
    groups.insert(probe.group);
    BOOST_TEST(!probe.advice.empty());
  }
  BOOST_TEST(groups.size() == 11u);
  for (const auto* target :
       {"//members/?a=b", "/x/../members/?a=b", "/x/%2e%2e/members/?a=b", "/x/..%2fmembers/?a=b",
        "/%6dembers/?a=b", "/%256dembers/?a=b", "/MEMBERS/?a=b", "/members;x/?a=b",
        "/members./?a=b", "/members%2f?a=b", "/auth/../members/?a=b", "/static../members/?a=b",
        "/members/index.html", "/members/doorward-check-1a2b.php", "/_doorward/require/",
        "/%5fdoorward/require/", "https://portal.example.com/members/?a=b"})
    BOOST_TEST(with_target(probes, target) != nullptr, target);
}

BOOST_AUTO_TEST_CASE(what_nginx_reads_as_the_guarded_path_is_inside) {
  const auto probes = anonymous_probes(portal("https://portal.example.com/members/"));
  for (const auto* target : {"//members/", "/x/%2e%2e/members/", "/%6dembers/", "/members%2f",
                             "/auth/..%2fmembers/", "/members", "/members/%2e/"})
    BOOST_TEST(with_target(probes, target)->inside, target);
  for (const auto* target : {"/MEMBERS/", "/members.html", "/static../members/", "/members/..%2f",
                             "/x/..%252fmembers/", "/?/members/"})
    BOOST_TEST(!with_target(probes, target)->inside, target);
  BOOST_TEST(with_target(probes, "/members/..%2f")->public_twin == "/");
  BOOST_TEST(with_target(probes, "/MEMBERS/")->public_twin == "");
}

BOOST_AUTO_TEST_CASE(a_probe_has_its_control_at_the_same_place) {
  for (const auto* url : {"https://portal.example.com/members/", "https://portal.example.com/",
                          "https://portal.example.com/123", "http://localhost:8080/a/b/c/"}) {
    const auto probes = anonymous_probes(portal(url));
    const auto controls = anonymous_probes(portal(url).elsewhere());
    BOOST_REQUIRE(probes.size() == controls.size());
    for (std::size_t i = 0; i < probes.size(); ++i)
      BOOST_TEST(probes[i].group == controls[i].group);
  }
}

BOOST_AUTO_TEST_CASE(what_changes_something_goes_where_nobody_is) {
  for (const auto& probe : anonymous_probes(portal()))
    if (probe.request.method != "GET" && probe.request.method != "HEAD" &&
        probe.request.method != "OPTIONS" && probe.expect == Expect::guard)
      BOOST_TEST(probe.request.target == "/members/doorward-check-1a2b?a=b");
}

BOOST_AUTO_TEST_CASE(only_what_needs_a_session_has_its_mark) {
  const auto has_mark = [](const Probe& probe) {
    return std::ranges::any_of(probe.request.headers, [](const std::string& header) {
      return header.find("SESSION") != header.npos;
    });
  };
  BOOST_TEST(std::ranges::none_of(anonymous_probes(portal()), has_mark));
  BOOST_TEST(std::ranges::all_of(almost_session_probes(portal()), has_mark));
  const auto request = with_session(portal(), plain_probe(portal()).request);
  BOOST_TEST(request.headers.back() == "Cookie: __Host-doorward=$SESSION");
}

BOOST_AUTO_TEST_CASE(one_page_has_nothing_below_it) {
  const auto probes = anonymous_probes(portal("https://portal.example.com/page"));
  BOOST_TEST(of_group(probes, "names below it").empty());
  BOOST_TEST(!of_group(anonymous_probes(portal()), "names below it").empty());
}

BOOST_AUTO_TEST_CASE(what_is_meant_for_everybody_may_be_shown) {
  auto whole = portal("https://portal.example.com/");
  whole.public_paths = {"/open/"};
  BOOST_TEST(whole.is_public("/open"));
  BOOST_TEST(whole.is_public("/auth/sign-in"));
  BOOST_TEST(whole.is_public("/x/..%2fopen/page"));
  BOOST_TEST(!whole.is_public("/opened"));
  BOOST_TEST(!whole.is_public("/open/../members"));
  const auto probes = anonymous_probes(whole);
  BOOST_TEST(with_target(probes, "/auth/")->also == std::vector<int>{200},
             boost::test_tools::per_element());
  BOOST_TEST(with_target(probes, "/x/../")->also.empty());
}

BOOST_AUTO_TEST_CASE(links_below_a_folder_are_found_in_its_page) {
  const auto links = links_below(
      "<a href=\"/members/a\">x</a><a href='b/?c=d#e'><img src=\"/members/a\"><a href=\"/other\">"
      "<a href=\"https://evil.test/members/x\"><a href=\"/members/\"><a href=\"#top\">"
      "<a href=\"mailto:a@b\"><a href=\"../x\"><a href=\"/members/q\"",
      "/members/");
  BOOST_TEST(links == (std::vector<std::string>{"/members/a", "/members/q", "/members/b/?c=d"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(neighbours_are_what_pages_name_and_what_many_sites_have) {
  const auto found = neighbours_of({"<link href=\"/theme/x.css\"><a href=\"/members/y/\">"
                                    "<a href=\"/auth/z/\"><a href=\"/top.css\">"},
                                   "/members/", "/auth");
  BOOST_TEST(found.front() == "theme");
  BOOST_TEST(std::ranges::count(found, "static") == 1);
  for (const auto* none : {"members", "auth", "top.css", ""})
    BOOST_TEST(std::ranges::count(found, none) == 0, none);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace doorward::inspect
