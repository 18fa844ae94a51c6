#include "http/listener.h"

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 5s;

int listening_socket() {
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};  // no name: the kernel picks one
  BOOST_REQUIRE(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(sa_family_t)) == 0);
  BOOST_REQUIRE(listen(fd, 8) == 0);
  return fd;
}

bool holds_within(std::chrono::seconds patience, const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

bool sleeps(pid_t process) {
  const auto stat = test::read_file("/proc/" + std::to_string(process) + "/stat");
  return stat.find(") S ") != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(listener)

BOOST_AUTO_TEST_CASE(worker_hears_of_its_end_though_somebody_made_the_socket_block) {
  const int fd = listening_socket();
  int ready[2];
  BOOST_REQUIRE(pipe(ready) == 0);
  const pid_t worker = fork();
  if (worker == 0) {
    StopSignal stop;
    SystemRandom random;
    http::Listener listener(fd, stop, random, 1024);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    const bool told = write(ready[1], "", 1) == 1;
    _exit(told && !listener.next() ? 0 : 1);
  }
  char byte = 0;
  BOOST_REQUIRE(read(ready[0], &byte, 1) == 1);
  BOOST_REQUIRE(holds_within(kPatience, [&] { return sleeps(worker); }));
  kill(worker, SIGTERM);
  int status = -1;
  BOOST_TEST(holds_within(kPatience, [&] { return waitpid(worker, &status, WNOHANG) == worker; }));
  BOOST_TEST(status == 0);
  if (status == -1) kill(worker, SIGKILL);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
