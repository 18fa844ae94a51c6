#include "base/run.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <sys/epoll.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"

namespace doorward {
namespace {

constexpr const char* kOptions = R"(
OPTIONS
  --config FILE  other settings than /etc/doorward/doorward.conf
  --help         print this
  --version      print the version

ENVIRONMENT
  DOORWARD_SITE_NAME and so on win over the settings of that name. With NOTIFY_SOCKET and
  WATCHDOG_USEC, as systemd sets them, the program tells when it is ready, what it is at and that it
  still moves; without them nobody.

EXIT STATUS
  0 when it was told to end, 64 wrong usage, 78 wrong settings, keys or schema (starting it again
  mends nothing), 70 anything else.
)";

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
    if (argument == "--help") return std::printf("%s%s", manual, kOptions) < 0 ? EX_IOERR : EX_OK;
    if (argument == "--version") {
      std::printf("%s %s\n", name, DOORWARD_VERSION);
      return EX_OK;
    }
    if (argument != "--config" || i + 1 == argc) return usage(name);
    file = argv[++i];
  }
  // Whoever reads our log or our answers may go away: that ends a write, and not us.
  signal(SIGPIPE, SIG_IGN);
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

StopSignal::StopSignal() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  struct sigaction action {};
  action.sa_handler = ask_stop;
  sigset_t stops;
  pthread_sigmask(SIG_SETMASK, nullptr, &while_waiting_);
  sigemptyset(&stops);
  for (const int signal : {SIGTERM, SIGINT}) {
    sigaction(signal, &action, nullptr);
    sigaddset(&stops, signal);
    sigdelset(&while_waiting_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
}

StopSignal::~StopSignal() {
  close(epoll_);
}

void StopSignal::watch(int fd) {
  epoll_event event{};
  // Without EPOLLEXCLUSIVE each connection wakes every worker, and all but one for nothing.
  event.events = EPOLLIN | EPOLLEXCLUSIVE;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void StopSignal::pause(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const timespec limit{seconds.count(), std::chrono::nanoseconds(time - seconds).count()};
  ppoll(nullptr, 0, &limit, &while_waiting_);
}

bool StopSignal::asked() const {
  sigset_t pending;
  sigpending(&pending);
  return stop_asked != 0 || sigismember(&pending, SIGTERM) == 1 ||
         sigismember(&pending, SIGINT) == 1;
}

StopSignal::Wake StopSignal::wait(std::optional<std::chrono::milliseconds> timeout) {
  const int limit = timeout ? static_cast<int>(timeout->count()) : -1;
  while (stop_asked == 0) {
    epoll_event event{};
    const int ready = epoll_pwait(epoll_, &event, 1, limit, &while_waiting_);
    if (ready > 0) return Wake::readable;
    if (ready == 0) return Wake::timeout;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_pwait");
  }
  return Wake::stop;
}

}  // namespace doorward
