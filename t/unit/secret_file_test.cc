#include "base/secret_file.h"

#include <sys/stat.h>

#include "base/config.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

struct Fixture {
  test::TempDir directory;
  std::filesystem::path path = directory / "password";

  void write(const std::string& content, mode_t mode = 0640) const {
    std::ofstream(path) << content;
    BOOST_REQUIRE(chmod(path.c_str(), mode) == 0);
  }
  std::string line() const { return std::string(read_secret_line(path).view()); }
  std::string fault() const {
    try {
      return "read: " + line();
    } catch (const ConfigError& error) {
      return error.what();
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(secret_file, Fixture)

BOOST_AUTO_TEST_CASE(password_is_the_first_line_as_it_stands) {
  for (const auto* content :
       {" two words ", " two words \n", " two words \r\n", " two words \nx\n"}) {
    write(content);
    BOOST_TEST(line() == " two words ");
  }
}

BOOST_AUTO_TEST_CASE(password_that_others_may_read_is_refused_and_not_shown) {
  for (const mode_t mode : {0644U, 0604U, 0602U, 0601U}) {
    write("plum lantern", mode);
    BOOST_TEST(fault() ==
               path.string() + ": is open to everybody; mend it with chmod o= " + path.string());
  }
}

BOOST_AUTO_TEST_CASE(no_secret_is_no_password) {
  write("");
  BOOST_TEST(fault() == path.string() + ": has no secret in its first line");
  write("\nsecond line\n");
  BOOST_TEST(fault() == path.string() + ": has no secret in its first line");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_of_secrets_is_named) {
  BOOST_TEST(fault() == path.string() + ": No such file or directory");
  std::filesystem::create_directory(path);
  BOOST_TEST(fault().ends_with(": is not a file"));
  std::filesystem::remove(path);
  write(std::string(4096, 'x'));
  BOOST_TEST(fault().ends_with(": is too large to be a file of secrets"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
