"""The units under a systemd of their own: what is started when, what is replaced, what is said."""

import contextlib
import unittest

import portal
from portal import DAEMONS
from world import until

PARTS = (*DAEMONS, "doorward-web.socket", "doorward-gate.socket")
WATCHDOG_SECONDS = 2
QUICK = f"[Service]\nWatchdogSec={WATCHDOG_SECONDS}\n"


class Services(unittest.TestCase):
    def setUp(self):
        self.portal = portal.the_portal
        self.machine = self.portal.machine

    def states(self, *units):
        """Of each unit; systemctl exits with 3 when one is not active."""
        return self.machine.run(f"systemctl is-active {' '.join(units)}").stdout.split()

    def said_of(self, unit, name):
        return self.machine.output(f"systemctl show --value --property {name} {unit}").strip()

    @contextlib.contextmanager
    def without_a_database(self):
        self.machine.output("systemctl stop mariadb")
        try:
            yield
        finally:
            self.machine.output("systemctl start mariadb")

    def test_the_target_stops_and_starts_all_of_it(self):
        self.machine.output("systemctl stop doorward.target")
        self.assertEqual(set(self.states(*PARTS, "doorward-purge.timer")), {"inactive"})
        self.machine.output("systemctl start doorward.target")
        # Started is who is ready: nothing has to be waited for.
        self.assertEqual(set(self.states(*PARTS, "doorward-purge.timer")), {"active"})
        self.assertTrue(self.portal.is_in())

    def test_a_restart_of_the_target_loses_no_request(self):
        old = [self.portal.pid(unit) for unit in DAEMONS]
        statuses = self.portal.statuses_while("systemctl restart doorward.target")
        self.assertEqual(set(statuses), {200}, statuses)
        for unit, pid in zip(DAEMONS, old):
            self.assertNotEqual(self.portal.pid(unit), pid, unit)

    def test_systemctl_status_says_what_each_is_at(self):
        for unit, text in (("doorward-web@1", "Serves pages"), ("doorward-gate@2", "Answers nginx"),
                           ("doorward-mailer", "Delivers letters")):
            self.assertEqual(self.said_of(unit, "StatusText"), text)
        with self.without_a_database():
            for unit, text in (("doorward-gate@2", "The database does not answer"),
                               ("doorward-mailer", "Waits for the database")):
                until(lambda: self.said_of(unit, "StatusText") == text, 20, f"{unit} does not say so")
        until(lambda: self.said_of("doorward-gate@2", "StatusText") == "Answers nginx", 20, "still away")

    def test_who_starts_without_a_database_is_started_when_it_is_there(self):
        units = ("doorward-web@2", "doorward-gate@2", "doorward-mailer")
        with self.without_a_database():
            self.machine.output(f"systemctl restart --no-block {' '.join(units)}")
            for unit in units:
                until(lambda: self.said_of(unit, "StatusText"), 20, f"{unit} says nothing")
            self.assertEqual(set(self.states(*units)), {"activating"})
        until(lambda: set(self.states(*units)) == {"active"}, 20, lambda: self.states(*units))

    def test_who_hangs_is_replaced_and_who_has_nothing_to_do_is_not(self):
        programs = [unit for unit in DAEMONS if "@" in unit]
        for name in ("web", "gate"):
            self.machine.output(f"mkdir -p /run/systemd/system/doorward-{name}@.service.d && "
                                f"printf '{QUICK}' > /run/systemd/system/doorward-{name}@.service.d/quick.conf")
        self.machine.output(f"systemctl daemon-reload && systemctl restart {' '.join(programs)}")
        try:
            for unit in ("doorward-web@1", "doorward-gate@1"):
                others = {other: self.portal.pid(other) for other in programs if other != unit}
                hanging = self.portal.pid(unit)
                self.machine.output(f"kill -STOP {hanging}")
                until(lambda: self.portal.pid(unit) not in (hanging, "0"), 20, f"{unit} was not replaced")
                until(lambda: self.states(unit) == ["active"], 20, f"{unit} is not ready")
                self.assertIn("Watchdog timeout", self.machine.output(
                    f"journalctl --no-pager --output cat --unit {unit}"))
                # They had nothing to do for as long.
                self.assertEqual({other: self.portal.pid(other) for other in others}, others)
                self.assertTrue(self.portal.is_in())
        finally:
            self.machine.output("rm -r /run/systemd/system/doorward-*.d && systemctl daemon-reload && "
                                f"systemctl restart {' '.join(programs)}")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")

    def test_who_can_t_start_says_why_and_is_not_tried_for_ever(self):
        self.machine.output("mv /etc/doorward/form.key /etc/doorward/form.away && "
                            "install -m 600 /dev/null /etc/doorward/form.key")
        try:
            self.assertNotEqual(self.machine.run("systemctl restart doorward-web@2").returncode, 0)
            self.assertEqual(self.states("doorward-web@2"), ["failed"])
            self.assertEqual(self.said_of("doorward-web@2", "ExecMainStatus"), "78")
            self.assertIn("form.key", self.machine.output(
                "journalctl --no-pager --output cat --unit doorward-web@2 --lines 20"))
            self.assertTrue(self.portal.is_in())
        finally:
            self.machine.output("mv /etc/doorward/form.away /etc/doorward/form.key && "
                                "systemctl restart doorward-web@2")
