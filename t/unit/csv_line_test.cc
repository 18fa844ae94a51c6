#include "ctl/csv.h"
#include "t/unit/unit.h"

namespace doorward::ctl {
namespace {

std::string one(const std::string& cell) {
  const auto line = csv_line({cell});
  BOOST_TEST(line.ends_with("\r\n"));
  return line.substr(0, line.size() - 2);
}

BOOST_AUTO_TEST_SUITE(csv_line_)

BOOST_AUTO_TEST_CASE(plain_cells_stand_as_they_are) {
  BOOST_TEST(csv_line({"a", "", "b c", "1=1"}) == "a,,b c,1=1\r\n");
}

BOOST_AUTO_TEST_CASE(what_would_break_a_line_is_quoted) {
  BOOST_TEST(one("a,b") == "\"a,b\"");
  BOOST_TEST(one("a\"b") == "\"a\"\"b\"");
  BOOST_TEST(one("a\r\nb") == "\"a\r\nb\"");
}

BOOST_AUTO_TEST_CASE(no_cell_is_a_formula) {
  for (const char* first : {"=", "+", "-", "@", "\t", "\r"})
    BOOST_TEST(one(first + std::string("1+1")) == "\"'" + std::string(first) + "1+1\"");
  BOOST_TEST(one("=\"a\"") == "\"'=\"\"a\"\"\"");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_replaced) {
  BOOST_TEST(one("a\xff") == "a\xef\xbf\xbd");
  BOOST_TEST(one(std::string("a\0b", 3)) ==
             "a\xef\xbf\xbd"
             "b");
  BOOST_TEST(one("caf\xc3\xa9 \xf0\x9f\x9a\xaa") == "caf\xc3\xa9 \xf0\x9f\x9a\xaa");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward::ctl
