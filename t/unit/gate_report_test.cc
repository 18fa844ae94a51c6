// How what was found is told.

#include "ctl/gate_report.h"

#include <algorithm>

#include <sysexits.h>

#include "t/unit/unit.h"

namespace doorward::ctl {
namespace {

constexpr const char* kUrl = "https://portal.example.com/members/";

bool has_line(const GateReport& report, const std::string& line) {
  return std::ranges::count(report.lines(kUrl), line) == 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate_report)

BOOST_AUTO_TEST_CASE(without_a_finding_it_is_guarded) {
  GateReport report;
  for (int i = 0; i < 2; ++i) report.add("path tricks", "refused", {}, "curl x");
  report.add("other methods", "refused", {.outcome = inspect::Outcome::public_page}, "curl x");
  BOOST_TEST(report.status() == EX_OK);
  BOOST_TEST(has_line(report, "  path tricks: 2 requests, refused"));
  BOOST_TEST(
      has_line(report, "  other methods: 1 request, 0 refused, 1 shown what everybody may see"));
  BOOST_TEST(report.lines(kUrl).front() == kUrl);
  BOOST_TEST(report.lines(kUrl).back() == "guarded: 3 requests found no hole");
}

BOOST_AUTO_TEST_CASE(a_doubt_is_no_proof_and_a_hole_is_worse) {
  GateReport report;
  report.add("a", "refused", {inspect::Outcome::doubt, "answered 503"}, "curl x");
  BOOST_TEST(report.status() == EX_TEMPFAIL);
  BOOST_TEST(report.lines(kUrl).back() == "not proven: 1 doubt in 1 request");
  report.add("a", "refused", {inspect::Outcome::hole, "answered 200"}, "curl y");
  BOOST_TEST(report.status() == EX_CONFIG);
  BOOST_TEST(has_line(report, "hole (a): answered 200"));
  BOOST_TEST(has_line(report, "  curl y"));
  BOOST_TEST(report.lines(kUrl).back() == "NOT GUARDED: 1 hole in 2 requests");
}

BOOST_AUTO_TEST_CASE(one_mistake_does_not_fill_the_screen) {
  GateReport report;
  for (int i = 0; i < 40; ++i)
    report.add("a", "refused", {inspect::Outcome::hole, "answered 200"},
               "curl " + std::to_string(i));
  for (int i = 0; i < 5; ++i)
    report.add("b", "refused", {inspect::Outcome::hole, "reason " + std::to_string(i)},
               "curl b" + std::to_string(i));
  BOOST_TEST(has_line(report, "  curl 1"));
  BOOST_TEST(!has_line(report, "  curl 2"));
  BOOST_TEST(has_line(report, "  curl b4"));
  BOOST_TEST(has_line(report, "  and 38 more of a: --json lists all"));
  BOOST_TEST(as_json(report.record(kUrl)).find("curl 39") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_was_not_looked_at_is_said) {
  GateReport report;
  report.not_looked_at("the cellar");
  report.note("mind the step");
  BOOST_TEST(has_line(report, "not looked at: the cellar"));
  BOOST_TEST(has_line(report, "note: mind the step"));
  const auto json = as_json(report.record(kUrl));
  BOOST_TEST(json.find("\"not_looked_at\": [\n    \"the cellar\"\n  ]") != std::string::npos);
  BOOST_TEST(json.find("\"guarded\": true") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace doorward::ctl
