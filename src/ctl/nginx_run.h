// `nginx -T`: nginx checks its configuration and prints it whole.
#pragma once

#include <optional>
#include <string>

namespace doorward::ctl {

struct NginxCall {
  std::string program = "/usr/sbin/nginx";
  std::optional<std::string> config = {};  // -c
  std::optional<std::string> prefix = {};  // -p
};

// What it printed. Throws Failure: EX_UNAVAILABLE when there is no such program, EX_CONFIG with
// nginx's own words when nginx refuses the configuration. No shell is involved.
std::string nginx_dump(const NginxCall& call);

}  // namespace doorward::ctl
