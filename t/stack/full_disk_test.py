"""The disk of the database is full, or the one for temporary files: what people were told is there,
what failed can be done again when there is room, and nothing has to be mended by hand."""

import unittest

from beliefs import check_beliefs
from believers import Believers
from postman import Postman
from small_disk import a_small_disk
from world import PASSWORD, until

PEOPLE = 4
FAILURES_MIN = 10
FULL_SECONDS_MAX, BACK_SECONDS_MAX = 60, 30
FORM_BYTES = 16384  # nginx's limit of a form


class FullDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.disk = cls.enterClassContext(a_small_disk())
        cls.world = cls.disk.world

    def test_a_full_disk_of_the_database_loses_nothing_that_was_told(self):
        member = self.world.sign_in(self.world.sign_up())
        for _ in range(8):
            self.assertEqual(member.twin().get("/members/").status, 200)

        def failures():
            return sum(count for (_, how), count in people.told.items() if how == "failed")

        with Postman(self.world.env["INBOX"]) as postman:
            with Believers(self.world, postman, PEOPLE) as people:
                until(lambda: people.together("accounts"), 20, "nobody signs up")
                with self.disk.full("database"):
                    until(lambda: failures() >= FAILURES_MIN or people.together("faults"),
                          FULL_SECONDS_MAX, "nobody notices")
                    self.assertEqual(member.get("/members/").status, 200)
                before = len(people.together("accounts"))
                until(lambda: len(people.together("accounts")) > before + PEOPLE
                      or people.together("faults"), BACK_SECONDS_MAX, "it does not go on")
            self.assertEqual(people.together("faults"), [])
            check_beliefs(self, self.world, people)
            for one in people.all:
                one.finish()
            accounts, sessions = check_beliefs(self, self.world, people)
        print(f"       {failures()} times told to try again; {accounts[0]} accounts and "
              f"{sessions[0]} sessions told of, and there")

    def test_a_full_disk_for_temporary_files_stops_no_form(self):
        address = self.world.sign_up()
        with self.disk.full("tmp"):
            browser = self.world.browser()
            browser.get("/auth/sign-in")
            path, fields = browser.filled("sign-in", email=address, password=PASSWORD)
            size = len("&".join(f"{name}={value}" for name, value in fields.items()))
            fields["more"] = "x" * (FORM_BYTES - size - 200)
            self.assertEqual(browser.post(path, fields).status, 400)  # by the worker: a field too long
            self.world.sign_in(self.world.sign_up())
