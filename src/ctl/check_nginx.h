// What nginx's configuration says of the door, for `check nginx` and `check`.
#pragma once

#include <vector>

#include "ctl/command.h"
#include "inspect/nginx_site.h"

namespace doorward::ctl {

// Which nginx to ask, and of what.
std::vector<Option> nginx_options();

// As those options name it. Throws Failure when nginx is not there, or refuses its configuration.
inspect::Site nginx_site(const CommandLine& line);

}  // namespace doorward::ctl
