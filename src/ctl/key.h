// The three key files, by what they are for.
#pragma once

#include <array>
#include <filesystem>

#include "base/config.h"

namespace doorward::ctl {

struct KeyPurpose {
  const char* name;
  std::filesystem::path file;
};

std::array<KeyPurpose, 3> key_purposes(const Config& config);

}  // namespace doorward::ctl
