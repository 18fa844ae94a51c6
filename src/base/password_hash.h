// Passwords as Argon2id hashes (RFC 9106) by libsodium. The only file that knows libsodium.
//
// A hash is a text that names its own parameters ("$argon2id$v=19$m=19456,t=2,p=1$…"), so that one
// made at another cost is still verified. Passwords are compared exactly as they were sent, every
// byte of them. One hash takes tens of milliseconds by design: never make one inside a transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace doorward {

// OWASP's minimum; the parallelism is always 1.
struct HashCost {
  std::uint64_t memory_kib = 19456;
  std::uint64_t passes = 2;
};

// Throws std::bad_alloc when the memory can't be had, std::runtime_error when libsodium refuses the
// cost.
std::string hash_password(std::string_view password, const HashCost& cost);

// False for a wrong password and for a text that is no hash. Throws std::bad_alloc when the memory
// can't be had: that is no wrong password.
bool verify_password(std::string_view hash, std::string_view password);

// True when `hash` was made with less memory or fewer passes than `cost`, or is no Argon2id hash. A
// cost that was lowered makes no stored hash weaker.
bool needs_rehash(std::string_view hash, const HashCost& cost);

// The hash of random bytes that nobody knows, made at the first call and kept. It is verified
// against where an address has no account, so that both answers take as long and the time doesn't
// tell who has one (ASVS 6.3.8). Call it at start, or the first such answer takes twice as long.
const std::string& decoy_hash(const HashCost& cost);

}  // namespace doorward
