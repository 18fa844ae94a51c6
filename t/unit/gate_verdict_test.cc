// What answers prove.

#include "inspect/gate_verdict.h"

#include "t/unit/unit.h"

namespace doorward::inspect {
namespace {

constexpr const char* kSignIn = "https://portal.example.com/auth/sign-in";
const std::string kPublic = "<p>The front page, for everybody</p>\n<p>Welcome</p>";
const std::string kMembers =
    "<p>The front page, for everybody</p>\n<h1>Prices that only members may see</h1>";

HttpAnswer answer(int status, const std::string& body = "", const std::string& location = "") {
  HttpAnswer made{.status = status, .body = body};
  if (!location.empty()) made.headers.push_back({"location", location});
  return made;
}

Probe probe(Expect expect, const std::string& target = "/members/") {
  Probe made{.group = "a group", .advice = "mend it", .expect = expect};
  made.request.target = target;
  return made;
}

GuardedPage members_page() {
  return {kMembers, {kPublic}};
}

Outcome outcome(Expect expect, const HttpAnswer& given, const GuardedPage& page = {}) {
  return judge(probe(expect), given, page, kSignIn).value().outcome;
}

Outcome compared(bool inside, const HttpAnswer& given, const std::optional<HttpAnswer>& twin,
                 const HttpAnswer& control, const GuardedPage& page = {}) {
  auto made = probe(Expect::closed, "/members/..%2fx");
  made.inside = inside;
  return compare(made, given, twin, control, page).outcome;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Outcome outcome) {
  constexpr const char* kNames[] = {"refused", "public_page", "hole", "doubt"};
  return out << kNames[static_cast<int>(outcome)];
}

BOOST_AUTO_TEST_SUITE(gate_verdict)

BOOST_AUTO_TEST_CASE(the_guard_refuses_by_401_or_by_a_way_to_this_sites_sign_in) {
  BOOST_TEST(refused_by_guard(answer(401), kSignIn));
  BOOST_TEST(refused_by_guard(answer(303, "", kSignIn), kSignIn));
  BOOST_TEST(refused_by_guard(answer(303, "", std::string(kSignIn) + "?rd=/x"), kSignIn));
  for (const auto& other :
       {answer(303, "", "https://evil.test/auth/sign-in"), answer(303), answer(200), answer(403),
        answer(302, "", kSignIn), answer(303, "", std::string(kSignIn) + ".evil.test"), answer(0)})
    BOOST_TEST(!refused_by_guard(other, kSignIn));
}

BOOST_AUTO_TEST_CASE(where_the_guard_must_answer_nothing_else_will_do) {
  BOOST_TEST(outcome(Expect::guard, answer(401)) == Outcome::refused);
  for (const int status : {200, 204, 206, 101, 301, 304, 400, 403, 404, 405})
    BOOST_TEST(outcome(Expect::guard, answer(status)) == Outcome::hole, status);
  for (const int status : {500, 502, 503, 504, 429, 0})
    BOOST_TEST(outcome(Expect::guard, answer(status)) == Outcome::doubt, status);
  auto method = probe(Expect::guard);
  method.also = {405};
  BOOST_TEST(judge(method, answer(405), {}, kSignIn)->outcome == Outcome::refused);
}

BOOST_AUTO_TEST_CASE(a_hole_says_what_came_and_what_to_mend) {
  BOOST_TEST(judge(probe(Expect::guard), answer(200), {}, kSignIn)->why ==
             "answered 200 without a session: mend it");
  BOOST_TEST(judge(probe(Expect::guard), answer(404), {}, kSignIn)->why ==
             "answered 404 without asking the gate: mend it");
}

BOOST_AUTO_TEST_CASE(elsewhere_any_refusal_will_do) {
  for (const int status : {401, 301, 400, 403, 404, 405, 414, 501, 505, 0})
    BOOST_TEST(outcome(Expect::closed, answer(status)) == Outcome::refused, status);
  BOOST_TEST(outcome(Expect::closed, answer(503)) == Outcome::doubt);
  HttpAnswer slow;
  slow.timed_out = true;
  BOOST_TEST(outcome(Expect::closed, slow) == Outcome::doubt);
  for (const int status : {200, 204, 101})
    BOOST_TEST(!judge(probe(Expect::closed), answer(status), {}, kSignIn).has_value(), status);
}

BOOST_AUTO_TEST_CASE(the_gate_itself_must_not_be_there) {
  for (const auto& hidden : {answer(404), answer(403), answer(303, "", kSignIn), answer(401)})
    BOOST_TEST(outcome(Expect::hidden, hidden) == Outcome::refused);
  BOOST_TEST(outcome(Expect::hidden, answer(200)) == Outcome::hole);
  BOOST_TEST(outcome(Expect::hidden, answer(401, "", kSignIn)) == Outcome::hole);
  BOOST_TEST(outcome(Expect::hidden, answer(500)) == Outcome::doubt);
}

BOOST_AUTO_TEST_CASE(a_refusal_that_shows_the_page_is_a_hole) {
  for (const auto expect : {Expect::guard, Expect::closed, Expect::hidden})
    for (const int status : {401, 404, 200})
      BOOST_TEST(outcome(expect, answer(status, "x" + kMembers), members_page()) == Outcome::hole);
  BOOST_TEST(outcome(Expect::guard, answer(401, kPublic), members_page()) == Outcome::refused);
  BOOST_TEST(outcome(Expect::closed, answer(404, kPublic), members_page()) == Outcome::refused);
  auto telling = answer(404);
  telling.headers.push_back({"remote-user", "mia@example.com"});
  BOOST_TEST(outcome(Expect::closed, telling) == Outcome::hole);
}

BOOST_AUTO_TEST_CASE(a_page_is_known_by_what_no_public_page_says) {
  const auto page = members_page();
  BOOST_TEST(page.known());
  BOOST_TEST(page.shown_in("<b>Prices that only members may see</b>"));
  BOOST_TEST(!page.shown_in(kPublic));
  BOOST_TEST(!GuardedPage(kPublic, {kPublic}).known());
  BOOST_TEST(GuardedPage("hello", {kPublic}).shown_in("hello"));
  BOOST_TEST(!GuardedPage().shown_in("anything"));
}

BOOST_AUTO_TEST_CASE(a_page_that_is_public_under_another_name_is_no_hole) {
  const auto nothing = answer(404);
  for (const bool inside : {true, false}) {
    BOOST_TEST(compared(inside, answer(200, kPublic), answer(200, kPublic), nothing) ==
               Outcome::public_page);
    BOOST_TEST(compared(inside, answer(200, kPublic), std::nullopt, answer(200, kPublic)) ==
               Outcome::public_page);
  }
  const auto links_back = kPublic + "<a href=\"/auth/sign-in?rd=/members/..%252fx\">";
  BOOST_TEST(compared(false, answer(200, links_back), answer(200, kPublic), nothing) ==
             Outcome::public_page);
}

BOOST_AUTO_TEST_CASE(a_page_that_is_not_is_a_hole_inside_and_a_doubt_beside) {
  const auto other = answer(200, "<p>Something else</p>");
  BOOST_TEST(compared(true, other, std::nullopt, answer(404)) == Outcome::hole);
  BOOST_TEST(compared(true, other, answer(200, kPublic), answer(200, kPublic)) == Outcome::hole);
  BOOST_TEST(compared(false, other, answer(200, kPublic), answer(404)) == Outcome::doubt);
  BOOST_TEST(compared(false, other, std::nullopt, answer(404), members_page()) ==
             Outcome::public_page);
  BOOST_TEST(compared(true, answer(200), std::nullopt, answer(404)) == Outcome::hole);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace doorward::inspect
