#include "domain/parts.h"

#include <set>

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(parts)

BOOST_AUTO_TEST_CASE(each_part_follows_its_length) {
  BOOST_TEST(encode_parts({"ab", ""}) == test::bytes("\0\0\0\0\0\0\0\x02"
                                                     "ab\0\0\0\0\0\0\0\0"));
  BOOST_TEST(encode_parts({}).empty());
}

BOOST_AUTO_TEST_CASE(no_two_lists_give_the_same_bytes) {
  const std::set<std::string> messages{
      encode_parts({}),          encode_parts({""}),        encode_parts({"", ""}),
      encode_parts({"abc"}),     encode_parts({"a", "bc"}), encode_parts({"ab", "c"}),
      encode_parts({"abc", ""}), encode_parts({"", "abc"}), encode_parts({"a", "b", "c"})};
  BOOST_TEST(messages.size() == 9U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
