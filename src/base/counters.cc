#include "base/counters.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"

namespace doorward {
namespace {

constexpr std::size_t kPageBytes = 4096;
constexpr std::size_t kNamesMax = 500;

std::system_error failure(const char* what) {
  return {errno, std::generic_category(), what};
}

// FNV-1a: files that count the same things have the same mark.
std::uint64_t mark_of(std::span<const std::string_view> names) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const auto name : names)
    for (const char c : std::string(name) + "\n")
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

void* map(int fd, int flags) {
  void* const page = mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (page == MAP_FAILED) throw failure("mmap");
  return page;
}

class File {
 public:
  explicit File(const std::filesystem::path& path)
      : fd_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (fd_ < 0) throw failure("open");
  }
  ~File() {
    flock(fd_, LOCK_UN);  // closing would not: the mapping keeps the lock's file open
    close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // Locked until this object goes: two processes that start at once make it once.
  void* map_page() const {
    if (flock(fd_, LOCK_EX) != 0) throw failure("flock");
    struct stat status {};
    if (fstat(fd_, &status) != 0) throw failure("fstat");
    // Never smaller than it was: other processes may have it mapped.
    if (static_cast<std::size_t>(status.st_size) < kPageBytes && ftruncate(fd_, kPageBytes) != 0)
      throw failure("ftruncate");
    return map(fd_, MAP_SHARED);
  }

 private:
  int fd_;
};

}  // namespace

Counters::Counters(const std::filesystem::path& path, std::span<const std::string_view> names)
    : size_(names.size()), page_(nullptr) {
  check(size_ <= kNamesMax, "counters fit in one page");
  const auto mark = mark_of(names);
  if (!path.empty()) try {
      const File file(path);
      page_ = static_cast<Counter*>(file.map_page());
      if (page_->load() != mark) std::memset(static_cast<void*>(page_), 0, kPageBytes);
      page_->store(mark);
      return;
    } catch (const std::system_error& error) {
      log::warning("counting_alone", {{"file", path.string()}, {"reason", error.what()}});
    }
  page_ = static_cast<Counter*>(map(-1, MAP_PRIVATE | MAP_ANONYMOUS));
}

Counters::~Counters() {
  munmap(page_, kPageBytes);
}

Counters::Counter& Counters::at(std::size_t index) const {
  check(index < size_, "a counter that has a name");
  return page_[index + 1];
}

}  // namespace doorward
