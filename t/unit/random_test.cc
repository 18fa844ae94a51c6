#include "base/random.h"

#include <set>

#include "t/unit/unit.h"

namespace doorward {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

BOOST_AUTO_TEST_SUITE(random)

BOOST_AUTO_TEST_CASE(references_can_be_read_out_and_do_not_repeat) {
  SystemRandom system;
  References references(system);
  std::set<std::string> seen;
  std::set<char> characters;
  for (int i = 0; i < 1000; ++i) {
    const auto reference = references.next();
    BOOST_TEST(reference.size() == 10);
    BOOST_TEST(reference.find_first_not_of(kAlphabet) == std::string::npos);
    BOOST_TEST(seen.insert(reference).second);
    characters.insert(reference.begin(), reference.end());
  }
  BOOST_TEST(characters.size() == kAlphabet.size());
}

BOOST_AUTO_TEST_CASE(two_processes_draw_different_references) {
  SystemRandom system;
  BOOST_TEST(References(system).next() != References(system).next());
}

BOOST_AUTO_TEST_CASE(ids_sort_by_time_and_are_of_version_seven) {
  SystemRandom system;
  const Timestamp early{std::chrono::milliseconds(1'790'000'000'000)};
  const auto first = new_id(system, early);
  const auto second = new_id(system, early + std::chrono::milliseconds(1));
  BOOST_TEST(first.size() == kIdBytes);
  BOOST_TEST(first < second);
  BOOST_TEST((static_cast<unsigned char>(first[6]) >> 4) == 7);
  BOOST_TEST((static_cast<unsigned char>(first[8]) >> 6) == 2);
  BOOST_TEST(new_id(system, early) != first);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
