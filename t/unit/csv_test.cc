#include "base/csv.h"

#include <sstream>

#include "t/unit/unit.h"

namespace doorward {
namespace {

using Fields = std::vector<std::string>;
using test::bytes;

std::vector<CsvRecord> all(std::string_view text) {
  std::istringstream in{std::string(text)};
  CsvReader reader(in);
  std::vector<CsvRecord> records;
  while (auto record = reader.next()) records.push_back(std::move(*record));
  return records;
}

// Fields by "|", records by "/", a fault after "!"; no other field holds these.
std::string shown(std::string_view text) {
  std::string out;
  for (const auto& record : all(text)) {
    out += out.empty() ? "" : "/";
    for (std::size_t i = 0; i < record.fields.size(); ++i)
      out += (i == 0 ? "" : "|") + record.fields[i];
    if (!record.fault.empty()) out += "!";
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_4180_section_2) {
  BOOST_TEST(shown("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") == "aaa|bbb|ccc/zzz|yyy|xxx");
  BOOST_TEST(shown("aaa,bbb,ccc\r\nzzz,yyy,xxx") == "aaa|bbb|ccc/zzz|yyy|xxx");
  BOOST_TEST(shown("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx") ==
             "aaa|b \r\nbb|ccc/zzz|yyy|xxx");
  BOOST_TEST(shown("\"aaa\",\"b\"\"bb\",\"ccc\"") == "aaa|b\"bb|ccc");
}

BOOST_AUTO_TEST_CASE(empty_fields_stay_and_empty_lines_go) {
  BOOST_TEST(shown("a,b,c\n\n,,\r\n\r\n\"\",x,\n") == "a|b|c/||/|x|");
  BOOST_TEST(all("").empty());
  BOOST_TEST(all("\n\n").empty());
}

BOOST_AUTO_TEST_CASE(the_header_tells_the_separator) {
  BOOST_TEST(shown("a;b\n1,5;2\n") == "a|b/1,5|2");
  BOOST_TEST(shown("a\tb\n1;5\t2\n") == "a|b/1;5|2");
  BOOST_TEST(shown("a;x,b\n1;2,3\n") == "a;x|b/1;2|3");
  BOOST_TEST(shown("\"a,x\";b\n1;2\n") == "a,x|b/1|2");
}

BOOST_AUTO_TEST_CASE(what_excel_and_powershell_put_in_front_is_passed_over) {
  BOOST_TEST(shown("\xef\xbb\xbf\"a\",b\n1,2") == "a|b/1|2");
  BOOST_TEST(shown("sep=;\r\na;b,c\n1;2\n") == "a|b,c/1|2");
  BOOST_TEST(shown("#TYPE Selected.Microsoft.Graph.User\r\n\"a\";\"b\"\r\n1;2\n") == "a|b/1|2");
  BOOST_CHECK_THROW(all(bytes("\xff\xfe"
                              "a\0,\0")),
                    CsvError);
}

BOOST_AUTO_TEST_CASE(records_know_the_line_they_start_in) {
  const auto records = all("a,b\r\n\"1\n2\n3\",x\n\ny,z");
  BOOST_REQUIRE(records.size() == 3u);
  BOOST_TEST(records[0].line == 1u);
  BOOST_TEST(records[1].line == 2u);
  BOOST_TEST(records[2].line == 6u);
}

BOOST_AUTO_TEST_CASE(misplaced_quotes_spoil_their_record_alone) {
  BOOST_TEST(shown("a,b\n1\"x,2\n3,4\n") == "a|b/1\"x|2!/3|4");
  BOOST_TEST(shown("a,b\n\"1\"x,2\n3,4\n") == "a|b/1x|2!/3|4");
  BOOST_TEST(shown("a,b\n1,\"2") == "a|b/1|2!");
}

BOOST_AUTO_TEST_CASE(every_byte_may_stand_in_a_field) {
  std::string odd;
  for (int i = 0; i < 256; ++i)
    if (i != '"') odd += static_cast<char>(i);
  BOOST_TEST(all("a,b\n\"" + odd + "\",2\n").at(1).fields == (Fields{odd, "2"}));
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_never_closed_does_not_swallow_the_rest) {
  std::istringstream in("a,b\n1,2\n\"" + std::string(200'000, 'x'));
  CsvReader reader(in);
  BOOST_TEST(reader.next().has_value());
  BOOST_TEST(reader.next().has_value());
  BOOST_CHECK_EXCEPTION(reader.next(), CsvError, [](const CsvError& error) {
    return std::string(error.what()).starts_with("line 3:");
  });
  BOOST_CHECK_THROW(all(std::string(200'000, 'x')), CsvError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
