#include "web/refusal_log.h"

#include <set>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "t/unit/unit.h"

namespace doorward::web {
namespace {

using namespace std::chrono_literals;
using test::kNow;

constexpr std::size_t kLinesMax = 60;

// What is written to stderr while this lives.
class Captured {
 public:
  Captured() : usual_(dup(STDERR_FILENO)) {
    const int file = open(path().c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    dup2(file, STDERR_FILENO);
    close(file);
  }
  ~Captured() {
    dup2(usual_, STDERR_FILENO);
    close(usual_);
  }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  std::vector<std::string> lines() const {
    std::vector<std::string> found;
    std::ifstream in(path());
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
  }

 private:
  std::string path() const { return (folder_ / "log").string(); }

  test::TempDir folder_;
  int usual_;
};

const flow::Visitor kVisitor{
    "0123456789abcdef", "192.0.2.0/24", "Firefox on Linux", "secret", "", "", ""};

BOOST_AUTO_TEST_SUITE(refusal_log)

BOOST_AUTO_TEST_CASE(a_line_says_who_and_why) {
  const Captured captured;
  RefusalLog log;
  log.add(kVisitor, kNow, RefusalReason::budget_spent, "passwords");
  const auto lines = captured.lines();
  BOOST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(lines[0].substr(lines[0].find(" level=")) ==
             " level=warning event=form_refused request=0123456789abcdef network=192.0.2.0/24"
             " reason=budget_spent budget=passwords left_out=0");
}

BOOST_AUTO_TEST_CASE(each_reason_has_a_name) {
  std::set<std::string> names;
  const Captured captured;
  RefusalLog log;
  for (int reason = 0; reason <= static_cast<int>(RefusalReason::budget_spent); ++reason)
    log.add(kVisitor, kNow, static_cast<RefusalReason>(reason), "");
  for (const auto& line : captured.lines()) names.insert(line.substr(line.find(" reason=")));
  BOOST_TEST(names.size() == 9U);
  BOOST_TEST(!names.contains(" reason=\"\" budget=- left_out=0"));
}

BOOST_AUTO_TEST_CASE(a_flood_leaves_sixty_lines_a_minute_and_the_count_of_the_rest) {
  const Captured captured;
  RefusalLog log;
  for (int i = 0; i < 1000; ++i)
    log.add(kVisitor, kNow + i * 59ms, RefusalReason::foreign_form, "");
  BOOST_TEST(captured.lines().size() == kLinesMax);
  log.add(kVisitor, kNow + 1min, RefusalReason::foreign_form, "");
  log.add(kVisitor, kNow + 1min, RefusalReason::foreign_form, "");
  const auto lines = captured.lines();
  BOOST_REQUIRE(lines.size() == kLinesMax + 2);
  BOOST_TEST(lines[kLinesMax].ends_with(" left_out=940"));
  BOOST_TEST(lines[kLinesMax + 1].ends_with(" left_out=0"));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_silences_nothing) {
  const Captured captured;
  RefusalLog log;
  for (std::size_t i = 0; i < kLinesMax; ++i)
    log.add(kVisitor, kNow, RefusalReason::foreign_form, "");
  log.add(kVisitor, kNow - 1h, RefusalReason::foreign_form, "");
  BOOST_TEST(captured.lines().size() == kLinesMax + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward::web
