"""nginx as the guide has it, seen from outside by TLS: versions and ciphers, names, its own errors."""

import ssl
import subprocess
import unittest

import portal
from portal import HOST

# Mozilla's "intermediate", so far as an ECDSA certificate goes.
CIPHERS = {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
           "ECDHE-ECDSA-CHACHA20-POLY1305"}
CIPHERS_1_3 = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}
HSTS = "max-age=63072000; includeSubDomains"


def all_ciphers():
    """That OpenSSL speaks before TLS 1.3."""
    listed = subprocess.run(["openssl", "ciphers", "-s", "-tls1_2", "ALL:eNULL:@SECLEVEL=0"], check=True,
                            capture_output=True, text=True).stdout
    return listed.strip().split(":")


class Tls(unittest.TestCase):
    def setUp(self):
        self.portal = portal.the_portal
        self.machine = self.portal.machine

    def agreed(self, *versions, ciphers="ALL:@SECLEVEL=0", name=HOST):
        """(version, cipher) with who offers these; none: refused."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers(ciphers)
        context.minimum_version, context.maximum_version = versions[0], versions[-1]
        with self.machine.connect(443) as plain:
            try:
                with context.wrap_socket(plain, server_hostname=name) as secured:
                    return secured.version(), secured.cipher()[0]
            except ssl.SSLError as error:
                self.refusal = error.reason
                return None

    def test_it_is_mozilla_s_intermediate(self):
        versions = ssl.TLSVersion
        self.assertIsNone(self.agreed(versions.TLSv1, versions.TLSv1_1))
        version, cipher = self.agreed(versions.TLSv1_2, versions.TLSv1_3)
        self.assertEqual(version, "TLSv1.3")
        self.assertIn(cipher, CIPHERS_1_3)
        self.assertEqual({cipher for cipher in all_ciphers() if self.agreed(
            versions.TLSv1_2, ciphers=f"{cipher}:@SECLEVEL=0")}, CIPHERS)

    def test_a_host_that_is_not_ours_is_refused(self):
        # By the server, with a word; and on port 80 without one.
        self.assertIsNone(self.agreed(ssl.TLSVersion.TLSv1_3, name="other.example.com"))
        self.assertEqual(self.refusal, "TLSV1_UNRECOGNIZED_NAME")
        with self.machine.connect(80) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: other.example.com\r\n\r\n")
            self.assertEqual(plain.recv(100), b"")
            self.assertEqual(self.portal.visitor().request(
                "GET", "/", headers={"Host": "other.example.com"}).status, 421)

    def test_nginx_s_own_errors_carry_hsts_too(self):
        def answer(path, status, **headers):
            found = self.portal.visitor().request("GET", path, headers=headers)
            self.assertEqual((found.status, found.headers.get_all("Strict-Transport-Security")),
                             (status, [HSTS]), path)

        answer("/no-such-page", 404)
        answer("/auth/sign-in", 413, **{"Content-Length": "99999"})
        answer("/members/%00", 400)
        self.machine.output("systemctl stop doorward.target")
        try:
            answer("/auth/sign-in", 503)
            answer("/members/", 503)
        finally:
            self.machine.output("systemctl start doorward.target")
