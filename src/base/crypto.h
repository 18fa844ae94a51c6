// Hashes, MACs and comparisons. The only file that knows OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace doorward {

// Bytes that are wiped when they go away. Not copied by accident: say `copy()`.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  std::string_view view() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }
  Secret copy() const { return Secret(bytes_); }

 private:
  std::string bytes_;
};

// Overwrites what `bytes` holds; the compiler can't leave it out.
void wipe(std::string& bytes);

// 32 raw bytes each.
std::string sha256(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view message);

// Takes as long whatever the bytes are; only the lengths may show (ASVS 11.2.4).
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace doorward
