// What --help says at each level: the program, a noun, a command.
#pragma once

#include <string>
#include <vector>

#include "ctl/command.h"

namespace doorward::ctl {

std::string help_for_all(const char* manual, const std::vector<Command>& commands);

// The commands that begin with `words`, one a line; "" when none does.
std::string help_for(const std::vector<std::string>& words, const std::vector<Command>& commands);

std::string help_for(const Command& command);

}  // namespace doorward::ctl
