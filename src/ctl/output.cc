#include "ctl/output.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace doorward::ctl {
namespace {

constexpr std::size_t kGap = 2;

struct ForPeople {
  std::string operator()(std::nullptr_t) const { return "-"; }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const std::string& value) const {
    return value.empty() ? "-" : printable(value);
  }
  std::string operator()(const std::vector<std::string>& values) const {
    std::string joined;
    for (const auto& value : values) joined += (joined.empty() ? "" : ", ") + printable(value);
    return joined.empty() ? "-" : joined;
  }
  std::string operator()(Timestamp value) const {
    const auto iso = text::iso8601(value);  // "2026-11-24T10:42:07.123456Z"
    return iso.substr(0, 10) + " " + iso.substr(11, 8) + "Z";
  }
  std::string operator()(const std::vector<Record>& records) const {
    return std::to_string(records.size());
  }
};

Json to_json(const Record& record);

struct ForPrograms {
  template <class Value>
  Json operator()(const Value& value) const {
    return value;
  }
  Json operator()(Timestamp value) const { return text::iso8601(value); }
  Json operator()(const std::vector<Record>& records) const {
    Json array = Json::array();
    for (const auto& record : records) array.push_back(to_json(record));
    return array;
  }
};

Json to_json(const Record& record) {
  Json object = Json::object();
  for (const auto& field : record) object[field.name] = std::visit(ForPrograms{}, field.value);
  return object;
}

std::string dump(const Json& json) {
  return to_text(json, 2);
}

std::size_t width(const std::string& printed) {
  return text::code_point_count(printed);
}

void pad(std::string& line, const std::string& printed, std::size_t to) {
  line += printed;
  line.append(to - width(printed), ' ');
}

std::string heading(std::string name) {
  for (char& c : name) c = c == '_' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

}  // namespace

std::string as_table(const std::vector<Record>& records) {
  if (records.empty()) return "none\n";
  std::vector<std::vector<std::string>> lines(records.size() + 1);
  std::vector<std::size_t> widths(records.front().size(), 0);
  for (const auto& field : records.front()) lines.front().push_back(heading(field.name));
  for (std::size_t i = 0; i < records.size(); ++i)
    for (const auto& field : records[i])
      lines[i + 1].push_back(std::visit(ForPeople{}, field.value));
  for (const auto& line : lines)
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], width(line.at(i)));
  std::string table;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) pad(table, line[i], widths[i] + kGap);
    table += line.back() + '\n';
  }
  return table;
}

std::string as_lines(const Record& record) {
  std::size_t names = 0;
  for (const auto& field : record) names = std::max(names, field.name.size());
  std::string lines;
  for (const auto& field : record) {
    auto name = field.name;
    std::ranges::replace(name, '_', ' ');
    pad(lines, name, names + kGap);
    lines += std::visit(ForPeople{}, field.value) + '\n';
  }
  return lines;
}

std::string as_json(const std::vector<Record>& records) {
  return dump(ForPrograms{}(records));
}

std::string as_json(const Record& record) {
  return dump(to_json(record));
}

std::string printable(std::string_view text) {
  const bool utf8 = text::valid_utf8(text);
  std::string printed;
  while (!text.empty()) {
    auto rest = text;
    if (utf8)
      text::take_code_point(rest);
    else
      rest.remove_prefix(1);
    const auto c = text.substr(0, text.size() - rest.size());
    const bool plain = utf8 ? !text::has_control(c) : c.front() >= ' ' && c.front() <= '~';
    if (plain) printed += c;
    for (std::size_t i = 0; !plain && i < c.size(); ++i)
      printed += "\\x" + text::hex(c.substr(i, 1));
    text = rest;
  }
  return printed;
}

}  // namespace doorward::ctl
