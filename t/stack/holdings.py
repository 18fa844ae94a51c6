"""What a person can hold that opens something, and what comes of trying it.

A trial leaves nothing out that a visitor could do with the thing: it types the code, then presses
every button that follows. What it says is what opened or changed, in words; "" is nothing.
"""

from client import Forms
from world import PASSWORD

OTHER_PASSWORD = "nine copper kettles whistle"
# Who signs up: with a code to type, with a form to fill in, with a letter under way, not yet.
GUESTS = ("waiting", "verified", "queued", "linked")
KNOCKS = 10  # enough to meet every gate process


def opened_pages(browser, *paths):
    """Those of the pages that this browser is let see."""
    twin = browser.twin()
    return " ".join(path for path in paths if twin.get(path, Accept="text/html").status == 200)


def lets_in(browser):
    """Whether any gate process lets this browser see the portal; each over its own connection."""
    return any(browser.twin().get("/members/", Accept="text/html").status == 200
               for _ in range(KNOCKS))


def lets_all_in(browser):
    return all(browser.twin().get("/members/", Accept="text/html").status == 200
               for _ in range(KNOCKS))


def everything(stack):
    """All that a person could change: of every account, session, role, list and invitation."""
    return stack.sql(
        "SELECT HEX(id), email, name, password_hash, status, role, HEX(company_id), (SELECT COUNT(*)"
        " FROM session WHERE account_id = account.id AND ended_at IS NULL) FROM account"
        " UNION ALL SELECT HEX(id), email, name, withdrawn_at, accepted_at, '', '', '' FROM"
        " invitation ORDER BY 1")


class Watch:
    """Tells what a trial opened, and whether it changed anything at all."""

    def __init__(self, stack):
        self.stack = stack
        self.before = everything(stack)

    def told(self, trial):
        opened = trial()
        after = everything(self.stack)
        if after != self.before:
            opened = f"{opened} and changed rows".removeprefix(" and ")
        self.before = after
        return opened


class Flow:
    """A page of a flow that stands open in a browser, and the code of its letter, if it waits."""

    def __init__(self, browser, code=None):
        self.browser = browser.twin()
        self.code = code

    def go_on(self):
        """Types the code where one is asked for, then presses what the page offers."""
        browser = self.browser.twin()
        passwords = {"password": OTHER_PASSWORD, "password_confirm": OTHER_PASSWORD}
        if self.code:
            browser.press("verify", code=self.code)
        offered = {action for form in Forms(browser.page.html).all for action in form["actions"]}
        if "create" in offered:
            browser.press("create", name="Nobody", **passwords)
        elif "delete" in offered:
            browser.press("delete")
        elif "continue" in offered:
            fields = passwords if 'name="password"' in browser.page.html else {}
            browser.press("continue", **fields)
        is_new = browser.cookie("session") not in (None, self.browser.cookie("session"))
        return "the portal" if is_new and lets_in(browser) else ""


class Form:
    """A filled form of a session, with its token."""

    def __init__(self, browser, page, action, **fields):
        self.browser = browser.twin()
        self.browser.get(page)
        self.path, self.fields = self.browser.filled(action, **fields)

    def send(self):
        answer = self.browser.twin().post(self.path, self.fields)
        return "a flow" if "flow=" in answer.location else ""


class Letter:
    """The last one to that address, whatever became of it."""

    def __init__(self, stack, address):
        self.stack = stack
        self.id = stack.sql(f"SELECT HEX(id) FROM outbox WHERE recipient = '{address}'"
                            " ORDER BY id DESC LIMIT 1")[0][0]

    def came(self):
        sent = self.stack.count("outbox", f"HEX(id) = '{self.id}' AND state = 'sent'"
                                " AND letter LIKE 'code%'")
        return "a letter with a code" if sent else ""


class Person:
    """A company administrator who has all of it at once, and the mailbox."""

    def __init__(self, stack, address):
        self.stack, self.address = stack, address
        waiting = stack.ask_sign_up_code(address)
        flows = {"a sign-up that waits for its code": Flow(waiting, stack.code(address)),
                 "a sign-up whose name form is open": Flow(stack.verify_sign_up(address))}
        stack.verify_sign_up(address).press("create", name="Kim Ode", password=PASSWORD,
                                            password_confirm=PASSWORD)
        stack.ctl("account", "role", address, "company_admin")
        self.here = stack.sign_in(address)
        self.here_before = self.here.twin()
        self.elsewhere = stack.sign_in(address)
        flows |= self.sign_ins() | self.resets() | self.deletions()
        self.flows = flows
        self.forms = self.filled_forms()
        self.changing = None  # what the cause itself needs; see put_out_test
        self.letter = None

    def sign_ins(self):
        waiting = self.stack.ask_sign_in_code(self.address)
        return {"a sign-in that waits for its code": Flow(waiting, self.stack.code(self.address)),
                "a sign-in whose code is verified": Flow(self.stack.verify_sign_in(self.address))}

    def ask_reset_code(self, browser):
        browser.get("/auth/reset")
        browser.press("send", email=self.address)
        return Flow(browser, self.stack.code(self.address))

    def verify_reset(self, browser):
        flow = self.ask_reset_code(browser)
        flow.browser.press("verify", code=flow.code)
        return Flow(flow.browser)

    def resets(self):
        return {"a reset that waits for its code": self.ask_reset_code(self.stack.browser()),
                "a reset whose password form is open": self.verify_reset(self.stack.browser())}

    def ask_deletion_code(self):
        browser = self.here.twin()
        browser.get("/auth/account/delete")
        browser.press("send", password=PASSWORD)
        return Flow(browser, self.stack.code(self.address))

    def verify_deletion(self):
        flow = self.ask_deletion_code()
        flow.browser.press("verify", code=flow.code)
        return Flow(flow.browser)

    def deletions(self):
        """In the browser of `here`, whose session the change of a password leaves open."""
        flows = {"a deletion that waits for its code": self.ask_deletion_code(),
                 "a deletion whose last form is open": self.verify_deletion()}
        self.here.cookies = dict(flows["a deletion whose last form is open"].browser.cookies)
        return flows

    def filled_forms(self):
        domain = self.address.partition("@")[2]
        return {
            "the name form of a session": Form(self.elsewhere, "/auth/account", "save",
                                               name="Somebody Else"),
            "the invitation form of a session": Form(self.elsewhere, "/auth/company", "invite",
                                                     email=f"friend@{domain}", name="A Friend"),
            "the list of sessions of a session": Form(self.elsewhere, "/auth/account/sessions",
                                                      "end-others"),
            "the deletion form of a session": Form(self.elsewhere, "/auth/account/delete", "send",
                                                   password=PASSWORD),
            "the password form of a session": Form(
                self.elsewhere, "/auth/account/password", "change", password_current=PASSWORD,
                password=OTHER_PASSWORD, password_confirm=OTHER_PASSWORD)}

    def ask_for_letter(self):
        self.stack.ask_sign_in_code(self.address)
        self.letter = Letter(self.stack, self.address)

    def remembered(self):
        """Whether a page shows this browser's cookies, or a part of them, more than a stranger."""
        shown = ""
        for page in ("/auth/", "/auth/sign-in", "/auth/sign-up", "/auth/reset", "/auth/badge"):
            stranger = self.stack.browser().get(page)
            known = self.elsewhere.twin().get(page)
            if (known.status, known.text) != (stranger.status, stranger.text):
                shown += f" {page}"
        return shown.strip()

    def trials(self):
        """{holding: what opens it}, those that end other holdings last."""
        elsewhere = self.elsewhere
        for name, flow in self.flows.items():
            if name.startswith("a deletion"):
                flow.browser.cookies = dict(self.here.cookies)
        return {
            "an open session at the portal": lambda: "the portal" if lets_in(elsewhere) else "",
            "an open session at its account": lambda: opened_pages(
                elsewhere, "/auth/account", "/auth/account/password", "/auth/account/sessions",
                "/auth/account/download", "/auth/account/delete", "/auth/api/me"),
            "an open session at its company's people": lambda: opened_pages(
                elsewhere, "/auth/company"),
            "an open session under an old token":
                lambda: "the portal" if lets_in(self.here_before) else "",
            "a browser that was remembered": self.remembered,
            "a letter in the outbox": self.letter.came,
            **{name: flow.go_on for name, flow in self.flows.items()},
            **{name: form.send for name, form in self.forms.items()}}


class Guest:
    """Somebody whom the company's lists cover, without an account yet: all of GUESTS."""

    def __init__(self, stack, domain, administrator=None):
        self.stack, self.domain = stack, domain
        self.flows = {}
        if administrator:
            for name in GUESTS:
                administrator.get("/auth/company")
                administrator.press("invite", email=f"{name}@{domain}", name="A Guest")
        waiting = self.ask("waiting")
        self.flows["a sign-up that waits for its code"] = Flow(waiting, self.code("waiting"))
        verified = self.ask("verified")
        verified.press("verify", code=self.code("verified"))
        self.flows["a sign-up whose name form is open"] = Flow(verified)
        self.letter = None

    def code(self, name):
        return self.stack.code(f"{name}@{self.domain}")

    def ask(self, name):
        browser = self.stack.browser()
        browser.get("/auth/sign-up?for=invitation")
        browser.press("send", email=f"{name}@{self.domain}")
        return browser

    def ask_for_letter(self):
        self.ask("queued")
        self.letter = Letter(self.stack, f"queued@{self.domain}")

    def follow_link(self):
        """What the invitation's letter leads to."""
        self.ask("linked")
        self.stack.wait_for_letters()
        return Letter(self.stack, f"linked@{self.domain}").came()

    def trials(self):
        return {"a letter in the outbox": self.letter.came, "a link to sign-up": self.follow_link,
                **{name: flow.go_on for name, flow in self.flows.items()}}
