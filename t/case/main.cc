// build/case [--url URL --inbox DIR] PATH...: plays every .case file below each PATH, in memory, or
// through the nginx of a running stack. README.md beside it says how cases are written.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

#include "t/case/memory.h"
#include "t/case/player.h"
#include "t/case/script.h"
#include "t/case/stack.h"

namespace doorward::cases {
namespace {

struct Options {
  std::string url;
  std::string inbox;
  std::vector<std::string> paths;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--url" && i + 1 < argc)
      options.url = argv[++i];
    else if (argument == "--inbox" && i + 1 < argc)
      options.inbox = argv[++i];
    else
      options.paths.push_back(argument);
  }
  if (options.paths.empty() || options.url.empty() != options.inbox.empty())
    throw std::runtime_error("usage: case [--url URL --inbox DIR] PATH...");
  return options;
}

std::vector<std::filesystem::path> case_files(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The folder do/ beside the cases, or above them.
std::filesystem::path steps_for(std::filesystem::path path) {
  path = std::filesystem::absolute(path);
  while (!std::filesystem::is_directory(path / "do")) {
    if (path == path.root_path()) return "t/case/do";
    path = path.parent_path();
  }
  return path / "do";
}

// Short, and another one in every run and case.
std::string unique_part() {
  static const auto start = std::chrono::system_clock::now().time_since_epoch() /
                            std::chrono::milliseconds(1) % 1000000000;
  static int count = 0;
  return std::to_string(start) + "x" + std::to_string(++count);
}

class Run {
 public:
  explicit Run(Options options) : options_(std::move(options)) {}

  int play_all() {
    for (const std::string& path : options_.paths)
      for (const auto& file : case_files(path)) play_file(file);
    if (left_out_ > 0) std::cout << left_out_ << " not run here: they need memory\n";
    std::cout << passed_ << " passed, " << failed_ << " failed\n";
    return failed_ == 0 && passed_ > 0 ? 0 : 1;
  }

 private:
  std::unique_ptr<World> new_world() const {
    if (options_.url.empty()) return std::make_unique<MemoryWorld>();
    return std::make_unique<StackWorld>(options_.url, options_.inbox);
  }

  void play_file(const std::filesystem::path& file) {
    std::vector<Case> cases;
    try {
      cases = read_cases(file);
    } catch (const std::exception& error) {
      fail(error.what());
    }
    for (const Case& one : cases) play(one, steps_for(file));
  }

  void fail(const std::string& what) {
    ++failed_;
    std::cout << what << std::endl;
  }

  void play(const Case& one, const std::filesystem::path& steps) {
    if (one.memory_only && !options_.url.empty()) {
      ++left_out_;
      return;
    }
    try {
      const auto world = new_world();
      Player(*world, steps, unique_part()).play(one);
      ++passed_;
    } catch (const std::exception& error) {
      fail(error.what() + ("\n    claim: " + one.claim));
    }
  }

  Options options_;
  int passed_ = 0;
  int failed_ = 0;
  int left_out_ = 0;
};

}  // namespace
}  // namespace doorward::cases

int main(int argc, char** argv) {
  try {
    return doorward::cases::Run(doorward::cases::read_options(argc, argv)).play_all();
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
