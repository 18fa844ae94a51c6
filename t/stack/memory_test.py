"""Two hundred people sign in at the same moment, and strangers send all that fits into a form: no
worker takes more memory than the units allow, and the gate answers meanwhile."""

import threading
import time
import unittest
from urllib.parse import urlencode

from limits import resident_bytes_peak
from sources import Crowd, networks
from world import PASSWORD, ROOT, SANITIZER, SLOWER, at_once, world

PEOPLE, STRANGERS, FORMS = 200, 20, 3
FORM_BYTES = 16384
MEBIBYTE = 1 << 20
PEAK_BYTES_MAX = 64 * MEBIBYTE  # docs/reliability.md says so
GATE_SECONDS_MAX = 2 * SLOWER


def hostile_forms():
    """Of the most that is read: many small fields, one large one, all of it escaped."""
    pairs = "&".join(f"f{number}=" for number in range(FORM_BYTES // 7))[:FORM_BYTES]
    return [pairs, "email=" + "%41" * ((FORM_BYTES - 6) // 3), "password=" + "\xe9" * 8000,
            "&" * FORM_BYTES, "csrf=" + "A" * (FORM_BYTES - 5), "rd=/" + "%2e%2e%2f" * 1800]


class Door(threading.Thread):
    """Somebody who is known, at the portal again and again. `answers`: (status, seconds)."""

    def __init__(self, browser):
        super().__init__()
        self.browser, self.answers, self.stop = browser, [], threading.Event()

    def run(self):
        while not self.stop.wait(0.02):
            begin = time.monotonic()
            status = self.browser.get("/members/").status
            self.answers.append((status, time.monotonic() - begin))


def memory_max(part):
    """Of the unit, in bytes."""
    lines = (ROOT / "systemd" / f"doorward-{part}@.service").read_text().splitlines()
    value = next(line for line in lines if line.startswith("MemoryMax="))
    return int(value.removeprefix("MemoryMax=").removesuffix("M")) * MEBIBYTE


def accounts_like(address, count):
    """That many more, with the same password."""
    name = world.new_address("many").partition("@")[0]
    world.sql("INSERT INTO account (id, email, name, password_hash, company_id, status, role, proved_at,"
              f" password_changed_at, created_at) SELECT RANDOM_BYTES(16), CONCAT('{name}x', seq,"
              " '@example.com'), name, password_hash, company_id, status, role, proved_at,"
              f" password_changed_at, created_at FROM account JOIN seq_1_to_{count}"
              f" WHERE email = '{address}'")
    return [f"{name}x{number}@example.com" for number in range(1, count + 1)]


class Memory(unittest.TestCase):
    def send(self, source, body):
        source.request("POST", "/auth/sign-in", body, source.form_headers())
        return source.page.status

    def storm(self):
        """The statuses of the sign-ins, and of the hostile forms."""
        addresses = accounts_like(world.sign_up(), PEOPLE)
        crowd = Crowd(world.url, networks()[:PEOPLE + STRANGERS])
        people, strangers = crowd.all[:PEOPLE], crowd.all[PEOPLE:]
        for source in people:
            source.get("/auth/sign-in")
        filled = [source.filled("sign-in", email=addresses[number], password=PASSWORD)
                  for number, source in enumerate(people)]
        forms = [form.encode() for form in hostile_forms()] * FORMS
        begin = time.monotonic()
        answers = at_once(
            [lambda source=source, form=form: self.send(source, urlencode(form[1]))
             for source, form in zip(people, filled)] +
            [lambda source=source: [self.send(source, form) for form in forms]
             for source in strangers])
        seconds = time.monotonic() - begin
        crowd.close()
        return answers[:PEOPLE], sum(answers[PEOPLE:], []), seconds

    def test_sign_ins_of_two_hundred_and_hostile_forms_stay_within_the_memory_of_the_units(self):
        door = Door(world.sign_in(world.sign_up()))
        for part in ("web", "gate"):
            world.stack("restart", part)
        before = world.processes()
        door.start()
        signed_in, refused, seconds = self.storm()
        door.stop.set()
        door.join()
        self.assertEqual(world.processes(), before, "something died")
        self.assertEqual(set(signed_in), {303})
        self.assertLessEqual(set(refused), {400, 403, 413})
        peaks = {name: resident_bytes_peak(pid) for name, pid in before.items()
                 if name.partition(".")[0] in ("web", "gate", "mailer")}
        slowest = max(wait for _, wait in door.answers)
        print(f"       {len(signed_in)} sign-ins and {len(refused)} hostile forms in {seconds:.1f} s; "
              f"meanwhile {len(door.answers)} requests to the portal, the slowest {slowest:.2f} s; "
              "peaks in MiB: " + ", ".join(f"{name} {peak / MEBIBYTE:.0f}"
                                           for name, peak in sorted(peaks.items())))
        self.assertEqual({status for status, _ in door.answers}, {200})
        self.assertLess(slowest, GATE_SECONDS_MAX)
        if not SANITIZER:  # whose memory is its own
            self.assertLess(max(peaks.values()), PEAK_BYTES_MAX)
        for part in ("web", "gate"):
            self.assertLessEqual(PEAK_BYTES_MAX, memory_max(part) / 2)
