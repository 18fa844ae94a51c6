#include "t/integration/ctl_program.h"

#define BOOST_TEST_DYN_LINK
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace doorward::test {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path program() {
  auto path = fs::read_symlink("/proc/self/exe").parent_path() / "doorwardctl";
  if (!fs::exists(path)) throw std::runtime_error(path.string() + " is not built: make all");
  return path;
}

void send_to(int fd, const fs::path& path) {
  if (dup2(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), fd) < 0) _exit(127);
}

}  // namespace

CtlProgram::CtlProgram() {
  std::string name = (fs::temp_directory_path() / "doorward-ctl-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  directory_ = name;
  settings_ = {{"public_url", "http://localhost:8080"},
               {"template_dir", fs::absolute(db.config().template_dir)},
               {"migration_dir", fs::absolute(db.config().migration_dir)},
               {"database_socket", db.config().database.socket},
               {"database_name", db.config().database.name},
               {"database_user", db.config().database.user},
               {"session_key_file", file("session.key")},
               {"code_key_file", file("code.key")},
               {"form_key_file", file("form.key")},
               {"smtp_tls", "none"},
               {"mail_from", db.config().smtp.from}};
  write_settings();
}

CtlProgram::~CtlProgram() {
  fs::remove_all(directory_);
}

Ran CtlProgram::run(const std::vector<std::string>& words, std::atomic<pid_t>* process) const {
  std::vector<std::string> all{program().string(), "--config", file("doorward.conf").string()};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (auto& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  // Nothing is allocated between fork and exec: another thread may hold the heap's lock.
  const auto out = file("out");
  const auto err = file("err");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    send_to(STDOUT_FILENO, out);
    send_to(STDERR_FILENO, err);
    execv(argv[0], argv.data());
    _exit(127);
  }
  if (process != nullptr) *process = child;
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid failed");
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content("out"),
          content("err")};
}

std::string CtlProgram::out_of(const std::vector<std::string>& words) const {
  const auto ran = run(words);
  BOOST_REQUIRE_MESSAGE(ran.status == 0, "status " << ran.status << ": " << ran.err);
  return ran.out;
}

void CtlProgram::set(const std::string& key, const std::string& value) {
  std::erase_if(settings_, [&](const auto& setting) { return setting.first == key; });
  settings_.emplace_back(key, value);
  write_settings();
}

std::string CtlProgram::content(const std::string& name) const {
  return slurp(file(name));
}

void CtlProgram::write_settings() const {
  std::ofstream out(file("doorward.conf"));
  for (const auto& [key, value] : settings_) out << key << " = " << value << '\n';
}

}  // namespace doorward::test
