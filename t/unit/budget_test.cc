#include "domain/budget.h"

#include <set>

#include "domain/parts.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(budget)

BOOST_AUTO_TEST_CASE(bucket_is_32_bytes_and_always_the_same) {
  BOOST_TEST(bucket("letters", {"mia@example.com"}).size() == 32U);
  BOOST_TEST(bucket("letters", {"mia@example.com"}) == bucket("letters", {"mia@example.com"}));
}

BOOST_AUTO_TEST_CASE(no_two_subjects_share_a_bucket) {
  const std::set<std::string> buckets{
      bucket("letters", {"mia@example.com"}),
      bucket("codes", {"mia@example.com"}),
      bucket("letters", {"tom@example.com"}),
      bucket("letters", {"mia@example.com", ""}),
      bucket("letters", {"", "mia@example.com"}),
      bucket("letters", {"mia@", "example.com"}),
      bucket("lettersmia@", {"example.com"}),
      bucket("letters", {}),
      bucket("letters", {""}),
      bucket("", {"letters"}),
      bucket(encode_parts({"letters"}), {}),
      bucket(encode_parts({"", "letters"}), {}),
  };
  BOOST_TEST(buckets.size() == 12U);
}

BOOST_AUTO_TEST_CASE(waits_double_up_to_the_longest) {
  BOOST_TEST((doubling_wait(0, 60s, 3600s) == 60s));
  BOOST_TEST((doubling_wait(1, 60s, 3600s) == 120s));
  BOOST_TEST((doubling_wait(5, 60s, 3600s) == 1920s));
  BOOST_TEST((doubling_wait(6, 60s, 3600s) == 3600s));
  BOOST_TEST((doubling_wait(7, 60s, 3600s) == 3600s));
}

BOOST_AUTO_TEST_CASE(waits_never_overflow) {
  BOOST_TEST((doubling_wait(UINT32_MAX, 60s, 3600s) == 3600s));
  BOOST_TEST(
      (doubling_wait(UINT32_MAX, 1s, std::chrono::seconds::max()) == std::chrono::seconds::max()));
  BOOST_TEST((doubling_wait(0, 2h, 1h) == 1h));
  BOOST_TEST((doubling_wait(UINT32_MAX, 1h, 1h) == 1h));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
