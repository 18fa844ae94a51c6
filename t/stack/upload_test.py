"""Uploads of 20 MB through each example: whole for members, and not even kept for anybody else."""

import hashlib
import os
import random
import socket
from pathlib import Path

import examples
from nginx_test import ECHOING, PROGRAM
from world import until, world

SIZE = 20 * 1024 * 1024
BODY = random.Random(20).randbytes(SIZE)  # with every byte value and no two alike kilobytes
FIRST_PART = 1024 * 1024
BINARY = {"Content-Type": "application/octet-stream"}


def digest(body):
    return hashlib.sha256(body).hexdigest()


def kept_by_nginx():
    """Its files for bodies. They have no name any more as soon as they are there."""
    files = []
    for pid in examples.workers_of(world.processes()["nginx"]):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            try:
                files.append(os.readlink(link))
            except OSError:  # closed meanwhile
                pass
    return [file for file in files if file.startswith(str(world.dir / "tmp"))]


class Uploads(examples.Behind):
    def test_an_upload_arrives_byte_for_byte(self):
        for place in ECHOING:
            answer = self.signed_in(place.example).request("POST", place.path, BODY, BINARY)
            self.assertEqual(answer.status, 200, place)
            self.assertIn(digest(BODY), answer.html, place)
            self.assertIn(self.address, answer.html, place)

    def test_a_form_with_a_file_arrives_byte_for_byte(self):
        boundary = b"-----doorward-boundary"
        form = (b"--" + boundary + b'\r\nContent-Disposition: form-data; name="file"; filename="x"'
                b"\r\nContent-Type: application/octet-stream\r\n\r\n" + BODY
                + b"\r\n--" + boundary + b"--\r\n")
        kind = {"Content-Type": "multipart/form-data; boundary=" + boundary.decode()}
        answer = self.signed_in("php").request("POST", "/members/", form, kind)
        self.assertIn(digest(BODY), answer.html)
        answer = self.signed_in("proxy").request("POST", "/", form, kind)
        self.assertIn(digest(form), answer.html)

    def test_a_strangers_upload_is_refused_before_it_has_come_and_kept_nowhere(self):
        for place in ECHOING:
            self.app.seen.clear()
            with self.begun_upload(place) as connection:
                status = int(connection.recv(4096).split()[1])
                self.assertEqual(status, 401 if place.audience == PROGRAM else 303, place)
                self.assertEqual(kept_by_nginx(), [], place)
            self.assertEqual(self.app.seen, [], place)
            with self.begun_upload(place, cookies=self.member.cookies):
                until(kept_by_nginx, 10, "a member's upload is not kept until it is whole")
            until(lambda: not kept_by_nginx(), 10, "what is left of a broken upload stays")

    def test_what_is_larger_than_the_portal_takes_is_refused_to_members_too(self):
        self.app.seen.clear()
        for place in ECHOING:
            if place.example != "proxy":  # it takes 100m
                with self.begun_upload(place, cookies=self.member.cookies, size=30_000_000) as connection:
                    self.assertEqual(int(connection.recv(4096).split()[1]), 413, place)
        self.assertEqual(self.app.seen, [])

    def begun_upload(self, place, cookies=None, size=SIZE):
        """A connection on which the first part of an upload has been sent."""
        host, port = examples.portal_address().split(":")
        connection = socket.create_connection((host, int(port)), timeout=10)
        cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        connection.sendall(
            f"POST {place.path} HTTP/1.1\r\nHost: {place.example}.localhost\r\nCookie: {cookie}\r\n"
            f"Content-Type: application/octet-stream\r\nContent-Length: {size}\r\n\r\n".encode())
        connection.sendall(BODY[:FIRST_PART])
        return connection
