#include "base/secret_file.h"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"

namespace doorward {
namespace {

using std::filesystem::path;

constexpr std::size_t kLineBytesMax = 4096;

[[noreturn]] void fail(const path& file, const std::string& what) {
  throw ConfigError(file.string() + ": " + what);
}

class OpenFile {
 public:
  explicit OpenFile(const path& file) : file_(file), fd_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (fd_ < 0) fail(file_, std::generic_category().message(errno));
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { close(fd_); }

  // The mode is that of the file that is read, whatever the name points to by then.
  void check_mode() const {
    struct stat status {};
    if (fstat(fd_, &status) != 0) fail(file_, std::generic_category().message(errno));
    if (!S_ISREG(status.st_mode)) fail(file_, "is not a file");
    if ((status.st_mode & S_IRWXO) != 0)
      fail(file_, "is open to everybody; mend it with chmod o= " + file_.string());
  }

  std::string read_all(std::size_t bytes_max) const {
    // One buffer of the full size: growing would leave copies of the secret behind.
    std::string bytes(bytes_max, '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
      const ssize_t got = read(fd_, bytes.data() + size, bytes.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(file_, std::generic_category().message(errno));
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    if (size == bytes_max) fail(file_, "is too large to be a file of secrets");
    bytes.resize(size);
    return bytes;
  }

 private:
  const path& file_;
  int fd_;
};

}  // namespace

Secret read_secret_file(const path& file, std::size_t bytes_max) {
  const OpenFile in(file);
  in.check_mode();
  return Secret(in.read_all(bytes_max));
}

Secret read_secret_line(const path& file) {
  const Secret content = read_secret_file(file, kLineBytesMax);
  auto line = content.view().substr(0, content.view().find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) fail(file, "has no secret in its first line");
  return Secret(std::string(line));
}

}  // namespace doorward
