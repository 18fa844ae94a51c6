// What `doorwardctl check` finds of each of several database servers.
#pragma once

#include "ctl/command.h"
#include "ctl/findings.h"

namespace doorward::ctl {

// A line for each: in use, ready, behind, or away; and whose clock is apart from this machine's.
// Nothing where the settings name one server.
void check_servers(Findings& findings, Context& context);

}  // namespace doorward::ctl
