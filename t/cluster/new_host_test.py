"""One more web host: install, copy keys and settings, start. Nothing else is told of it."""

import shutil
import subprocess
import unittest

from hosts import WebHost, wait_until_it_answers
from network import Machine
from cluster import SMTP_PORT
from world import ROOT, world


class NewHost(unittest.TestCase):
    def install(self, name):
        """As `make install` lays it out, in a folder of its own."""
        tree = world.dir / f"{name}.installed"
        subprocess.run(["make", "-s", "-C", ROOT, "install", f"DESTDIR={tree}", "prefix=/usr",
                        "sysconfdir=/etc"], check=True, stdout=subprocess.DEVNULL)
        return tree

    def test_a_web_host_is_added_by_installing_copying_and_starting(self):
        before = world.browser()
        address = world.sign_up()
        member = world.sign_in(address)
        half_way = world.ask_sign_in_code(address)

        tree = self.install("web3")
        new = WebHost(Machine("web3", 23), world.dir, world.dir / "secret", SMTP_PORT,
                      programs=tree / "usr/sbin", share=tree / "usr/share/doorward")
        self.addCleanup(new.stop)
        new.start(world.nodes.all)
        wait_until_it_answers(world.browser(new))

        # Who is signed in elsewhere is so here; a form begun there is finished here; and the rest.
        for browser in (member, half_way, before):
            browser.addresses = [new.machine.address]
        self.assertEqual(member.get("/members/").status, 200)
        self.assertIn(address, member.get("/auth/account").text)
        half_way.press("verify", code=world.code(address))
        half_way.press("continue")
        self.assertEqual(half_way.get("/members/").status, 200)
        world.sign_in(world.sign_up(), browser=world.browser(new))
        self.assertIn("OK", world_check(new))
        shutil.rmtree(tree)


def world_check(host):
    done = subprocess.run([*host.ctl_command(), "check"], capture_output=True, text=True)
    assert "FAIL" not in done.stdout.replace("nginx", ""), done.stdout
    return done.stdout
