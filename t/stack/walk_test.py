"""A random walk over the flows, beside a small model of them: whatever button of whatever page ever
seen is pressed, the database holds what the model says, and nobody is let in who should not be."""

import base64
import unittest
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, Verbosity, settings, strategies
from hypothesis.stateful import (RuleBasedStateMachine, invariant, precondition, rule,
                                 run_state_machine_as_test)

from client import Forms
from world import a_stack, until

# What the walk is not about: it ends no page with 429.
SETTINGS = """\
network_flows_per_hour_max = 100000
strange_letters_per_hour_max = 1000
strange_letters_per_day_max = 1000
strange_codes_per_day_max = 1000
own_letters_per_hour_max = 1000
own_codes_per_hour_max = 1000
own_codes_per_day_max = 1000
passwords_max = 1000
passwords_in_all_max = 1000
"""
PASSWORDS = ("seven plum lanterns drift", "nine quiet harbours wake", "four amber ladders lean")
WRONG_CODE = "000000"
WALKS, STEPS = 20, 30
TRIES_MAX = 5


@dataclass
class Flow:
    """One sign-up, sign-in or reset, as the design tells of it."""
    kind: str
    state: str
    decoy: bool          # no code is mailed, none is right
    tries: int = 0

    @property
    def over(self):
        return self.state in ("done", "over")


@dataclass
class Paper:
    """A form that a page has shown, and may show again: tabs, and the way back."""
    path: str
    hidden: dict
    actions: list
    flow: str            # "" on a first form
    state: str           # of the flow, when the page was made
    secret: int          # how many sign-ins this browser had behind it


@dataclass
class Model:
    password: str = ""   # "": no account
    sessions: int = 0
    secret: int = 0
    flows: dict = field(default_factory=dict)

    def counts(self, paper):
        """Whether a form of that paper still moves anything."""
        if paper.secret != self.secret:
            return False
        if not paper.flow:
            return True
        flow = self.flows[paper.flow]
        return not flow.over and flow.state == paper.state

    def begins(self, action, paper, password):
        """The flow that a first form begins, if it does."""
        if paper.path == "/auth/sign-in":
            return Flow("sign_in", "password_ok", False) if password == self.password else None
        if action != "send":
            return None
        kind = "sign_up" if paper.path == "/auth/sign-up" else "reset"
        return Flow(kind, "code_sent", decoy=(kind == "sign_up") == bool(self.password))

    def moves(self, action, flow, right_code, password):
        if action == "send":
            flow.state = "code_sent"
        elif action == "verify":
            self.tries(flow, right_code)
        elif action == "change":
            flow.state = "over"
        elif action == "create" and not self.password:
            flow.state, self.password = "done", password
        elif action == "continue" and flow.kind == "reset":
            self.resets(flow, password)
        elif action == "continue" and flow.state == "verified":
            flow.state, self.sessions, self.secret = "done", 1, self.secret + 1

    @staticmethod
    def tries(flow, right_code):
        if right_code and not flow.decoy:
            flow.state = "verified"
            return
        flow.tries += 1
        if flow.tries == TRIES_MAX:
            flow.state = "over"

    def resets(self, flow, password):
        self.password, self.sessions = password, 0
        for other in self.flows.values():
            if other.kind != "sign_up" and not other.over and not other.decoy:
                other.state = "over"
        flow.state = "done"


class Walk(RuleBasedStateMachine):
    world = None
    reached = Counter()  # over all walks

    def __init__(self):
        super().__init__()
        self.address = self.world.new_address()
        self.browser = self.world.browser()
        self.model = Model()
        self.papers = []
        self.trail = []      # what was done, for who has to find out why it went wrong

    @rule(page=strategies.sampled_from(("sign-in", "sign-up", "reset")))
    def opens(self, page):
        self.browser.get(f"/auth/{page}")
        self.keep_papers()

    @precondition(lambda self: self.papers)
    @rule(steps=strategies.integers(1, 6))
    def goes_on(self, steps):
        """What most people do: the first button of the page before them, with the right words."""
        for _ in range(steps):
            paper = self.papers[-1]
            self.press(paper, paper.actions[0], self.model.password or PASSWORDS[0], right=True)

    @precondition(lambda self: self.papers)
    @rule(data=strategies.data())
    def presses(self, data):
        paper = data.draw(strategies.sampled_from(self.papers))
        action = data.draw(strategies.sampled_from(paper.actions))
        password = data.draw(strategies.sampled_from(PASSWORDS))
        self.press(paper, action, password, data.draw(strategies.booleans()))

    def press(self, paper, action, password, right):
        flow = self.model.flows.get(paper.flow)
        self.trail.append(f"{action} of {paper.path} {paper.flow}, then {paper.state}: "
                          f"right {right}, {password}")
        code = None
        if action == "verify" and right and not flow.decoy:
            code = self.code_of(paper.flow)
        fields = {"email": self.address} if action in ("send", "sign-in") else {}
        if action in ("sign-in", "create") or (paper.path, action) == ("/auth/reset", "continue"):
            fields["password"] = password
        if action == "create":
            fields["name"] = "Mia Quist"
        if "password" in fields and action != "sign-in":
            fields["password_confirm"] = password
        if action in ("verify", "resend", "change"):
            fields["code"] = code or WRONG_CODE
        before = set(self.states())
        self.browser.post(paper.path, {**paper.hidden, "action": action, **fields})
        self.browser.follow()
        if self.model.counts(paper):
            if flow:
                self.model.moves(action, flow, bool(code), password)
            elif began := self.model.begins(action, paper, password):
                new = set(self.states()) - before
                assert len(new) == 1, "\n".join([*self.trail, f"began {len(new)} flows"])
                self.model.flows[new.pop()] = began
        self.reached.update({(flow.kind, flow.state) for flow in self.model.flows.values()})
        self.keep_papers()

    def code_of(self, flow):
        """The code mailed last for that flow, if one was."""
        self.world.wait_for_letters()
        rows = self.world.sql(f"SELECT LOWER(HEX(id)) FROM outbox WHERE flow_id = UNHEX('{flow}')"
                              " ORDER BY created_at DESC")
        mailed = {letter.id.strip("<>").partition("@")[0]: letter.code
                  for letter in self.world.letters(self.address) if letter.code}
        return next((mailed[id] for (id,) in rows if id in mailed), None)

    def keep_papers(self):
        """The forms on the page, but for those that begin nothing and end no sign-in."""
        for form in Forms(self.browser.page.html).all:
            flow = self.flow_of(form)
            if form["path"].startswith(("/auth/sign-in", "/auth/sign-up", "/auth/verify",
                                        "/auth/reset")):
                state = self.states()[flow][0] if flow else ""
                self.papers.append(Paper(form["path"], form["hidden"], form["actions"], flow, state,
                                         self.model.secret))

    def flow_of(self, form):
        text = form["hidden"].get("flow", "")
        return base64.urlsafe_b64decode(text + "==").hex().upper() if text else ""

    def states(self):
        """{flow: (state, kind)} of this address."""
        rows = self.world.sql(
            "SELECT HEX(id), IF(state <> 'done' AND (expires_at <= UTC_TIMESTAMP(6) OR tries >= "
            f"{TRIES_MAX}), 'over', state), kind FROM flow WHERE email = '{self.address}'")
        return {flow: (state, kind) for flow, state, kind in rows}

    @invariant()
    def the_database_holds_what_the_model_says(self):
        model = self.model
        expected = {id: (flow.state, flow.kind) for id, flow in model.flows.items()}
        found = self.states()
        differ = {id: (found.get(id), expected.get(id)) for id in {*found, *expected}
                  if found.get(id) != expected.get(id)}
        assert not differ, "\n".join([*self.trail, f"found and expected: {differ}"])
        assert self.world.sessions_of(self.address) == model.sessions
        assert self.world.count("account", f"email = '{self.address}'") == bool(model.password)
        # A second, until each gate has heard of what was ended.
        until(lambda: (self.browser.get("/members/").status == 200) == bool(model.sessions), 2,
              "the portal opens for whom it should not, or not for whom it should")


class RandomWalk(unittest.TestCase):
    def test_whatever_is_pressed_only_the_step_that_follows_happens(self):
        with a_stack(SETTINGS) as world:
            Walk.world = world
            run_state_machine_as_test(Walk, settings=settings(
                max_examples=WALKS, stateful_step_count=STEPS, deadline=None, derandomize=True,
                database=None,
                phases=[Phase.generate],
                verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck)))
        for kind in ("sign_up", "sign_in", "reset"):
            for state in ("code_sent", "verified", "done", "over"):
                self.assertTrue(Walk.reached[kind, state], f"no walk came to {state} of a {kind}")
