"""A crowd of people (the program `people`) at a stack's door, and what it costs everybody."""

import subprocess

import world
from measure import Turn
from parts import BUILD, Cpu, processes

PEOPLE = world.ROOT / "t" / "bench" / "people"
WARM_UP_SECONDS = 2
PASSWORD = world.PASSWORD
# What a journey passes through. The inbox page of the stack only watches.
PARTS = {"nginx": "nginx", "web": "web", "gate": "gate", "mailer": "mailer",
         "database": "database", "mail catcher": "smtp"}


def add_accounts(stack, count):
    """1@example.com and so on, who proved their mailbox before."""
    text = subprocess.run([BUILD / "bench" / "argon2id", "text", PASSWORD], check=True,
                          capture_output=True, text=True).stdout.strip()
    stack.sql("INSERT INTO account (id, email, name, password_hash, company_id, status, role, "
              "proved_at, password_changed_at, created_at) SELECT RANDOM_BYTES(16), "
              f"CONCAT(seq, '@example.com'), 'Mia Quist', '{text}', company.id, 'active', "
              "'member', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) "
              f"FROM seq_1_to_{count} JOIN company WHERE slug = 'example'")


class Crowd:
    def __init__(self, stack, journey, people, first=1, addresses=None):
        self.stack, self.journey, self.people = stack, journey, people
        self.addresses = [addresses] if addresses else []
        self.next = first  # the number of the next person
        self.cpu = Cpu(**{name: processes(stack, part) for name, part in PARTS.items()})

    def start(self, seconds):
        """Returns when they have warmed up."""
        self._program = subprocess.Popen(
            [PEOPLE, self.journey, self.stack.url, self.stack.env["INBOX"], str(self.next),
             str(self.people), str(WARM_UP_SECONDS), str(seconds), *self.addresses],
            stdout=subprocess.PIPE, text=True)
        assert self._program.stdout.readline() == "begin\n", "the people could not go on"
        self._before = self.cpu.used()

    def finish(self):
        """Their journeys, as a turn."""
        words = self._program.stdout.readline().split()
        used = self.cpu.since(self._before)
        assert self._program.wait() == 0 and words[0] == "end", "the people could not go on"
        assert int(words[1]) > 0, "nobody came to the end"
        self.next += int(words[3])
        return Turn(int(words[1]), float(words[2]), {**used, "load": float(words[4])})

    def turn(self, seconds):
        self.start(seconds)
        return self.finish()
