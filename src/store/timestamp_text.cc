#include "store/timestamp_text.h"

#include <cstdio>

#include "base/check.h"
#include "base/text.h"

namespace doorward::store {
namespace {

int digits(std::string_view text, std::size_t from, std::size_t count) {
  check(text.size() >= from + count, "a DATETIME(6) that is too short");
  const auto number = text::to_number(text.substr(from, count), 999'999);
  check(number.has_value(), "a DATETIME(6) with something else than digits");
  return static_cast<int>(*number);
}

}  // namespace

std::string to_text(Timestamp time) {
  std::string text = text::iso8601(time);  // "2026-11-24T10:42:07.123456Z"
  text[10] = ' ';
  text.pop_back();
  return text;
}

Timestamp from_text(std::string_view text) {
  using namespace std::chrono;
  const year_month_day day{year(digits(text, 0, 4)),
                           month(static_cast<unsigned>(digits(text, 5, 2))),
                           std::chrono::day(static_cast<unsigned>(digits(text, 8, 2)))};
  check(day.ok(), "a DATETIME(6) that is no date");
  const auto fraction = text.size() >= 26 ? digits(text, 20, 6) : 0;
  return Timestamp(sys_days(day)) + hours(digits(text, 11, 2)) + minutes(digits(text, 14, 2)) +
         seconds(digits(text, 17, 2)) + microseconds(fraction);
}

}  // namespace doorward::store
