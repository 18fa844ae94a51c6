// Numbers that only grow, added up over all processes of a program, for /metrics.
//
// They live in a file of one page that each process maps: adding is one atomic instruction, whoever
// is asked knows the whole, and a process that ends takes nothing with it. They begin anew with the
// machine (the file belongs below /run), which Prometheus expects of a counter. They hold no secret
// and nobody's name.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace doorward {

class Counters {
 public:
  // Maps `file`, and makes it if there is none; begins at 0 where the file counts other `names`.
  // With an empty path, or where the file can't be had, this process counts alone, and says so in
  // the log: no door stays shut for want of statistics. REQUIRES: at most 500 names.
  Counters(const std::filesystem::path& file, std::span<const std::string_view> names);
  ~Counters();
  Counters(const Counters&) = delete;
  Counters& operator=(const Counters&) = delete;

  // `index` of `names`. From any thread.
  void add(std::size_t index) { at(index).fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t value(std::size_t index) const { return at(index).load(std::memory_order_relaxed); }

 private:
  using Counter = std::atomic<std::uint64_t>;
  static_assert(Counter::is_always_lock_free, "other processes don't know our locks");

  Counter& at(std::size_t index) const;

  std::size_t size_;
  Counter* page_;  // a mark of the names, then one for each
};

}  // namespace doorward
