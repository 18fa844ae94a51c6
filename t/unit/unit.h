// What unit tests share.
#pragma once

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "base/clock.h"
#include "base/text.h"

namespace doorward::test {

// A view of a literal with all its NULs.
template <std::size_t size>
constexpr std::string_view bytes(const char (&literal)[size]) {
  return {literal, size - 1};
}

inline std::string from_hex(std::string_view hex) {
  return text::from_hex(hex).value();
}

inline const Timestamp kNow = text::from_iso_date("2026-11-24").value() + std::chrono::hours(10);
inline constexpr std::chrono::microseconds kTick{1};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

// A directory that goes away with what is in it.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "doorward-unit-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() { std::filesystem::remove_all(path_); }

  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Test data that others made and that is no part of the project.
inline std::filesystem::path corpora() {
  const char* path = std::getenv("DOORWARD_CORPORA");
  return path == nullptr ? "" : path;
}

struct HasCorpora {
  boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
    boost::test_tools::assertion_result result(!corpora().empty());
    result.message() << "skipped: DOORWARD_CORPORA is not set";
    return result;
  }
};

}  // namespace doorward::test

// Before a case that reads the corpora.
#define NEEDS_CORPORA *boost::unit_test::precondition(doorward::test::HasCorpora())
