"""The guide's install page, followed on a machine of our own; then what befalls a machine."""

import re
import time
import unittest

import portal
from guide import sections
from portal import DAEMONS
from world import PASSWORD, until

JOBS = ("doorward-purge", "doorward-licences", "doorward-alarm")
SECRETS = {"doorward-web@1": ["code.key", "database", "form.key", "session.key"],
           "doorward-gate@1": ["database", "session.key"],
           "doorward-mailer": ["code.key", "database"]}
BACK_SECONDS_MAX = 5
RESTARTS = 10
SERVERS = " ".join(DAEMONS[:4])
RESTART_SECONDS_MAX = 1


class Installed(unittest.TestCase):
    def setUp(self):
        self.portal = portal.the_portal
        self.machine = self.portal.machine

    def test_a_member_sees_the_portal_with_the_name_and_a_stranger_does_not(self):
        self.assertTrue(self.portal.is_in())
        self.assertEqual(self.portal.visitor().get("/members/", Accept="text/html").status, 303)

    def test_the_guide_s_proof_finds_no_hole(self):
        for line in sections()["Prove it"][0].strip().splitlines():
            done = self.machine.run(line)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_nothing_has_failed(self):
        for unit in DAEMONS:
            self.assertEqual(self.machine.output(f"systemctl is-active {unit}").strip(), "active")
        for job in JOBS:
            self.machine.output(f"systemctl start {job}")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")

    def test_systemd_finds_nothing_to_say_of_the_units(self):
        self.assertEqual(self.machine.run(
            "systemd-analyze verify /lib/systemd/system/doorward*").stderr, "")

    def test_check_finds_all_well(self):
        said = self.machine.output("doorwardctl check")
        self.assertTrue(said.endswith("\nAll is well.\n"), said)

    def test_each_program_is_handed_its_own_secrets_and_no_other_s(self):
        for unit, secrets in SECRETS.items():
            folder = f"/run/credentials/{unit}.service"
            self.assertEqual(self.machine.output(f"ls {folder}").split(), secrets)
            for file in secrets:
                mode, owner = self.machine.output(f"stat -c '%a %U' {folder}/{file}").split()
                self.assertEqual((mode, owner), ("400", unit.rstrip("@1")))

    def test_no_program_can_reach_the_network(self):
        for unit in ("doorward-web@1", "doorward-gate@1"):
            # But for its own loopback.
            self.assertEqual(self.machine.output(
                f"nsenter --net --target {self.portal.pid(unit)} ls /sys/class/net").split(), ["lo"])

    def test_who_is_signed_in_stays_in_while_programs_are_killed(self):
        for unit in DAEMONS:
            old = self.portal.pid(unit)
            self.machine.output(f"systemctl kill --signal KILL {unit}")
            until(lambda: self.portal.pid(unit) not in (old, "0"), BACK_SECONDS_MAX, f"{unit} was not started again")
            self.assertTrue(self.portal.is_in(), unit)
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")

    def test_a_restart_loses_no_request_and_takes_a_moment(self):
        started = time.monotonic()
        statuses = self.portal.statuses_while(f"for i in {{1..{RESTARTS}}}; do for unit in {SERVERS}; "
                                              "do systemctl restart $unit || exit; done; done")
        self.assertEqual(set(statuses), {200}, statuses)
        self.assertLess(time.monotonic() - started, RESTART_SECONDS_MAX * 4 * RESTARTS)

    def test_a_reboot_signs_nobody_out(self):
        self.machine.reboot()
        self.portal.member.close()
        until(self.portal.is_in, 30, "not in after a reboot")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")
        self.portal.sign_in()

    def test_the_journal_tells_what_happened_and_no_secret(self):
        journal = self.machine.output("journalctl --no-pager --output cat --unit 'doorward-*'")
        self.assertIn("event=signed_in", journal)
        self.assertIn("event=letter_sent", journal)
        secrets = [self.machine.output(f"cat /etc/doorward/secret/{program}").strip()
                   for program in ("ctl", "web", "gate", "mailer")]
        secrets += re.findall(r"[0-9a-f]{64}", self.machine.output("cat /etc/doorward/*.key"))
        self.assertEqual(len(secrets), 7)
        for secret in [*secrets, PASSWORD, *self.portal.member.cookies.values()]:
            self.assertNotIn(secret, journal)
