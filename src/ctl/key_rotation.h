// Key rotation: a further key, put into use when every process has it, the old one taken away when
// nothing depends on it any more.
#pragma once

#include <vector>

#include "ctl/command.h"

namespace doorward::ctl {

std::vector<Command> key_rotation_commands();

}  // namespace doorward::ctl
