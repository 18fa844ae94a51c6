// A file that holds a secret: keys, or a password.
#pragma once

#include <cstddef>
#include <filesystem>

#include "base/crypto.h"

namespace doorward {

// The whole file. Throws ConfigError, which says how to mend it and holds nothing of the content,
// when the file can't be read, is no plain file, may be read by everybody (ASVS 13.3.1), or has
// `bytes_max` bytes or more.
Secret read_secret_file(const std::filesystem::path& file, std::size_t bytes_max);

// The first line, without its end: what a password file holds. An empty one is an error as well.
Secret read_secret_line(const std::filesystem::path& file);

}  // namespace doorward
