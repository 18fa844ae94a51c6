"""What becomes of an installed portal: an upgrade, a restore, a removal, a purge; in this order."""

import unittest

import machine
import portal
from guide import sections
from guide_pages import blocks
from portal import DAEMONS
from world import until

INSTALL = f"apt-get install --yes {machine.FOLDER_OF_NEWER}/doorward_*.deb"
LOG = f"{machine.FOLDER}/upgrade.log"
KEPT = "/etc/doorward/doorward.conf /etc/doorward/*.key /etc/doorward/secret/*"


def load_tests(loader, _tests, _pattern):
    wanted = loader.getTestCaseNames(Package)
    return unittest.TestSuite(Package(name) for name in vars(Package) if name in wanted)


class Package(unittest.TestCase):
    def setUp(self):
        self.portal = portal.the_portal
        self.machine = self.portal.machine

    def version(self):
        return self.machine.output("dpkg-query --show --showformat='${Version}' doorward")

    def test_an_upgrade_at_noon_loses_no_request_and_signs_nobody_out(self):
        self.assertEqual(self.version(), machine.VERSION_BEFORE)
        old = [self.portal.pid(unit) for unit in DAEMONS]
        statuses = self.portal.statuses_while(
            f"{INSTALL} >{LOG} 2>&1")
        said = self.machine.output(f"cat {LOG}")
        self.assertEqual(set(statuses), {200}, f"{statuses} {said}")
        print(f"       {statuses[200]} requests during the upgrade")
        self.assertNotIn("doorward: ", said)
        self.assertNotEqual(self.version(), machine.VERSION_BEFORE)
        for unit, pid in zip(DAEMONS, old):
            self.assertNotIn(self.portal.pid(unit), (pid, "0"), unit)
        self.assertTrue(self.portal.is_in())
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")

    def test_after_an_upgrade_that_can_t_reach_the_database_the_old_programs_go_on(self):
        old = [self.portal.pid(unit) for unit in DAEMONS]
        said = self.machine.output("systemctl stop mariadb; dpkg-reconfigure doorward 2>&1; "
                                   "systemctl start mariadb")
        self.assertIn("doorward: not restarted", said)
        self.assertIn("doorwardctl db migrate && mariadb <", said)
        self.assertEqual([self.portal.pid(unit) for unit in DAEMONS], old)
        until(self.portal.is_in, 30, "not in when the database is back")

    def test_a_restore_lets_nobody_in_who_was_out_again(self):
        page = blocks("backup.md")
        for block in page["Backup"]:
            self.machine.output(f"set -e\n{block}")
        member = self.portal.member
        cookies = dict(member.cookies)
        member.get("/auth/sign-out")
        member.press("sign-out")
        self.machine.output(f"set -e\n{page['Restore'][0]}")
        member.cookies.update(cookies)
        until(lambda: member.get("/members/", Accept="text/html").status == 303, 30, "let in")
        self.portal.member = self.portal.sign_in()
        self.assertTrue(self.portal.is_in())

    def test_a_removal_keeps_all_that_a_new_installation_goes_on_with(self):
        kept = self.machine.output(f"sha256sum {KEPT}")
        self.machine.output("apt-get remove --yes doorward")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")
        self.assertEqual(self.machine.run("pgrep --exact 'doorward-.*'").stdout, "")
        # nginx has nobody to ask: closed.
        self.assertEqual(self.portal.visitor().get("/members/").status, 503)
        self.machine.output(INSTALL)
        self.assertEqual(self.machine.output(f"sha256sum {KEPT}"), kept)
        self.machine.output(sections()["Start"][0])
        until(self.portal.is_in, 30, "not in after a new installation")

    def test_a_purge_leaves_no_key_and_the_database(self):
        said = self.machine.output("apt-get purge --yes doorward 2>&1")
        self.assertIn("the database is still there", said)
        for folder in ("/etc/doorward", "/usr/share/doorward"):
            self.assertNotEqual(self.machine.run(f"ls {folder}").returncode, 0, folder)
        self.assertEqual(self.machine.run("find /etc/systemd /lib/systemd -name 'doorward*'").stdout, "")
        self.assertEqual(self.machine.output("systemctl --failed --no-legend"), "")
        self.assertEqual(self.machine.output(
            "mariadb --skip-column-names -e 'SELECT COUNT(*) FROM doorward.account'").strip(), "1")
