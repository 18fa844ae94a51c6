// One line per event on stderr, in logfmt: time, level, event, then the fields.
//
// What strangers send may be logged as a field: it is quoted and escaped so that it can neither
// break the line nor start another. A line that can't be written at once is lost, and counted in
// the next one that can: the door never waits for its log. Codes, passwords, cookies and keys are
// never fields.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace doorward::log {

enum class Level { info, warning, error };

struct Field {
  std::string_view key;
  std::string value;
};

void write(Level level, std::string_view event, std::initializer_list<Field> fields);

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, fields);
}

// `value` as logfmt: bare when it is plain, else in quotes with \" \\ \n and \xHH.
std::string encode(std::string_view value);

}  // namespace doorward::log
