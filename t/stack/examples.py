"""The nginx examples as servers of the stack: http://NAME.localhost on the portal's own port.

Only what an operator would change is changed: addresses, folders, sockets.
"""

import shutil
import unittest
from pathlib import Path

import php
from app import App
from client import Browser
from stacklib.layout import tail
from world import ROOT, until, world

SHIPPED = sorted(path.stem for path in (ROOT / "nginx" / "examples").glob("*.conf"))
SERVER = """\
server {{
  listen {listen};
  server_name {name}.localhost;
  client_max_body_size 10m;
  add_header Strict-Transport-Security "max-age=63072000" always;
  {more}
  {example}
}}
"""
PAGE = """<!doctype html>
<header><nav class="doorward-badge"><!--#echo var="doorward_name" encoding="entity" default="" -->
</nav></header>
<p>Version 4.2 is out</p>
"""
APP = "proxy_pass http://127.0.0.1:3000;"
FOLDER = "root /srv/portal;"
WITH_PAGES = "include snippets/doorward-server.conf;"


class Visitor(Browser):
    """A browser at one example's host."""

    def __init__(self, name, headers=None):
        super().__init__(world.url)
        self.headers = {"Host": f"{name}.localhost", **(headers or {})}

    def request(self, method, path, body=None, headers=None):
        return super().request(method, path, body, {**self.headers, **(headers or {})})

    def with_cookies_of(self, browser):
        self.cookies = dict(browser.cookies)
        return self


def portal_address():
    return f"127.0.0.1:{world.url.rpartition(':')[2]}"


def put(name, changes, more=WITH_PAGES, listen=None, host=None):
    """Writes the server of one example; `changes`: what stands in it, and what it becomes."""
    text = (world.dir / "nginx" / "examples" / f"{name}.conf").read_text()
    for old, new in changes.items():
        assert old in text, f"{name}.conf does not say {old}"
        text = text.replace(old, str(new))
    host = host or name
    (world.dir / "nginx" / "servers.d" / f"{host}.conf").write_text(SERVER.format(
        listen=listen or portal_address(), name=host, more=more, example=text))


def remove_all():
    for path in (world.dir / "nginx" / "servers.d").glob("*.conf"):
        path.unlink()
    reload()


def reload():
    """Returns when no worker with the old configuration takes a request any more."""
    master = world.processes()["nginx"]
    old = workers_of(master)
    world.stack("signal", "nginx", "HUP")
    until(lambda: workers_of(master) - old and not workers_of(master) & old, 10,
          lambda: "nginx did not reload:\n" + tail(world.dir / "log" / "nginx.log", 5))


def workers_of(master):
    """Those that accept connections."""
    pids = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return {pid for pid in pids if "shutting down" not in command_of(pid)}


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return "shutting down"


class Behind(unittest.TestCase):
    """All examples, with a portal behind each, and somebody who is signed in."""

    NAME = "Zoë O'Neil"

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(remove_all)
        cls.app = App()
        cls.addClassCleanup(cls.app.close)
        cls.folder = world.dir / "portal"
        make_portal(cls.folder)
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.php = php.Php(world.dir / "php")
        cls.addClassCleanup(cls.php.close)
        app = f"proxy_pass http://{cls.app.address};"
        raised = f"client_max_body_size 25m; {app}"  # as the guide says
        put("static", {FOLDER: f"root {cls.folder};"})
        put("assets", {FOLDER: f"root {cls.folder};"})
        put("php", {"root  /srv/portal;": f"root {cls.folder};",
                    "/run/php/php8.2-fpm.sock": cls.php.socket})
        put("proxy", {APP: app})
        put("api", {APP: app})
        put("websocket", {APP: raised})
        put("balancer", {APP: raised, "10.0.0.10;": "127.0.0.1;", "10.0.0.11;": "127.0.0.3;"})
        put("hosts-sign-in", {})
        put("hosts-guarded", {APP: raised}, more="")
        reload()
        cls.address = world.sign_up(cls.NAME)
        cls.member = world.sign_in(cls.address)

    def visitor(self, name, **headers):
        return Visitor(name, {key.replace("_", "-"): value for key, value in headers.items()})

    def signed_in(self, name, **headers):
        return self.visitor(name, **headers).with_cookies_of(self.member)


def make_portal(folder):
    for name, text in {
        "index.html": PAGE, "members/index.html": PAGE, "members/secret.css": "a { color: plum }\n",
        "members/assets/site.css": "b { color: teal }\n", "assets/site.css": "i { color: teal }\n",
        "members/uploads/x.php": "<?php echo 6 * 7;\n",
        "members/index.php": php.PORTAL.read_text(), "index.php": php.PORTAL.read_text(),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
