"""Every command of the guide, as a person at a terminal of the machine types it. Each block begins
with the tables as they were before the first."""

import re
import shlex
import unittest

import machine
import portal
from guide import with_ours
from guide_pages import ROOT, blocks
from portal import DAEMONS, MIA
from world import until

# Pages whose commands another test runs, or that are for another machine.
ELSEWHERE = {
    "install.md": "t/system/portal.py",  # but for "Without the package": debian/rules does it
    "shared-hosting.md": "t/stack/shared_hosting_test.py",
    "moving-from-authelia.md": "t/stack/authelia_test.py",
    "branding.md": "t/stack/guide_test.py",
    "backup.md": "t/system/package_test.py",
    "tls.md": "t/stack/guide_test.py",
}
OURS = {"EMAIL": MIA, "REFERENCE": "reference", "--follow": "--follow & sleep 1; kill %1"}
TABLES = f"{machine.FOLDER}/tables.sql"
PEOPLE = f"{machine.FOLDER}/people.csv"
# What must be so before a section's commands: a second company, a new file, and so on.
BEFORE = {
    ("import.md", "Bringing people along"): "doorwardctl company address add acme kim@freelancer.example",
    ("licences.md", "Taking a domain or an address away"):
        "doorwardctl company address add acme kim@free.example",
    ("licences.md", "Two companies become one"):
        "doorwardctl company add parent --name Parent --until 2027-12-31 --contact it@parent.example",
    ("mail.md", "Bounces"): "exec < /dev/null",
    ("moving-from-b2c.md", "Moving from Azure AD B2C"):
        "doorwardctl company show acme > acme || doorwardctl company remove acme --yes",
    ("troubleshooting.md", '"is not with a licensed company"'):
        "doorwardctl company domain remove acme acme.example --yes",
}
# Of `systemctl status` when something listed doesn't run now, as a timer's job doesn't.
NOTHING_WRONG = {"systemctl status": 3}
TIME_MAX = 120


def without_remarks(block):
    """They stand far to the right of a command."""
    return re.sub(r"(?<=\S)(?: {3,}| (?=- {2,}))[^-\s\\].*$", "", block, flags=re.M)


class Guide(unittest.TestCase):
    def setUp(self):
        self.portal = portal.the_portal
        self.machine = self.portal.machine
        self.machine.output(f"mariadb-dump --add-drop-table doorward > {TABLES}")
        people = blocks("import.md")["The file"][0]
        (self.machine.root / PEOPLE.removeprefix("/")).write_text(people)

    def is_a_command(self, block):
        word = block.split(maxsplit=1)[0]
        return self.machine.run(f"command -v {shlex.quote(word)}").returncode == 0

    def typed(self, script):
        """(exit status, what the terminal shows) of a person who answers yes."""
        file = f"{machine.FOLDER}/typed"
        (self.machine.root / file.removeprefix("/")).write_text(
            f"set -e -o pipefail; cd {machine.FOLDER}; export PAGER=cat\n{script}\n")
        done = self.machine.run(f"yes yes | head -n 3 | timeout {TIME_MAX} script --quiet --return "
                                f"--command 'bash -m {file}' /dev/null")
        return done.returncode, done.stdout + done.stderr

    def follow(self, page, title, block):
        self.machine.output(f"mariadb doorward < {TABLES}")
        script = with_ours(without_remarks(block))
        for theirs, ours in OURS.items():
            script = script.replace(theirs, ours)
        before = BEFORE.get((page, title), ":")
        status, said = self.typed(f"{before}\n{script}")
        allowed = {0} | {other for call, other in NOTHING_WRONG.items() if call in script}
        self.assertIn(status, allowed, f"{script}\n{said}")

    def test_every_command_of_the_guide_does_what_it_is_for(self):
        count = 0
        for file in sorted((ROOT / "docs").glob("*.md")):
            if file.name in ELSEWHERE:
                self.assertTrue((ROOT / ELSEWHERE[file.name]).exists())
                continue
            for title, found in blocks(file.name).items():
                for block in filter(self.is_a_command, found):
                    with self.subTest(page=file.name, title=title, block=block):
                        self.follow(file.name, title, block)
                        count += 1
        self.assertGreater(count, 30)

    def tearDown(self):
        self.machine.output(f"mariadb doorward < {TABLES}; systemctl reset-failed; "
                            f"systemctl start doorward.target {' '.join(DAEMONS)}")
        until(self.portal.is_in, 30, "not in when all is as it was")
