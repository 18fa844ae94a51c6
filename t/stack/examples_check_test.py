"""`doorwardctl check gate` at every nginx example: nothing to find, with a session and without."""

import json
import os
import shlex
import subprocess

import examples
from nginx_test import GUARDED
from world import world

# Open on purpose, as the example says.
PUBLIC = {"assets": ["/members/assets/site.css"]}


class ProvenFromOutside(examples.Behind):
    def check(self, place, *options):
        port = world.url.rpartition(":")[2]
        origin = f"http://{place.example}.localhost:{port}"
        public = [word for path in PUBLIC.get(place.example, []) for word in ("--public", path)]
        done = subprocess.run(
            [*shlex.split(world.env["DOORWARDCTL"]), "check", "gate", origin + place.path, "--json",
             "--resolve", f"{place.example}.localhost:{port}:127.0.0.1", *public, *options],
            env={**os.environ, "DOORWARD_RETURN_ORIGINS": origin}, capture_output=True, text=True,
            timeout=120)
        self.assertTrue(done.stdout, f"{place}: {done.stderr}")
        return json.loads(done.stdout)

    def test_check_gate_finds_no_hole_in_any_example(self):
        self.maxDiff = None
        for place in GUARDED:
            report = self.check(place, "--account", self.address)
            self.assertEqual(report["findings"], [], place)
            self.assertTrue(report["guarded"], place)
            self.assertGreater(sum(group["requests"] for group in report["groups"]), 200, place)
            holes = [it for it in self.check(place)["findings"] if it["kind"] == "hole"]
            self.assertEqual(holes, [], place)
