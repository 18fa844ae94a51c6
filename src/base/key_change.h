// Changes to a key file: a further key, another one in use, an old one gone.
//
// A change is whole or not there: it is written beside the file, read back, and put in its place
// with the same owner and mode. Two at once: the second is refused. Comments stay.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace doorward {

class Random;

// Adds a key after the others and returns its id; the one in use stays. Each of these throws
// ConfigError when the file is not as KeyFile::load wants it or another change is under way, and
// std::system_error when it can't be written.
std::string add_key(const std::filesystem::path& file, Random& random);

// REQUIRES: the file has a key of that id.
void use_key(const std::filesystem::path& file, std::string_view id);

// REQUIRES: that key is not the one in use.
void remove_key(const std::filesystem::path& file, std::string_view id);

}  // namespace doorward
