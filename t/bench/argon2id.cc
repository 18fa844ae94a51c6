// argon2id — the ceiling of sign-ins and sign-ups: nothing but the password hash.
//
//   argon2id verify|hash PROCESSES SECONDS    so many at once; prints how many were made
//   argon2id text PASSWORD                    prints one hash, at the cost that is the default

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include "base/password_hash.h"

namespace {

using namespace doorward;
using Clock = std::chrono::steady_clock;

constexpr const char* kPassword = "seven plum lanterns drift";

long made_until(Clock::time_point end, bool verify) {
  const auto hash = hash_password(kPassword, HashCost{});
  long made = 0;
  for (; Clock::now() < end; ++made) {
    if (!verify)
      hash_password(kPassword, HashCost{});
    else if (!verify_password(hash, kPassword))
      std::abort();
  }
  return made;
}

// Each process writes its count into one pipe.
long made_by(int processes, std::chrono::seconds time, bool verify) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) std::abort();
  const auto end = Clock::now() + time;
  for (int i = 0; i < processes; ++i) {
    if (fork() != 0) continue;
    const long made = made_until(end, verify);
    _exit(write(pipe_ends[1], &made, sizeof made) == sizeof made ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  long sum = 0;
  for (int i = 0; i < processes; ++i) {
    long made = 0;
    if (read(pipe_ends[0], &made, sizeof made) != sizeof made) std::abort();
    sum += made;
  }
  while (wait(nullptr) > 0) continue;
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "text") == 0) {
    std::puts(hash_password(argv[2], HashCost{}).c_str());
    return EXIT_SUCCESS;
  }
  if (argc != 4) return EXIT_FAILURE;
  const bool verify = std::strcmp(argv[1], "verify") == 0;
  const std::chrono::seconds time(std::stoi(argv[3]));
  std::printf("%ld\n", made_by(std::stoi(argv[2]), time, verify));
  return EXIT_SUCCESS;
}
