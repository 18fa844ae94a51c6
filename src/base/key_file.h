// A file of keys for one purpose: session.key, code.key or form.key.
//
//     # doorward code key
//     k1 4f0c…(64 hex digits)
//     k2 99ab…
//     current k1
//
// Several keys live side by side so that a key can be replaced without anybody noticing: what was
// made with an older key is still recognised, new things are made with the current one. A row that
// depends on a key stores its id.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"

namespace doorward {

class Random;

struct Key {
  std::string id;  // [a-z0-9]{1,16}
  Secret bytes;    // 32 bytes
};

class KeyFile {
 public:
  // Throws ConfigError with the file's name, and what to do, when the file is missing,
  // malformed, or readable by others than its owner and group.
  static KeyFile load(const std::filesystem::path& path);

  // Makes a new file with one key, mode 0600; false when there is one already.
  static bool create(const std::filesystem::path& path, std::string_view purpose, Random& random);

  const Key& current() const { return keys_[current_]; }
  // Null when no key has that id.
  const Key* find(std::string_view id) const;
  const std::vector<Key>& all() const { return keys_; }

 private:
  std::vector<Key> keys_;
  std::size_t current_ = 0;
};

}  // namespace doorward
