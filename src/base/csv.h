// CSV, record by record (RFC 4180), as spreadsheets, PowerShell and databases write it.
//
// The first record tells the separator: a comma, or a semicolon or tab if it has those and no comma
// outside quotes. A byte order mark, Excel's "sep=;" and PowerShell's "#TYPE …" before it are
// passed over, empty lines everywhere. Records end with LF or CRLF; a quoted field may hold both.
// Holds one record at a time, however long the file is.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace doorward {

// What can't be read any further, as a sentence with the line's number.
class CsvError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct CsvRecord {
  std::size_t line = 0;  // of the file, where it starts; the first is 1
  std::vector<std::string> fields;
  std::string fault;  // why the fields can't be trusted; "" when they can
};

class CsvReader {
 public:
  // Keeps a reference. Throws CsvError for UTF-16.
  explicit CsvReader(std::istream& in);

  // None at the end. Throws CsvError when a record is longer than 64 KiB, as after a quote that is
  // never closed, and what the stream's buffer throws when it can't be read.
  std::optional<CsvRecord> next();

 private:
  int peek();
  int take();
  void read_start();
  std::string rest_of_line();
  bool read_field(CsvRecord& record);
  void read_quoted(CsvRecord& record);
  void add(CsvRecord& record, int c);

  std::istream& in_;
  std::string ahead_;  // read already to see what the file is
  std::size_t ahead_taken_ = 0;
  std::size_t line_ = 1;
  std::size_t record_bytes_ = 0;
  char separator_ = ',';
};

}  // namespace doorward
