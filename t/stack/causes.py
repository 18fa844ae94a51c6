"""What puts a person out, and what takes that back: of one person, and of a whole company."""

import bounces
from holdings import GUESTS, Guest, Person
from world import PASSWORD

NEW_PASSWORD = "four amber bridges humming"
NAMES = ("ada", "kim", *GUESTS)  # of the addresses at a company's domain


class Row:
    """A company of its own for one cause."""

    numbers = iter(range(1, 1000))

    def __init__(self, stack, lists=("--domain", "{domain}"), domain="{slug}.example"):
        self.stack = stack
        self.slug = f"row{next(self.numbers)}"
        self.domain = domain.format(slug=self.slug)
        self.address = f"kim@{self.domain}"
        self.password = PASSWORD
        self.lists = [word.format(slug=self.slug, domain=self.domain) for word in lists]
        self.prepared = None
        self.add_company()

    def settle(self):
        """A person and those who sign up there."""
        self.person = Person(self.stack, self.address)
        self.guest = Guest(self.stack, self.domain)
        return self

    def invite(self):
        """Where sign-up is closed: an administrator of another system, and those invited by them."""
        address = f"ada@{self.domain}"
        file = self.stack.dir / f"{self.slug}.csv"
        file.write_text(f"email,name\n{address},Ada Lind\n")
        self.ctl("account", "import", str(file))
        self.ctl("account", "role", address, "company_admin")
        browser = self.stack.browser()
        browser.get("/auth/reset?for=validate")
        browser.press("send", email=address)
        browser.press("verify", code=self.stack.code(address))
        browser.press("continue", password=PASSWORD, password_confirm=PASSWORD)
        self.prepared = self.stack.sign_in(address)
        self.guest = Guest(self.stack, self.domain, self.prepared)
        return self

    def add_company(self):
        self.stack.ctl("company", "add", self.slug, "--name", f"{self.slug} Ltd", "--contact",
                       f"ask@{self.domain}", *self.lists)

    def ctl(self, *words):
        self.stack.ctl(*(word.format(slug=self.slug, domain=self.domain, kim=self.address)
                         for word in words))

    def id_of_person(self):
        return self.stack.sql(f"SELECT LOWER(HEX(id)) FROM account WHERE email = '{self.address}'"
                              )[0][0]


class Cause:
    """What is prepared while mails go out, what puts out, and what takes that back."""

    def __init__(self, name, act, take_back=None, prepare=None, concerns_guests=False,
                 **row):
        self.name, self.act, self.take_back, self.prepare = name, act, take_back, prepare
        self.concerns_guests, self.row = concerns_guests, row


def ctl(*words):
    return lambda row: row.ctl(*words)


# The person's own causes

def prepare_reset(row):
    row.prepared = row.person.verify_reset(row.person.here.twin())


def reset(row):
    row.prepared.browser.press("continue", password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    row.password = NEW_PASSWORD


def change_password(row):
    here = row.person.here
    here.get("/auth/account/password")
    here.press("change", password_current=PASSWORD, password=NEW_PASSWORD,
               password_confirm=NEW_PASSWORD)
    row.password = NEW_PASSWORD


def prepare_deletion(row):
    row.prepared = row.person.verify_deletion()


def delete(row):
    row.prepared.browser.press("delete")


def sign_up_again(row):
    row.stack.verify_sign_up(row.address).press("create", name="Kim Ode", password=PASSWORD,
                                                password_confirm=PASSWORD)


# Others' causes

def prepare_colleague(row):
    address = f"ada@{row.domain}"
    row.stack.verify_sign_up(address).press("create", name="Ada", password=PASSWORD,
                                            password_confirm=PASSWORD)
    row.ctl("account", "role", address, "company_admin")
    row.prepared = row.stack.sign_in(address)


def press_at_person(action):
    def act(row):
        row.prepared.get(f"/auth/company/person?id={row.id_of_person()}")
        row.prepared.press(action)
    return act


def remove_addresses(row):
    for name in NAMES:
        row.ctl("company", "address", "remove", "{slug}", f"{name}@{row.domain}")


def add_addresses(row):
    for name in NAMES:
        row.ctl("company", "address", "add", "{slug}", f"{name}@{row.domain}")


def let_bounce(row):
    sender = bounces.bounce_sender(row.stack, bounces.last_letter_to(row.stack, row.address))
    done = bounces.pipe_bounce(row.stack,
                               bounces.REPORT.format(sender=sender, recipient=row.address))
    assert "account locked" in done.stdout, done


def withdraw(row):
    row.prepared.get("/auth/company")
    while 'value="withdraw"' in row.prepared.page.html:
        row.prepared.press("withdraw")


def run_out(row):
    row.stack.sql("UPDATE company SET licence_until = UTC_TIMESTAMP(6) WHERE slug = "
                  f"'{row.slug}'; INSERT INTO revocation SELECT UTC_TIMESTAMP(6), 'company', id "
                  f"FROM company WHERE slug = '{row.slug}'")


def move_to(name, *command):
    """The person has another address from then on; `name` is a pattern of it."""
    def act(row):
        row.ctl(*command)
        row.address = name.format(slug=row.slug)
    return act


LET_IN = press_at_person("let-in")
GROWN = {"lists": ("--domain", "*.{slug}.example"), "domain": "sub.{slug}.example"}
SINGLE = {"lists": tuple(word for name in NAMES for word in ("--address", name + "@{domain}"))}
CAUSES = (
    Cause("a reset", reset, prepare=prepare_reset),
    Cause("a changed password", change_password),
    Cause("a deletion by the person", delete, sign_up_again, prepare_deletion),
    Cause("account remove", ctl("account", "remove", "{kim}", "--yes"), LET_IN, prepare_colleague),
    Cause("a removal by an administrator", press_at_person("remove"), LET_IN, prepare_colleague),
    Cause("account lock", ctl("account", "lock", "{kim}"), ctl("account", "unlock", "{kim}")),
    Cause("a mailbox that is gone", let_bounce, ctl("account", "unlock", "{kim}")),
    Cause("account set-email",
          move_to("new@{slug}.example", "account", "set-email", "{kim}", "new@{domain}"),
          move_to("kim@{slug}.example", "account", "set-email", "{kim}", "kim@{domain}")),
    Cause("company suspend", ctl("company", "suspend", "{slug}"),
          ctl("company", "resume", "{slug}"), concerns_guests=True),
    Cause("a licence that is over", ctl("company", "set", "{slug}", "--until", "2021-03-01"),
          ctl("company", "set", "{slug}", "--until", "never"), concerns_guests=True),
    Cause("a licence that runs out", run_out, concerns_guests=True),
    Cause("company domain remove", ctl("company", "domain", "remove", "{slug}", "{domain}"),
          ctl("company", "domain", "add", "{slug}", "{domain}"), concerns_guests=True),
    Cause("company address remove", remove_addresses, add_addresses, concerns_guests=True,
          **SINGLE),
    Cause("a domain that another company gets", ctl("company", "domain", "add", "other", "{domain}"),
          ctl("company", "domain", "remove", "other", "{domain}"), concerns_guests=True, **GROWN),
    Cause("company domain rename",
          move_to("kim@{slug}.test", "company", "domain", "rename", "{domain}", "{slug}.test"),
          move_to("kim@{slug}.example", "company", "domain", "rename", "{slug}.test", "{domain}"),
          concerns_guests=True),
    Cause("company merge", ctl("company", "merge", "{slug}", "other", "--yes"),
          concerns_guests=True),
    Cause("company remove", ctl("company", "remove", "{slug}", "--yes"), Row.add_company,
          concerns_guests=True),
)
WITHDRAWN = Cause("a withdrawn invitation", withdraw)
# Whoever has no account afterwards, or may not come in.
STAY_OUT = {"company remove", "a licence that runs out"}
