#include "base/run.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <signal.h>
#include <sysexits.h>

#include "base/log.h"

namespace doorward {
namespace {

volatile sig_atomic_t stop_asked = 0;

extern "C" void ask_stop(int) {
  stop_asked = 1;
}

int usage(const char* name) {
  std::fprintf(stderr, "usage: %s [--config FILE] [--help] [--version]\n", name);
  return EX_USAGE;
}

}  // namespace

int run_daemon(const char* name, const char* manual, int argc, char** argv,
               const std::function<void(const Config&)>& body) {
  std::filesystem::path file = kDefaultConfigFile;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help") return std::fputs(manual, stdout) < 0 ? EX_IOERR : EX_OK;
    if (argument == "--version") {
      std::printf("%s %s\n", name, DOORWARD_VERSION);
      return EX_OK;
    }
    if (argument != "--config" || i + 1 == argc) return usage(name);
    file = argv[++i];
  }
  try {
    body(Config::load(file));
    log::info("stopped", {{"program", name}});
    return EX_OK;
  } catch (const ConfigError& error) {
    log::error("not_started", {{"program", name}, {"reason", error.what()}});
    return EX_CONFIG;
  } catch (const std::exception& error) {
    log::error("failed", {{"program", name}, {"reason", error.what()}});
    return EX_SOFTWARE;
  }
}

StopSignal::StopSignal() {
  struct sigaction action {};
  action.sa_handler = ask_stop;
  sigset_t stops;
  sigemptyset(&stops);
  for (const int signal : {SIGTERM, SIGINT}) {
    sigaction(signal, &action, nullptr);
    sigaddset(&stops, signal);
  }
  sigprocmask(SIG_BLOCK, &stops, nullptr);
}

StopSignal::Wake StopSignal::wait_readable(int fd,
                                           std::optional<std::chrono::milliseconds> timeout) {
  sigset_t open;
  sigprocmask(SIG_SETMASK, nullptr, &open);
  sigdelset(&open, SIGTERM);
  sigdelset(&open, SIGINT);
  timespec limit{};
  if (timeout) {
    limit.tv_sec = timeout->count() / 1000;
    limit.tv_nsec = timeout->count() % 1000 * 1'000'000;
  }
  pollfd waited{fd, POLLIN, 0};
  while (stop_asked == 0) {
    const int ready = ppoll(&waited, 1, timeout ? &limit : nullptr, &open);
    if (ready > 0) return stop_asked != 0 ? Wake::stop : Wake::readable;
    if (ready == 0) return Wake::timeout;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "ppoll");
  }
  return Wake::stop;
}

}  // namespace doorward
