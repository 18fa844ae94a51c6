// What the alarms say right now, for other commands than `alarm`.
#pragma once

#include <string>
#include <vector>

#include "ctl/command.h"
#include "domain/alarm.h"

namespace doorward::ctl {

std::vector<Alarm> alarms_now(Context& context);

// The two commands that show more of it, also to who reads them the next morning.
std::vector<std::string> commands_about(const Alarm& alarm);

}  // namespace doorward::ctl
