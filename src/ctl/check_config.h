// What `config check` and `check` look at alike: the settings, and what they name.
#pragma once

#include "ctl/findings.h"

namespace doorward::ctl {

// False: nothing else can be looked at.
bool check_settings(Findings& findings, Context& context);
// Keys and who may read them, templates, what letters need.
void check_files(Findings& findings, const Config& config);
// False: there is no database to ask, or its tables are of another release.
bool check_database(Findings& findings, Context& context);

}  // namespace doorward::ctl
