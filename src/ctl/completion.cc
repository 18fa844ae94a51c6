#include <sysexits.h>

#include "ctl/command.h"

namespace doorward::ctl {
namespace {

// One line a command: its words, a tab, its options; "check" before "check gate". What follows the
// last known word is a file or something only the operator knows, so bash's own completion takes
// over.
constexpr const char* kFunction = R"sh(
_doorwardctl() {
  local current=${COMP_WORDS[COMP_CWORD]} typed='' next='' call options word i
  local common='--config --json --help' known
  known=$common
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == --config ]]; then ((i++)); continue; fi
    [[ $word == -* ]] || typed+="$word "
  done
  while IFS=$'\t' read -r call options; do
    if [[ "$call" == "$typed"?* ]]; then call=${call#"$typed"}; next+=" ${call%% *}"; fi
    if [[ "$typed" == "$call "* ]]; then known="$common $options"; fi
  done <<<"$_doorwardctl_commands"
  if [[ $current == -* ]]; then next=$known; fi
  mapfile -t COMPREPLY < <(compgen -W "$next" -- "$current" | sort -u)
}
complete -o default -F _doorwardctl doorwardctl
)sh";

int bash(Context& context) {
  std::string script =
      "# Tab completion of doorwardctl for bash; made by 'completion bash'.\n"
      "_doorwardctl_commands='";
  for (const auto& command : all_commands()) {
    script += full_name(command) + "\t";
    for (const auto& option : command.options) script += std::string(option.name) + " ";
    script.back() = '\n';
  }
  script.back() = '\'';
  context.write(script + kFunction);
  return EX_OK;
}

}  // namespace

std::vector<Command> completion_commands() {
  return {
      {"completion",
       "bash",
       "",
       "a script that lets bash complete these commands by tab",
       bash,
       {},
       "  doorwardctl completion bash > /etc/bash_completion.d/doorwardctl\n"},
  };
}

}  // namespace doorward::ctl
