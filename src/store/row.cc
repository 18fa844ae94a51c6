#include "store/row.h"

#include "store/timestamp_text.h"

namespace doorward::store {

Value or_null(const std::optional<std::string>& value) {
  return value ? Value(*value) : Value(nullptr);
}
Value or_null(const std::optional<Timestamp>& value) {
  return value ? Value(*value) : Value(nullptr);
}
Value or_null(const std::optional<std::uint32_t>& value) {
  return value ? Value(std::int64_t{*value}) : Value(nullptr);
}

std::int64_t Row::number(std::size_t column) const {
  return std::stoll(text(column));
}
std::uint32_t Row::count(std::size_t column) const {
  return static_cast<std::uint32_t>(std::stoul(text(column)));
}
Timestamp Row::time(std::size_t column) const {
  return from_text(text(column));
}
std::optional<Timestamp> Row::maybe_time(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(time(column));
}
std::optional<std::uint32_t> Row::maybe_count(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(count(column));
}

}  // namespace doorward::store
