#include "domain/similar.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

BOOST_AUTO_TEST_SUITE(similar)

BOOST_AUTO_TEST_CASE(one_slip_is_a_character_more_less_other_or_swapped) {
  BOOST_TEST(one_slip_apart("acme.example", "acmee.example"));
  BOOST_TEST(one_slip_apart("acme.example", "ame.example"));
  BOOST_TEST(one_slip_apart("acme.example", "acne.example"));
  BOOST_TEST(one_slip_apart("acme.example", "amce.example"));
  BOOST_TEST(one_slip_apart("acme.example", "acme.exampl"));
}

BOOST_AUTO_TEST_CASE(neither_none_nor_two) {
  BOOST_TEST(!one_slip_apart("acme.example", "acme.example"));
  BOOST_TEST(!one_slip_apart("acme.example", "amec.example"));
  BOOST_TEST(!one_slip_apart("acme.example", "acmeee.example"));
  BOOST_TEST(!one_slip_apart("", ""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
