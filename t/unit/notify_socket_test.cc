#include "base/notify_socket.h"

#include <map>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "t/unit/unit.h"

namespace doorward {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

// The other end, and the variables that name it while it lives.
class Systemd {
 public:
  explicit Systemd(const Variables& variables = {}) : variables_(variables) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, path.size());
    BOOST_REQUIRE(bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    variables_.try_emplace("NOTIFY_SOCKET", path);
    for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
  }
  ~Systemd() {
    for (const auto& [name, value] : variables_) unsetenv(name.c_str());
    close(fd_);
  }
  Systemd(const Systemd&) = delete;
  Systemd& operator=(const Systemd&) = delete;

  Lines told() const {
    Lines lines;
    char bytes[4096];
    ssize_t length = 0;
    while ((length = recv(fd_, bytes, sizeof bytes, MSG_DONTWAIT)) >= 0)
      lines.emplace_back(bytes, static_cast<std::size_t>(length));
    return lines;
  }

 private:
  test::TempDir folder_;

 public:
  const std::string path = folder_ / "notify";

 private:
  Variables variables_;
  int fd_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

void tell_all() {
  NotifySocket socket;
  socket.ready();
  socket.status("At work");
  socket.alive();
  socket.may_be_silent_for(1h);
  socket.stopping();
}

BOOST_AUTO_TEST_SUITE(notify_socket)

BOOST_AUTO_TEST_CASE(ready_is_told_once_and_a_status_when_it_changes) {
  const Systemd systemd;
  NotifySocket socket;
  for (int i = 0; i < 2; ++i) {
    socket.status("Waits");
    socket.ready();
  }
  socket.status("Works");
  socket.stopping();
  const Lines expected{"STATUS=Waits", "READY=1", "STATUS=Works", "STOPPING=1"};
  BOOST_TEST(systemd.told() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ready_is_told_again_when_it_could_not_be_told) {
  const Systemd systemd;
  NotifySocket socket;
  const auto away = systemd.path + ".away";
  BOOST_REQUIRE(rename(systemd.path.c_str(), away.c_str()) == 0);
  socket.ready();
  BOOST_REQUIRE(rename(away.c_str(), systemd.path.c_str()) == 0);
  socket.ready();
  BOOST_TEST(systemd.told() == Lines{"READY=1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(status_can_not_be_taken_for_another_message) {
  const Systemd systemd;
  NotifySocket().status("421 busy\nMAINPID=1\r\nX");
  BOOST_TEST(systemd.told() == Lines{"STATUS=421 busy MAINPID=1  X"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(alive_is_told_three_times_in_the_time_that_systemd_waits) {
  const Systemd systemd(
      Variables{{"WATCHDOG_USEC", "300000"}, {"WATCHDOG_PID", std::to_string(getpid())}});
  NotifySocket socket;
  const auto begin = std::chrono::steady_clock::now();
  std::size_t count = 0;
  for (; count < 3; count += systemd.told().size()) socket.alive();
  const auto took = std::chrono::steady_clock::now() - begin;
  BOOST_TEST((took >= 200ms));
  BOOST_TEST((took < 300ms));
}

BOOST_AUTO_TEST_CASE(longer_silence_is_asked_for_and_a_shorter_is_not) {
  const Systemd systemd(Variables{{"WATCHDOG_USEC", "60000000"}});
  NotifySocket socket;
  socket.may_be_silent_for(59s);
  socket.may_be_silent_for(180s);
  BOOST_TEST(systemd.told() == Lines{"WATCHDOG_USEC=180000000"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(watchdog_of_another_process_or_none_is_not_told) {
  for (const Variables& variables : {Variables{},
                                     {{"WATCHDOG_USEC", "1000"}, {"WATCHDOG_PID", "1"}},
                                     {{"WATCHDOG_USEC", "0"}},
                                     {{"WATCHDOG_USEC", "-5"}}}) {
    const Systemd systemd(variables);
    NotifySocket socket;
    socket.alive();
    socket.may_be_silent_for(1h);
    BOOST_TEST(systemd.told().empty());
  }
}

BOOST_AUTO_TEST_CASE(without_an_address_nobody_is_told_and_nothing_breaks) {
  tell_all();
  for (const std::string address : {"", "/", "no/path", "@", std::string(500, '/').c_str()}) {
    const Systemd systemd(Variables{{"NOTIFY_SOCKET", address}, {"WATCHDOG_USEC", "1000"}});
    tell_all();
    BOOST_TEST(systemd.told().empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
