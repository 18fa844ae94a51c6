// What a database user may do, as SHOW GRANTS of MySQL and MariaDB tells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doorward {

struct DatabaseRights {
  std::vector<std::string> missing;  // of those that doorwardctl needs in its database
  std::vector<std::string> beyond;   // "SELECT on every database", "ALL PRIVILEGES on wiki"
};

// `grants` are the lines of SHOW GRANTS for one user. Rights on single tables don't count: new
// tables would lack them. Nothing of a line but rights and names of databases is in the answer: it
// may hold the hash of a password.
DatabaseRights database_rights(const std::vector<std::string>& grants, std::string_view database);

}  // namespace doorward
