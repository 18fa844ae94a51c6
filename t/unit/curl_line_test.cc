// A request as somebody can repeat it in a shell.

#include "inspect/curl_line.h"

#include "inspect/gate_probes.h"
#include "t/unit/unit.h"

namespace doorward::inspect {
namespace {

const std::string kToken43(43, 't');

HttpRequest request_for(const std::string& target) {
  return {.origin = "https://portal.example.com", .target = target};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(curl_lines)

BOOST_AUTO_TEST_CASE(a_plain_request_is_a_plain_line) {
  BOOST_TEST(curl_line(request_for("/members/"), {}) ==
             "curl -si --http1.1 --path-as-is https://portal.example.com/members/");
}

BOOST_AUTO_TEST_CASE(what_a_url_can_not_hold_is_a_request_target) {
  BOOST_TEST(curl_line(request_for("/a\\b"), {}) ==
             "curl -si --http1.1 --request-target '/a\\b' --path-as-is"
             " https://portal.example.com/");
  BOOST_TEST(curl_line(request_for("http://x/"), {}).find("--request-target http://x/") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(method_headers_body_and_version_are_said) {
  auto request = request_for("/");
  request.method = "PUT";
  request.headers = {"X-A: it's", "Host:"};
  request.body = "a=b";
  request.version = HttpVersion::http_1_0;
  BOOST_TEST(curl_line(request, {}) ==
             "curl -si --http1.0 -X PUT -H 'X-A: it'\\''s' -H Host: --data-binary a=b --path-as-is"
             " https://portal.example.com/");
  request = request_for("/");
  request.method = "HEAD";
  BOOST_TEST(curl_line(request, {}).find("--head") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_and_whom_to_trust_is_said) {
  const HttpSettings settings{
      .ca_file = "/etc/ca.pem", .resolve = {"portal.example.com:443:192.0.2.7"}, .stop = {}};
  BOOST_TEST(curl_line(request_for("/"), settings) ==
             "curl -si --cacert /etc/ca.pem --resolve portal.example.com:443:192.0.2.7 --http1.1"
             " --path-as-is https://portal.example.com/");
}

BOOST_AUTO_TEST_CASE(the_marks_stay_for_the_shell_to_fill_in) {
  auto request = request_for("/");
  request.headers = {"Cookie: a=" + std::string(kToken) + "; b", "X: " + std::string(kOversized),
                     std::string("Y: ") + std::string(kTokenWithoutLast)};
  const auto line = curl_line(request, {});
  BOOST_TEST(line.find("-H 'Cookie: a='\"$SESSION\"'; b'") != std::string::npos);
  BOOST_TEST(line.find("'X: '\"$(printf %9000s | tr ' ' A)\"") != std::string::npos);
  BOOST_TEST(line.find("'Y: '\"${SESSION%?}\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_could_disturb_a_terminal_or_a_shell_is_escaped) {
  auto request = request_for("/");
  request.headers = {"A: \t\xff'\\\x1b", "B: $(reboot)`x`$HOME"};
  const auto line = curl_line(request, {});
  BOOST_TEST(line.find("$'A: \\x09\\xff\\'\\\\\\x1b'") != std::string::npos);
  BOOST_TEST(line.find("'B: $(reboot)`x`$HOME'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_sent_has_the_token_in_place_of_the_marks) {
  BOOST_TEST(filled_in("a=" + std::string(kToken) + "x", kToken43) == "a=" + kToken43 + "x");
  BOOST_TEST(filled_in(std::string(kTokenWithoutLast), "abc") == "ab");
  BOOST_TEST(filled_in(std::string(kTokenWithoutFirst), "abc") == "bc");
  BOOST_TEST(filled_in(std::string(kOversized), "").size() == 9000u);
  auto request = request_for("/");
  request.headers = {"Cookie: " + std::string(kToken) + ";" + std::string(kToken)};
  BOOST_TEST(filled_in(request, "abc").headers.front() == "Cookie: abc;abc");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace doorward::inspect
