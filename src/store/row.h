// What statements take and give: values, and rows of them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace doorward::store {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string, Timestamp>;
using Arguments = std::initializer_list<Value>;

Value or_null(const std::optional<std::string>& value);
Value or_null(const std::optional<Timestamp>& value);
Value or_null(const std::optional<std::uint32_t>& value);

// One row, copied out. Columns are counted from 0, in the order of the SELECT.
class Row {
 public:
  explicit Row(std::vector<std::optional<std::string>> columns) : columns_(std::move(columns)) {}

  bool is_null(std::size_t column) const { return !columns_.at(column); }
  // REQUIRES: not null.
  const std::string& text(std::size_t column) const { return columns_.at(column).value(); }
  std::int64_t number(std::size_t column) const;
  std::uint32_t count(std::size_t column) const;
  Timestamp time(std::size_t column) const;
  std::optional<std::string> maybe_text(std::size_t column) const { return columns_.at(column); }
  std::optional<Timestamp> maybe_time(std::size_t column) const;
  std::optional<std::uint32_t> maybe_count(std::size_t column) const;

 private:
  std::vector<std::optional<std::string>> columns_;
};

}  // namespace doorward::store
