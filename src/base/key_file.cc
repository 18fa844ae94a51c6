#include "base/key_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/random.h"
#include "base/secret_file.h"
#include "base/text.h"

namespace doorward {
namespace {

using std::filesystem::path;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kIdLengthMax = 16;
constexpr std::size_t kFileBytesMax = std::size_t{64} * 1024;
constexpr std::string_view kCurrent = "current";

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail(const path& file, const std::string& what) {
  throw ConfigError(file.string() + ": " + what);
}

void write_all(const path& file, int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw std::system_error(errno, std::generic_category(), file.string());
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  if (fsync(fd) != 0) throw std::system_error(errno, std::generic_category(), file.string());
}

bool is_key_id(std::string_view text) {
  return !text.empty() && text.size() <= kIdLengthMax && text != kCurrent &&
         std::ranges::all_of(
             text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

// "word rest", blanks between.
std::array<std::string_view, 2> two_words(std::string_view line) {
  const auto end = line.find_first_of(" \t");
  if (end == std::string_view::npos) return {line, {}};
  return {line.substr(0, end), text::trim(line.substr(end))};
}

}  // namespace

KeyFile KeyFile::load(const path& file) {
  if (!exists(file)) fail(file, "there is no such key file; make it with doorwardctl key create");
  const Secret content = read_secret_file(file, kFileBytesMax);
  KeyFile keys;
  std::optional<std::string_view> current;
  std::size_t number = 0;
  for (const auto raw_line : text::split(content.view(), '\n')) {
    ++number;
    const auto line = text::trim(raw_line);
    if (line.empty() || line.starts_with('#')) continue;
    const auto where = "line " + std::to_string(number) + ": ";
    const auto [word, value] = two_words(line);
    if (word == kCurrent) {
      if (current) fail(file, where + "a second 'current'");
      current = value;
      continue;
    }
    auto bytes = text::from_hex(value);
    if (!is_key_id(word) || !bytes || bytes->size() != kKeyBytes)
      fail(file, where + "expected 'id ' and 64 hex digits, or 'current id'");
    if (keys.find(word) != nullptr) fail(file, where + "a second key of this id");
    keys.keys_.push_back({std::string(word), Secret(std::move(*bytes))});
  }
  if (!current) fail(file, "no line 'current id' says which key is in use");
  const auto found = std::ranges::find(keys.keys_, *current, &Key::id);
  if (found == keys.keys_.end()) fail(file, "'current' names a key that is not in the file");
  keys.current_ = static_cast<std::size_t>(found - keys.keys_.begin());
  return keys;
}

bool KeyFile::create(const path& file, std::string_view purpose, Random& random) {
  const File out(open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (out.fd() < 0 && errno == EEXIST) return false;
  if (out.fd() < 0) throw std::system_error(errno, std::generic_category(), file.string());
  const Secret bytes(random.bytes(kKeyBytes));
  const Secret digits(text::hex(bytes.view()));
  try {
    write_all(file, out.fd(), "# doorward " + std::string(purpose) + " key\nk1 ");
    write_all(file, out.fd(), digits.view());
    write_all(file, out.fd(), "\ncurrent k1\n");
  } catch (...) {
    unlink(file.c_str());
    throw;
  }
  return true;
}

const Key* KeyFile::find(std::string_view id) const {
  const auto found = std::ranges::find(keys_, id, &Key::id);
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace doorward
