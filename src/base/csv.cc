#include "base/csv.h"

namespace doorward {
namespace {

constexpr std::size_t kRecordBytesMax = std::size_t{64} * 1024;
constexpr int kEnd = std::istream::traits_type::eof();

[[noreturn]] void too_long(std::size_t line) {
  throw CsvError("line " + std::to_string(line) +
                 ": a record longer than 64 KiB starts here: is a quote not closed?");
}

// Of a header: what stands between its names.
char separator_of(std::string_view header) {
  bool quoted = false;
  char found = ',';
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',') return ',';
    if (c == ';' || (c == '\t' && found != ';')) found = c;
  }
  return found;
}

}  // namespace

CsvReader::CsvReader(std::istream& in) : in_(in) {
  read_start();
}

int CsvReader::peek() {
  if (ahead_taken_ < ahead_.size()) return static_cast<unsigned char>(ahead_[ahead_taken_]);
  return in_.rdbuf()->sgetc();
}

int CsvReader::take() {
  const int c = ahead_taken_ < ahead_.size() ? static_cast<unsigned char>(ahead_[ahead_taken_++])
                                             : in_.rdbuf()->sbumpc();
  if (c == '\n') ++line_;
  return c;
}

// With its line end.
std::string CsvReader::rest_of_line() {
  std::string line;
  while (!line.ends_with('\n')) {
    const int c = in_.rdbuf()->sbumpc();
    if (c == kEnd) break;
    line += static_cast<char>(c);
    if (line.size() > kRecordBytesMax) too_long(line_);
  }
  return line;
}

void CsvReader::read_start() {
  ahead_ = rest_of_line();
  if (ahead_.starts_with("\xff\xfe") || ahead_.starts_with("\xfe\xff"))
    throw CsvError("line 1: the file is UTF-16: save it as \"CSV UTF-8\"");
  if (ahead_.starts_with("\xef\xbb\xbf")) ahead_.erase(0, 3);
  const bool says_separator = ahead_.starts_with("sep=") && ahead_.size() > 4;
  if (says_separator || ahead_.starts_with("#TYPE ")) {
    const char said = ahead_.size() > 4 ? ahead_[4] : ',';
    ++line_;
    ahead_ = rest_of_line();
    separator_ = says_separator ? said : separator_of(ahead_);
    return;
  }
  separator_ = separator_of(ahead_);
}

std::optional<CsvRecord> CsvReader::next() {
  for (;;) {
    if (peek() == kEnd) return std::nullopt;
    CsvRecord record{.line = line_, .fields = {}, .fault = ""};
    record_bytes_ = 0;
    do record.fields.emplace_back();
    while (read_field(record));
    const bool empty = record.fields.size() == 1 && record.fields.front().empty();
    if (!empty || !record.fault.empty()) return record;
  }
}

// True when another field follows.
bool CsvReader::read_field(CsvRecord& record) {
  const bool quoted = peek() == '"';
  if (quoted) read_quoted(record);
  for (;;) {
    const int c = take();
    if (c == kEnd || c == '\n') return false;
    if (c == '\r' && peek() == '\n') continue;
    if (c == static_cast<unsigned char>(separator_)) return true;
    if (quoted)
      record.fault = "has text after a closing quote";
    else if (c == '"')
      record.fault = "has a quote in a field that doesn't begin with one";
    add(record, c);
  }
}

// REQUIRES: a quote is next.
void CsvReader::read_quoted(CsvRecord& record) {
  take();
  for (;;) {
    const int c = take();
    if (c == kEnd) {
      record.fault = "has a quote that is not closed before the file ends";
      return;
    }
    if (c == '"') {
      if (peek() != '"') return;
      take();
    }
    add(record, c);
  }
}

void CsvReader::add(CsvRecord& record, int c) {
  if (++record_bytes_ > kRecordBytesMax) too_long(record.line);
  record.fields.back() += static_cast<char>(c);
}

}  // namespace doorward
