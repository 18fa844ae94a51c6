// What doorwardctl prints: aligned columns for people, strict JSON for programs.
//
// Names come from strangers. For people whatever could move a cursor or reorder the line is shown
// as \xHH; JSON is pure ASCII, and bytes that are no UTF-8 become U+FFFD in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace doorward::ctl {

struct Field;
using Record = std::vector<Field>;

// For people: "-" for none, "yes" and "no", lists with commas, of records how many there are.
using Cell = std::variant<std::nullptr_t, bool, std::int64_t, std::string, std::vector<std::string>,
                          Timestamp, std::vector<Record>>;

struct Field {
  std::string name;  // "licence_until": a key in JSON, "LICENCE UNTIL" over a column
  Cell value;
};

// One line each below the names of the fields; "none" when there are no records.
// REQUIRES: all records have the same fields.
std::string as_table(const std::vector<Record>& records);
// One line a field.
std::string as_lines(const Record& record);

// An array of objects, and an object; each ends with a line end.
std::string as_json(const std::vector<Record>& records);
std::string as_json(const Record& record);

// Safe to show on a terminal, on one line.
std::string printable(std::string_view text);

}  // namespace doorward::ctl
