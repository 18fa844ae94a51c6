#include "base/counters.h"

#include <cstdlib>

#include "base/check.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

constexpr std::string_view kNames[] = {"eggs_total", "spoons_total"};

struct Folder {
  Folder() {
    std::string name = "/tmp/doorward-counters.XXXXXX";
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

BOOST_FIXTURE_TEST_SUITE(counters, Folder)

BOOST_AUTO_TEST_CASE(two_processes_count_into_one_file) {
  Counters first(path / "file", kNames);
  Counters second(path / "file", kNames);
  first.add(0);
  first.add(1);
  second.add(1);
  BOOST_TEST(first.value(0) == 1);
  BOOST_TEST(first.value(1) == 2);
  BOOST_TEST(second.value(1) == 2);
}

BOOST_AUTO_TEST_CASE(what_was_counted_outlives_the_process) {
  Counters(path / "file", kNames).add(0);
  BOOST_TEST(Counters(path / "file", kNames).value(0) == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_counts_other_things_begins_anew) {
  Counters(path / "file", kNames).add(0);
  constexpr std::string_view kOthers[] = {"forks_total"};
  BOOST_TEST(Counters(path / "file", kOthers).value(0) == 0);
}

BOOST_AUTO_TEST_CASE(the_file_is_for_its_owner_alone) {
  const Counters mine(path / "file", kNames);
  const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  const auto mode = std::filesystem::status(path / "file").permissions();
  BOOST_TEST(((mode & others) == std::filesystem::perms::none));
}

BOOST_AUTO_TEST_CASE(without_a_file_each_counts_alone) {
  Counters nowhere(path / "no such folder" / "file", kNames);
  Counters unasked("", kNames);
  nowhere.add(1);
  BOOST_TEST(nowhere.value(1) == 1);
  BOOST_TEST(unasked.value(1) == 0);
}

BOOST_AUTO_TEST_CASE(a_link_that_somebody_left_there_is_not_followed) {
  std::filesystem::create_symlink(path / "target", path / "file");
  Counters counters(path / "file", kNames);
  counters.add(0);
  BOOST_TEST(!std::filesystem::exists(path / "target"));
}

BOOST_AUTO_TEST_CASE(a_number_without_a_name_is_a_bug) {
  Counters counters("", kNames);
  BOOST_CHECK_THROW(counters.add(2), BrokenInvariant);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
