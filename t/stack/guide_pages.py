"""The commands of the guide's pages, as a machine can run them."""

import os
import re
import subprocess
import textwrap

from world import ROOT, world

# What stands in for the installed programs, in front of PATH. {…} is filled in.
PROGRAMS = {
    "doorwardctl": """\
case "$1 ${{2-}}" in
  "check " | "check nginx") set -- "$@" --nginx-prefix {dir}/nginx --nginx-config {dir}/nginx/nginx.conf ;;
esac
exec {ctl} "$@\"""",
    "nginx": 'exec /usr/sbin/nginx -e stderr -p {dir}/nginx -c {dir}/nginx/nginx.conf "$@"',
    "mariadb": 'exec /usr/bin/mariadb {options} "$@"',
    "mariadb-dump": 'exec /usr/bin/mariadb-dump {options} "$@"',
    # doorward-web@2 is web.2 of a stack; what has no number is all of that program.
    "systemctl": """\
verb=$1; shift
for unit; do
  part=$(echo "$unit" | sed 's/^doorward-//; s/@\\*$//; s/@/./')
  if [ "$verb" = reload ]; then set -- signal {dir} "$part" HUP; else set -- "$verb" {dir} "$part"; fi
  {stack} "$@" || exit
done""",
}


def blocks(page):
    """{title of a section: [its indented blocks]}"""
    parts = re.split(r"^#+ (?:\d+\. )?(.+)\n", (ROOT / "docs" / page).read_text(), flags=re.M)
    return {title: [re.sub(r"^    ", "", block, flags=re.M).lstrip("\n")
                    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", body, re.M)]
            for title, body in zip(parts[1::2], parts[2::2])}


class Shell:
    """An operator's shell on the machine of the shared stack."""

    def __init__(self, folder, changes):
        self.changes = changes  # {what a page says: what is so here}
        self.bin = folder / "bin"
        self.bin.mkdir()
        admin = world.env["DB_ADMIN"].partition(" ")[2]
        for name, script in PROGRAMS.items():
            file = self.bin / name
            file.write_text("#!/bin/sh\n" + script.format(
                ctl=world.env["DOORWARDCTL"], options=admin, dir=world.dir,
                stack=ROOT / "t/support/stack"))
            file.chmod(0o755)

    def run(self, script):
        script = textwrap.dedent(script)
        for theirs, ours in self.changes.items():
            script = script.replace(theirs, str(ours))
        return subprocess.run(["bash", "-o", "pipefail", "-ec", script], capture_output=True, text=True,
                              env={**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}"})

    def output(self, script):
        done = self.run(script)
        if done.returncode:
            raise AssertionError(f"{script}\n{done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout
