"""/metrics: what the gates count together, for Prometheus."""

import re
import unittest
import urllib.request

from world import until, world

ASKED = 20  # so that both gates were asked
SAMPLE = re.compile(r'([a-z_]+(?:\{[a-z]+="[^"\n]*"\})?) (\d+)')


def metrics():
    """{name with its label: value}"""
    with urllib.request.urlopen(world.env["STATUS_URL"] + "/metrics", timeout=20) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = answer.read().decode().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    return {name: int(value) for name, value in
            (SAMPLE.fullmatch(line).groups() for line in samples)}


def answers(status):
    return metrics()[f'doorward_gate_answers_total{{status="{status}"}}']


class Metrics(unittest.TestCase):
    def test_all_gates_count_together_whoever_is_asked(self):
        member = world.sign_in(world.sign_up())
        before = answers(200), answers(401)
        for _ in range(ASKED):
            self.assertEqual(member.get("/members/index.html").status, 200)
            self.assertEqual(world.browser().get("/members/index.html").status, 303)
        # Each scrape may reach another gate.
        for _ in range(ASKED):
            self.assertEqual((answers(200), answers(401)), (before[0] + ASKED, before[1] + ASKED))

    def test_a_session_cookie_that_no_key_made_is_counted(self):
        member = world.sign_in(world.sign_up())
        name, token = member.cookie("session")
        flipped = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
        before = metrics()["doorward_gate_tokens_refused_total"]
        for made_up in (flipped, token[:-1], "no-token"):
            stranger = world.browser()
            self.assertEqual(stranger.get("/members/", Cookie=f"{name}={made_up}").status, 303)
        self.assertEqual(member.get("/members/").status, 200)
        self.assertEqual(world.browser().get("/members/").status, 303)
        self.assertEqual(metrics()["doorward_gate_tokens_refused_total"], before + 3)

    def test_a_gate_that_ends_takes_nothing_with_it(self):
        world.browser().get("/members/")
        before = answers(401)
        for gate in [part for part in world.processes() if part.startswith("gate")]:
            world.stack("stop", gate)
            world.stack("start", gate)
        self.assertEqual(answers(401), before)

    def test_a_database_that_is_away_shows(self):
        def up():
            return {metrics()["doorward_gate_database_up"] for _ in range(ASKED)}

        self.assertEqual(up(), {1})
        with world.without("database"):
            until(lambda: up() == {0}, 5, "the metrics do not tell")
        until(lambda: up() == {1}, 15, "the metrics do not recover")

    def test_metrics_are_not_for_the_portal_s_visitors(self):
        self.assertEqual(world.browser().get("/metrics").status, 404)
