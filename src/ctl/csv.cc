#include "ctl/csv.h"

#include "base/text.h"

namespace doorward::ctl {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

// One character, or one byte that is none.
std::size_t length_of_first(std::string_view text) {
  for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length)
    if (text::valid_utf8(text.substr(0, length))) return length;
  return 0;
}

std::string clean(std::string_view text) {
  std::string cleaned;
  while (!text.empty()) {
    const auto length = length_of_first(text);
    if (length == 0 || text.front() == '\0')
      cleaned += kReplacement;
    else
      cleaned += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return cleaned;
}

std::string cell(std::string_view raw) {
  auto text = clean(raw);
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, "'");
  if (text.find_first_of("\",\r\n'") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + cell(cells[i]);
  return line + "\r\n";
}

}  // namespace doorward::ctl
