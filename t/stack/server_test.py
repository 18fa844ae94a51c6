"""The complete server of nginx/doorward.conf, in an nginx of its own, over TLS: one protected host."""

import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import unittest
from html import unescape

import tls
from stacklib.child import dies_with_parent
from stacklib.layout import free_port, tail
from world import ROOT, until, world

HOST = "portal.example.com"
# What ASVS 3.4 asks of each answer, whoever makes it: the pages' program, the gate, nginx.
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
NGINX_CONF = """\
{user}daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ }}
http {{
  include /etc/nginx/mime.types;
""" + tls.OWN_FOLDERS + """\
  {server}
}}
"""


class CompleteServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = world.dir / "server"
        folder.mkdir()
        cls.authority = tls.make_certificate(folder, HOST)
        cls.ports = {"80": free_port(), "443": free_port(), "9180": free_port()}
        text = (ROOT / "nginx" / "doorward.conf").read_text()
        text = re.sub(r"\n *listen \[::\].*", "", text)  # not every machine has IPv6
        text = re.sub(r"listen (127\.0\.0\.1:)?(\d+)",
                      lambda found: f"listen 127.0.0.1:{cls.ports[found[2]]}", text)
        text = text.replace(f"/etc/ssl/{HOST}", str(folder))
        main_user = "user root;\n" if os.getuid() == 0 else ""
        conf = folder / "nginx.conf"
        conf.write_text(NGINX_CONF.format(user=main_user, folder=folder, server=text))
        # The shipped snippets, with this stack's sockets.
        (folder / "snippets").symlink_to(world.dir / "nginx" / "snippets")
        log = folder / "nginx.log"
        with open(log, "wb") as output:
            nginx = subprocess.Popen(
                ["/usr/sbin/nginx", "-e", "stderr", "-p", folder, "-c", conf], stdout=output,
                stderr=output, preexec_fn=dies_with_parent(signal.SIGTERM))
        cls.addClassCleanup(nginx.wait)
        cls.addClassCleanup(nginx.terminate)
        until(lambda: cls.listens() or nginx.poll() is not None, 10, "nginx does not come up")
        assert nginx.poll() is None, tail(log, 10)
        cls.address = world.sign_up("One Host")
        cls.member = world.sign_in(cls.address)

    @classmethod
    def listens(cls):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", cls.ports["443"])) == 0

    def over_tls(self, path, name=HOST, host=HOST, headers=None):
        """(status, headers, text) of an answer; `name` is what the handshake asks for."""
        context = ssl.create_default_context(cafile=self.authority)
        with socket.create_connection(("127.0.0.1", self.ports["443"]), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname=name) as secured:
                lines = [f"GET {path} HTTP/1.0", f"Host: {host}", *(headers or []), "", ""]
                secured.sendall("\r\n".join(lines).encode())
                answer = http.client.HTTPResponse(secured)
                answer.begin()
                return answer.status, answer.headers, answer.read().decode()

    def session(self):
        return "Cookie: " + "=".join(self.member.cookie("session"))

    def test_members_see_the_portal_with_their_name_and_nobody_else_does(self):
        status, headers, text = self.over_tls("/members/", headers=[self.session()])
        self.assertEqual(status, 200)
        self.assertIn("<summary>One Host</summary>", unescape(text))
        self.assertEqual(self.over_tls("/members/")[0], 303)
        self.assertEqual(self.over_tls("/auth/sign-in")[0], 200)

    def test_only_tls_and_for_two_years(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["80"], timeout=10)
        connection.request("GET", "/members/?a=b", headers={"Host": HOST})
        with connection.getresponse() as answer:
            self.assertEqual((answer.status, answer.headers["Location"]),
                             (308, f"https://{HOST}/members/?a=b"))
        for method in ("POST", "PUT", "DELETE"):
            connection.request(method, "/auth/sign-in", "a=b", headers={"Host": HOST})
            with connection.getresponse() as answer:
                self.assertEqual((answer.status, answer.headers["Location"]), (403, None), method)
        connection.close()

    def test_every_answer_carries_each_security_header_once(self):
        signed_in = [self.session()]
        nginx = [
            (200, "/", []), (200, "/members/", signed_in), (404, "/no-such-page", []),
            (404, "/members/no-such-page", signed_in),
            (303, "/members/", []), (401, "/members/", ["Accept: application/json"]),
            (308, "/auth", []), (200, "/auth/static/doorward.css?v=1", []),
            (404, "/auth/static/nothing.css", []),
            (413, "/auth/sign-in", ["Content-Length: 99999"]),
        ]
        programs = [
            (403, "/members/admins/", signed_in),
            (200, "/auth/", []), (200, "/auth/sign-in", []), (404, "/auth/nothing", []),
            (303, "/auth/account", []), (200, "/auth/account", signed_in),
            (200, "/auth/badge", []), (200, "/auth/badge", signed_in),
        ]
        for status, path, more in nginx + programs:
            got, headers, _ = self.over_tls(path, headers=more)
            with self.subTest(path=path, status=status):
                self.assertEqual(got, status)
                for name, value in EVERYWHERE.items():
                    self.assertEqual(headers.get_all(name), [value], name)
                # The programs say it where public_url is https, which is not so here.
                if (status, path, more) in nginx:
                    self.assertEqual(headers.get_all("Strict-Transport-Security"),
                                     ["max-age=63072000; includeSubDomains"])
                policy = headers.get_all("Content-Security-Policy")
                self.assertEqual(len(policy or []), 1)
                for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
                    self.assertIn(part, policy[0])

    def version_agreed(self, *offered):
        """Of TLS, with a client that offers these, whatever it thinks of them; none: refused."""
        context = ssl.create_default_context(cafile=self.authority)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = offered[0], offered[-1]
        with socket.create_connection(("127.0.0.1", self.ports["443"]), timeout=10) as plain:
            try:
                with context.wrap_socket(plain, server_hostname=HOST) as secured:
                    return secured.version()
            except ssl.SSLError:
                return None

    def test_tls_1_2_and_1_3_and_nothing_older(self):
        versions = ssl.TLSVersion
        self.assertEqual(self.version_agreed(versions.TLSv1, versions.TLSv1_3), "TLSv1.3")
        self.assertEqual(self.version_agreed(versions.TLSv1_2), "TLSv1.2")
        self.assertIsNone(self.version_agreed(versions.TLSv1, versions.TLSv1_1))

    def test_a_name_that_is_not_ours_gets_no_answer(self):
        with self.assertRaises(ssl.SSLError):
            self.over_tls("/", name="other.example.com")
        with self.assertRaises(http.client.BadStatusLine):
            self.over_tls("/", host="other.example.com")
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["80"], timeout=10)
        connection.request("GET", "/", headers={"Host": "other.example.com"})
        self.assertRaises(http.client.RemoteDisconnected, connection.getresponse)
        connection.close()

    def test_monitoring_has_a_server_of_its_own(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["9180"], timeout=10)
        for path, status in (("/healthz", 200), ("/readyz", 200), ("/members/", 404)):
            connection.request("GET", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, status, path)
        connection.close()
        self.assertEqual(self.over_tls("/healthz")[0], 404)
