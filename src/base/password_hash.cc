#include "base/password_hash.h"

#include <cerrno>
#include <new>
#include <optional>
#include <stdexcept>

#include <sodium.h>
#include <sys/mman.h>

#include "base/text.h"

namespace doorward {
namespace {

constexpr std::size_t kDecoyBytes = 32;
constexpr std::uint64_t kCostMax = 1ULL << 32;

void start_sodium() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw std::runtime_error("libsodium does not start");
}

// The number after "m=" or "t=", as in "$argon2id$v=19$m=19456,t=2,p=1$salt$hash".
std::optional<std::uint64_t> parameter(std::string_view hash, std::string_view name) {
  const auto parts = text::split(hash, '$');
  if (parts.size() != 6) return std::nullopt;
  for (const auto part : text::split(parts[3], ','))
    if (part.starts_with(name)) return text::to_number(part.substr(name.size()), kCostMax);
  return std::nullopt;
}

// libsodium says "mismatch" when it can't have its memory, and nothing else tells the two apart. It
// asks the kernel in the same way.
void require_memory_for(std::string_view hash) {
  const auto bytes = parameter(hash, "m=").value_or(0) * 1024;
  if (bytes == 0) return;
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  munmap(memory, bytes);
}

}  // namespace

std::string hash_password(std::string_view password, const HashCost& cost) {
  start_sodium();
  char hash[crypto_pwhash_argon2id_STRBYTES];
  errno = 0;
  if (crypto_pwhash_argon2id_str(hash, password.data(), password.size(), cost.passes,
                                 cost.memory_kib * 1024) != 0) {
    if (errno == ENOMEM) throw std::bad_alloc();
    throw std::runtime_error("Argon2id does not take its cost");
  }
  return hash;
}

bool verify_password(std::string_view hash, std::string_view password) {
  start_sodium();
  require_memory_for(hash);
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash, const HashCost& cost) {
  if (!hash.starts_with(crypto_pwhash_argon2id_STRPREFIX)) return true;
  const auto memory_kib = parameter(hash, "m=");
  const auto passes = parameter(hash, "t=");
  return !memory_kib || !passes || *memory_kib < cost.memory_kib || *passes < cost.passes;
}

const std::string& decoy_hash(const HashCost& cost) {
  static const std::string hash = [&] {
    start_sodium();
    char password[kDecoyBytes];
    randombytes_buf(password, sizeof password);
    return hash_password({password, sizeof password}, cost);
  }();
  return hash;
}

}  // namespace doorward
