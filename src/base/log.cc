#include "base/log.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

namespace doorward::log {
namespace {

constexpr std::size_t kValueBytesMax = 1024;

bool is_plain(char c) {
  return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
}

std::string_view level_name(Level level) {
  switch (level) {
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

std::atomic<std::uint64_t> lines_lost = 0;

// Never waits: not even for a reader that hangs, be it a journal's socket or a pipe.
bool written_at_once(const std::string& line) {
  auto count = ::send(STDERR_FILENO, line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0 && errno == ENOTSOCK) {
    pollfd room{STDERR_FILENO, POLLOUT, 0};
    if (poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0) return false;
    count = ::write(STDERR_FILENO, line.data(), line.size());
  }
  return count == static_cast<ssize_t>(line.size());
}

std::string line_of(Level level, std::string_view event, std::initializer_list<Field> fields) {
  const auto now =
      std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  std::string line = "time=" + text::iso8601(now) + " level=" + std::string(level_name(level)) +
                     " event=" + encode(event);
  for (const auto& field : fields) line += " " + std::string(field.key) + "=" + encode(field.value);
  return line + '\n';
}

}  // namespace

std::string encode(std::string_view value) {
  if (!value.empty() && value.size() <= kValueBytesMax && std::ranges::all_of(value, is_plain))
    return std::string(value);
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : value.substr(0, kValueBytesMax)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < ' ' || byte >= 0x7f) {
      out += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + '"';
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  // A log that can't be written must not stop the door: there is nobody left to tell.
  if (const auto lost = lines_lost.exchange(0); lost > 0) {
    const auto told = line_of(Level::error, "log_lines_lost", {{"count", std::to_string(lost)}});
    if (!written_at_once(told)) lines_lost += lost;
  }
  if (!written_at_once(line_of(level, event, fields))) ++lines_lost;
}

}  // namespace doorward::log
