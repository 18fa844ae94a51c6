#include "base/key_change.h"

#include <cerrno>
#include <functional>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/key_file.h"
#include "base/random.h"
#include "base/secret_file.h"
#include "base/text.h"

namespace doorward {
namespace {

using std::filesystem::path;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kFileBytesMax = std::size_t{64} * 1024;

[[noreturn]] void fail(const path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

// The new file beside the old one, which goes away again unless it takes its place.
class Draft {
 public:
  explicit Draft(const path& file) : file_(file), draft_(file.string() + ".new") {
    fd_ = open(draft_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd_ < 0 && errno == EEXIST)
      throw ConfigError(draft_.string() +
                        ": another change of this key file is under way; if none is, one was cut "
                        "off: remove that file");
    if (fd_ < 0) fail(draft_);
  }
  ~Draft() {
    close(fd_);
    if (!done_) unlink(draft_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) fail(draft_);
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
  }
  void take_its_place() {
    struct stat old {};
    if (stat(file_.c_str(), &old) != 0) fail(file_);
    struct stat ours {};
    if (fstat(fd_, &ours) != 0) fail(draft_);
    const bool same_owner = old.st_uid == ours.st_uid && old.st_gid == ours.st_gid;
    if (!same_owner && fchown(fd_, old.st_uid, old.st_gid) != 0) fail(draft_);
    if (fchmod(fd_, old.st_mode & 07777) != 0 || fsync(fd_) != 0) fail(draft_);
    KeyFile::load(draft_);
    if (rename(draft_.c_str(), file_.c_str()) != 0) fail(file_);
    done_ = true;
    const int folder = open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    fsync(folder);
    close(folder);
  }

 private:
  path file_;
  path draft_;
  int fd_ = -1;
  bool done_ = false;
};

std::string_view first_word(std::string_view line) {
  const auto trimmed = text::trim(line);
  return trimmed.substr(0, trimmed.find_first_of(" \t"));
}

// Copies the file, each line as `line_of` wants it (empty: without it), and then `rest`.
void rewrite(const path& file, Draft& draft,
             const std::function<std::string(std::string_view)>& line_of, std::string_view rest) {
  const Secret content = read_secret_file(file, kFileBytesMax);
  for (const auto line : text::split(content.view(), '\n')) {
    if (text::trim(line).empty()) continue;
    const Secret kept(line_of(line));
    if (kept.view().empty()) continue;
    draft.write(kept.view());
    draft.write("\n");
  }
  draft.write(rest);
  draft.take_its_place();
}

}  // namespace

std::string add_key(const path& file, Random& random) {
  Draft draft(file);
  const auto keys = KeyFile::load(file);
  std::size_t number = keys.all().size() + 1;
  while (keys.find("k" + std::to_string(number)) != nullptr) ++number;
  const auto id = "k" + std::to_string(number);
  const Secret bytes(random.bytes(kKeyBytes));
  const Secret digits(text::hex(bytes.view()));
  const Secret line(id + " " + std::string(digits.view()) + "\n");
  rewrite(
      file, draft, [](std::string_view old) { return std::string(old); }, line.view());
  return id;
}

void use_key(const path& file, std::string_view id) {
  Draft draft(file);
  rewrite(
      file, draft,
      [&](std::string_view line) {
        return first_word(line) == "current" ? "current " + std::string(id) : std::string(line);
      },
      "");
}

void remove_key(const path& file, std::string_view id) {
  Draft draft(file);
  rewrite(
      file, draft,
      [&](std::string_view line) {
        return first_word(line) == id ? std::string() : std::string(line);
      },
      "");
}

}  // namespace doorward
