#include "ctl/nginx_run.h"

#include <cerrno>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/text.h"
#include "ctl/command.h"

namespace doorward::ctl {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_, O_CLOEXEC) != 0) fail("pipe");
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(ends_[0]);
    close_writing();
  }

  int writing() const { return ends_[1]; }
  void close_writing() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }
  std::string read_all() const {
    std::string text;
    char buffer[16384];
    for (;;) {
      const auto count = read(ends_[0], buffer, sizeof buffer);
      if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
      if (count == 0) return text;
      if (count < 0 && errno != EINTR) fail("reading from nginx");
    }
  }

 private:
  int ends_[2] = {-1, -1};
};

// nginx says on stderr what it thinks, before the files on stdout: both come in one pipe.
pid_t spawn(std::vector<std::string> words, const Pipe& pipe) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe.writing(), STDERR_FILENO);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    throw Failure(EX_UNAVAILABLE, words.front() + ": " + std::generic_category().message(error) +
                                      ": name nginx with --nginx, or give its output with --file");
  return child;
}

}  // namespace

std::string nginx_dump(const NginxCall& call) {
  std::vector<std::string> words{call.program, "-T"};
  if (call.prefix) words.insert(words.end(), {"-p", *call.prefix});
  if (call.config) words.insert(words.end(), {"-c", *call.config});
  Pipe pipe;
  const auto child = spawn(words, pipe);
  pipe.close_writing();
  auto text = pipe.read_all();
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail("waitpid");
  if (status != 0)
    throw Failure(EX_CONFIG, "nginx refuses its configuration, so there is nothing to check yet: " +
                                 std::string(text::trim(text)));
  return text;
}

}  // namespace doorward::ctl
