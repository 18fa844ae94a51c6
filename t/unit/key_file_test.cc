#include "base/key_file.h"

#include <sys/stat.h>

#include "base/config.h"
#include "base/key_change.h"
#include "base/random.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

const std::string kFirst(64, '1');
const std::string kSecond(64, '2');

struct Fixture {
  test::TempDir directory;
  std::filesystem::path path = directory / "test.key";

  void write(const std::string& content, mode_t mode = 0640) const {
    std::ofstream(path) << content;
    BOOST_REQUIRE(chmod(path.c_str(), mode) == 0);
  }
  std::string fault() const {
    try {
      KeyFile::load(path);
      return "";
    } catch (const ConfigError& error) {
      return error.what();
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(key_file, Fixture)

BOOST_AUTO_TEST_CASE(new_file_is_ours_alone_and_can_be_loaded) {
  SystemRandom random;
  BOOST_TEST(KeyFile::create(path, "code", random));
  struct stat status {};
  BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 07777) == 0600U);
  const auto keys = KeyFile::load(path);
  BOOST_TEST(keys.current().id == "k1");
  BOOST_TEST(keys.current().bytes.view().size() == 32U);
  BOOST_TEST(keys.all().size() == 1U);
  BOOST_TEST(test::read_file(path).starts_with("# doorward code key\nk1 "));
}

BOOST_AUTO_TEST_CASE(existing_file_is_never_replaced) {
  SystemRandom random;
  write("mine");
  BOOST_TEST(!KeyFile::create(path, "code", random));
  BOOST_TEST(test::read_file(path) == "mine");
}

BOOST_AUTO_TEST_CASE(old_keys_are_found_beside_the_current_one) {
  write("# a comment\n\nk1 " + kFirst + "\r\nk2 \t" + kSecond + "\ncurrent k2");
  const auto keys = KeyFile::load(path);
  BOOST_TEST(keys.current().id == "k2");
  BOOST_TEST(keys.current().bytes.view() == test::from_hex(kSecond));
  BOOST_REQUIRE(keys.find("k1") != nullptr);
  BOOST_TEST(keys.find("k1")->bytes.view() == test::from_hex(kFirst));
  BOOST_TEST(keys.find("k3") == nullptr);
  BOOST_TEST(keys.find("") == nullptr);
}

BOOST_AUTO_TEST_CASE(missing_file_is_named_with_what_to_do) {
  BOOST_TEST(fault().starts_with(path.string()));
  BOOST_TEST(fault().find("doorwardctl key create") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(file_that_others_may_read_is_refused) {
  const auto content = "k1 " + kFirst + "\ncurrent k1\n";
  for (const mode_t mode : {0644, 0604, 0601, 0602}) {
    write(content, mode);
    BOOST_TEST(fault().find("open to everybody") != std::string::npos);
  }
  for (const mode_t mode : {0600, 0640, 0440, 0400}) {
    std::filesystem::remove(path);
    write(content, mode);
    BOOST_TEST(fault() == "");
  }
}

BOOST_AUTO_TEST_CASE(malformed_files_are_refused) {
  const std::string k1 = "k1 " + kFirst + "\n";
  for (const auto& content :
       {std::string(), std::string("# nothing\n"), k1, std::string("current k1\n"),
        k1 + "current k2\n", k1 + "current\n", k1 + "current k1\ncurrent k1\n",
        k1 + k1 + "current k1\n", k1 + "k2 " + kFirst.substr(1) + "\ncurrent k1\n",
        k1 + "k2 " + kFirst + "11\ncurrent k1\n", k1 + "k2 " + kFirst.substr(1) + "g\ncurrent k1\n",
        k1 + "k2\ncurrent k1\n", k1 + "K2 " + kFirst + "\ncurrent k1\n",
        k1 + "a2345678901234567 " + kFirst + "\ncurrent k1\n", k1 + "current k1 k1\n"}) {
    write(content);
    BOOST_TEST(fault().starts_with(path.string()), content);
  }
}

BOOST_AUTO_TEST_CASE(change_keeps_comments_mode_and_the_other_keys) {
  SystemRandom random;
  write("# a comment\nk1 " + kFirst + "\ncurrent k1", 0640);
  BOOST_TEST(add_key(path, random) == "k2");
  BOOST_TEST(KeyFile::load(path).current().id == "k1");
  use_key(path, "k2");
  auto keys = KeyFile::load(path);
  BOOST_TEST(keys.current().id == "k2");
  BOOST_TEST(keys.find("k1")->bytes.view() == test::from_hex(kFirst));
  BOOST_TEST(keys.find("k2")->bytes.view() != test::from_hex(kFirst));
  remove_key(path, "k1");
  keys = KeyFile::load(path);
  BOOST_TEST(keys.all().size() == 1U);
  BOOST_TEST(test::read_file(path).starts_with("# a comment\n"));
  struct stat status {};
  BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 07777) == 0640U);
  BOOST_TEST(!exists(std::filesystem::path(path.string() + ".new")));
}

BOOST_AUTO_TEST_CASE(change_that_would_break_the_file_leaves_it_as_it_was) {
  const auto content = "k1 " + kFirst + "\ncurrent k1\n";
  write(content);
  BOOST_CHECK_THROW(use_key(path, "k9"), ConfigError);
  BOOST_CHECK_THROW(remove_key(path, "k1"), ConfigError);
  BOOST_TEST(test::read_file(path) == content);
  BOOST_TEST(!exists(std::filesystem::path(path.string() + ".new")));
}

BOOST_AUTO_TEST_CASE(fault_names_the_line_and_never_the_key) {
  write("# comment\nk1 " + kFirst + "1\ncurrent k1\n");
  BOOST_TEST(fault().find("line 2:") != std::string::npos);
  BOOST_TEST(fault().find("1111") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
