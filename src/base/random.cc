#include "base/random.h"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace doorward {

std::string Random::bytes(std::size_t count) {
  std::string out(count, '\0');
  fill({reinterpret_cast<std::uint8_t*>(out.data()), out.size()});
  return out;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

std::chrono::milliseconds jittered(std::chrono::milliseconds time, Random& random) {
  const auto dice = static_cast<unsigned char>(random.bytes(1).front());
  return time * 4 / 5 + time * 2 * dice / (5 * 255);
}

Id new_id(Random& random, Timestamp now) {
  const auto milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  Id id = random.bytes(kIdBytes);
  for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<char>(milliseconds >> (40 - 8 * i));
  id[6] = static_cast<char>((id[6] & 0x0f) | 0x70);
  id[8] = static_cast<char>((id[8] & 0x3f) | 0x80);
  return id;
}

std::string References::next() {
  constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  constexpr std::size_t kCharacters = 10;
  constexpr std::size_t kDrawnAtOnce = 100;
  if (drawn_.empty()) drawn_ = random_.bytes(kDrawnAtOnce * kCharacters);
  std::string reference = drawn_.substr(drawn_.size() - kCharacters);
  drawn_.resize(drawn_.size() - kCharacters);
  for (char& c : reference) c = kAlphabet[static_cast<unsigned char>(c) % 32];
  return reference;
}

}  // namespace doorward
