// A line of CSV (RFC 4180) that spreadsheets open without running anything in it.
#pragma once

#include <string>
#include <vector>

namespace doorward::ctl {

// A cell that begins with = + - @, a tab or a carriage return gets a ' in front: spreadsheets would
// take it for a formula, whoever wrote it. Bytes that are no UTF-8, and NUL, become U+FFFD. Ends
// with CRLF.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace doorward::ctl
