// Where a database server is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/config.h"

namespace doorward::store {

struct Server {
  std::filesystem::path socket;  // wins over host and port when set
  std::string host;
  std::uint16_t port = 0;

  // "db1.internal:3306", or the socket's path.
  std::string name() const;
};

// In order of preference; at least one.
std::vector<Server> servers_of(const DatabaseSettings& settings);

}  // namespace doorward::store
