#include "domain/slug.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(slug)

BOOST_AUTO_TEST_CASE(slugs_are_lower_case_letters_digits_and_joints) {
  for (const auto text : {"a", "example-licensing", "9", "_", "a_b-c"})
    BOOST_TEST(valid_slug(text), text);
  for (const auto text : {"", "A", "a b", "a.b", "a,b", "a:b", "a/b", "\u00e9", "a\n", " a"})
    BOOST_TEST(!valid_slug(text), text);
  BOOST_TEST(!valid_slug(test::bytes("a\0")));
}

BOOST_AUTO_TEST_CASE(slugs_have_40_characters_at_most) {
  BOOST_TEST(valid_slug(std::string(40, 'a')));
  BOOST_TEST(!valid_slug(std::string(41, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
