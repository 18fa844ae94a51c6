// What a page that prints the headers it got tells of the guard before it.

#include "inspect/gate_echo.h"

#include "t/unit/unit.h"

namespace doorward::inspect {
namespace {

const std::string kToken(43, 't');
const Person kMia{"mia@example.com", "Mia Qu\xc3\xafst", {"admins", "company:acme"}};

const std::string kRight =
    "Host: portal.example.com\nRemote-User: mia@example.com\nRemote-Email: mia@example.com\n"
    "Remote-Name: Mia Qu\xc3\xafst\nRemote-Groups: company:acme,admins\nCookie: theme=dark\n";

std::string fault(const std::string& body) {
  const auto faults = identity_faults(body, kMia);
  return faults.empty() ? "" : faults.front();
}

std::string cookie_fault(const std::string& body) {
  const auto faults = cookie_faults(body, kToken);
  return faults.empty() ? "" : faults.front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate_echo)

BOOST_AUTO_TEST_CASE(headers_are_read_however_a_page_prints_them) {
  for (const auto* line : {"Remote-User: x", "HTTP_REMOTE_USER=x", "remote_user : x ",
                           "REMOTE_USER: x\r", "HTTP_HTTP_REMOTE_USER: x"}) {
    const auto lines = echoed(line);
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines.front().name == "REMOTE_USER", line);
    BOOST_TEST(lines.front().value == "x", line);
  }
  BOOST_TEST(echoed("<p>no header</p>\n\nhttp //x").empty());
  BOOST_TEST(is_echo(echoed("User-Agent: curl")));
  BOOST_TEST(!is_echo(echoed("Note: this is a page")));
}

BOOST_AUTO_TEST_CASE(the_right_person_is_no_fault) {
  BOOST_TEST(fault(kRight) == "");
  BOOST_TEST(fault("HTTP_REMOTE_USER: mia@example.com\n" + kRight) == "");
}

BOOST_AUTO_TEST_CASE(anybody_else_is_a_fault_under_any_spelling) {
  for (const auto* line : {"Remote-User: evil", "Remote_User: evil", "HTTP_REMOTE_USER=evil",
                           "remote-email: evil", "Remote-Name: Mia", "Remote-Groups: admins",
                           "Remote-Groups: admins,company:acme,root", "Remote-User:"})
    BOOST_TEST(fault(kRight + line + "\n").find("not what the gate says") != std::string::npos,
               line);
  BOOST_TEST(fault("Host: x\n") == "the portal is not told REMOTE_USER");
}

BOOST_AUTO_TEST_CASE(our_cookies_are_a_fault_and_others_are_not) {
  BOOST_TEST(cookie_fault(kRight) == "");
  BOOST_TEST(cookie_fault("Cookie: mydoorward=x; a=doorward=y") == "");
  for (const auto* line : {"Cookie: doorward=x", "HTTP_COOKIE: a=b;__Host-doorward-flow=x",
                           "cookie: a=b;  __Secure-doorward=x", "Cookie: doorward-8080=x"})
    BOOST_TEST(cookie_fault(line) == "the portal gets Doorward's cookies", line);
}

BOOST_AUTO_TEST_CASE(the_token_is_a_fault_wherever_it_stands_and_is_not_repeated) {
  const auto said = cookie_fault("X-Whatever: <" + kToken + ">");
  BOOST_TEST(said.find("token") != std::string::npos);
  BOOST_TEST(said.find(kToken) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_headers_that_pass_are_named) {
  const auto names = passed_on(echoed("X-Forwarded-User: mark@x\nRemote-User: mark\nA: b"), "mark");
  BOOST_TEST(names == std::vector<std::string>{"X_FORWARDED_USER"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_person_is_read_from_what_the_api_says) {
  const auto person =
      person_of("{\"name\": \"Mia\", \"email\": \"mia@example.com\", \"groups\": [\"a\", \"b\"]}");
  BOOST_REQUIRE(person.has_value());
  BOOST_TEST(person->name == "Mia");
  BOOST_TEST(person->email == "mia@example.com");
  BOOST_TEST(person->groups.size() == 2u);
  BOOST_TEST((person == Person{"mia@example.com", "Mia", {"a", "b"}}));
  BOOST_TEST((person != Person{"ben@example.com", "Mia", {"a", "b"}}));
  BOOST_TEST((person != Person{"mia@example.com", "Mia", {"a", "b", "root"}}));
  for (const auto* other : {"", "<html>", "[]", "{}", "{\"error\": \"not signed in\"}",
                            "{\"email\": \"\", \"groups\": []}"})
    BOOST_TEST(!person_of(other).has_value(), other);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace doorward::inspect
