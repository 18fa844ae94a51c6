#include "base/crypto.h"

#include <stdexcept>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace doorward {
namespace {

constexpr std::size_t kSha256Bytes = 32;

const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// One for each thread, with the algorithm fetched: OpenSSL's one-shot calls look it up and make a
// context each time, which costs several times what it takes to hash a token.
class Sha256 {
 public:
  Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}
  ~Sha256() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  std::string digest(std::string_view bytes) {
    std::string out(kSha256Bytes, '\0');
    if (algorithm_ == nullptr || context_ == nullptr ||
        EVP_DigestInit_ex2(context_, algorithm_, nullptr) != 1 ||
        EVP_DigestUpdate(context_, bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(out.data()), nullptr) != 1)
      throw std::runtime_error("SHA-256 failed");
    return out;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

}  // namespace

void wipe(std::string& bytes) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) {
  wipe(other.bytes_);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(bytes_);
    bytes_ = std::move(other.bytes_);
    wipe(other.bytes_);
  }
  return *this;
}

Secret::~Secret() {
  wipe(bytes_);
}

std::string sha256(std::string_view bytes) {
  thread_local Sha256 sha256;
  return sha256.digest(bytes);
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::string mac(kSha256Bytes, '\0');
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data(message), message.size(),
           reinterpret_cast<unsigned char*>(mac.data()), &length) == nullptr ||
      length != kSha256Bytes)
    throw std::runtime_error("HMAC-SHA-256 failed");
  return mac;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace doorward
