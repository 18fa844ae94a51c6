#include "ctl/confirm.h"

#include <cstdio>
#include <iostream>

#include <sysexits.h>
#include <unistd.h>

#include "base/text.h"

namespace doorward::ctl {

void confirm(const Context& context, const std::string& question) {
  if (context.line().has("--yes")) return;
  if (isatty(STDIN_FILENO) == 0)
    throw Failure(EX_USAGE, question + " Say --yes to do it: there is nobody to ask");
  std::fprintf(stderr, "%s Type yes to go on: ", printable(question).c_str());
  std::string answer;
  if (!std::getline(std::cin, answer) || text::lower(text::trim(answer)) != "yes")
    throw Failure(EX_TEMPFAIL, "nothing was changed");
}

}  // namespace doorward::ctl
