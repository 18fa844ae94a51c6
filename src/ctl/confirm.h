// What cannot be undone asks first.
#pragma once

#include <string>

#include "ctl/command.h"

namespace doorward::ctl {

inline const Option kYes{"--yes", "", "don't ask; for scripts", Option::Use::optional};
inline const Option kDryRun{"--dry-run", "", "say what would be done, and do nothing",
                            Option::Use::optional};

// Returns when --yes is given, or when a person at the terminal answers "yes" to `question`. Throws
// Failure otherwise: EX_USAGE where there is nobody to ask, EX_TEMPFAIL after any other answer.
void confirm(const Context& context, const std::string& question);

}  // namespace doorward::ctl
