"""Behind a balancer: whose address counts, for the portal and for Doorward's own budgets."""

import http.client
import json
import socket

import examples
from stacklib.layout import free_port
from world import world

BALANCER, SECOND_BALANCER, STRANGER = "127.0.0.1", "127.0.0.3", "127.0.0.2"
VISITOR = "198.51.100.7"
NETWORK = "198.51.100.0/24"


class Balancer(examples.Behind):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.port = free_port()
        examples.put("balancer", {
            examples.APP: f"proxy_pass http://{cls.app.address};", "10.0.0.10;": f"{BALANCER};",
            "real_ip_header    X-Forwarded-For;": "real_ip_header proxy_protocol;",
        }, listen=f"127.0.0.1:{cls.port} proxy_protocol", host="proxy-protocol")
        examples.reload()

    def told(self, came_from, forwarded_for):
        """The headers that reach the portal when that neighbour says so."""
        host, port = examples.portal_address().split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=10,
                                                source_address=(came_from, 0))
        name, value = self.member.cookie("session")
        connection.request("GET", "/", headers={
            "Host": "balancer.localhost", "Cookie": f"{name}={value}",
            "X-Forwarded-For": forwarded_for, "X-Forwarded-Proto": "http", "X-Real-IP": "192.0.2.1"})
        with connection.getresponse() as answer:
            self.assertEqual(answer.status, 200)
            headers = dict(json.load(answer)["headers"])
        connection.close()
        self.assertEqual(headers["x-forwarded-for"], headers["x-real-ip"])
        self.assertEqual(headers["x-forwarded-proto"], "https")
        return headers["x-real-ip"]

    def test_the_address_that_the_balancer_saw_counts(self):
        self.assertEqual(self.told(BALANCER, VISITOR), VISITOR)
        self.assertEqual(self.told(BALANCER, f"{VISITOR}, {SECOND_BALANCER}"), VISITOR)

    def test_what_a_visitor_wrote_before_it_does_not(self):
        for claim in ("203.0.113.9", SECOND_BALANCER, BALANCER, "unknown", "203.0.113.9, 192.0.2.1"):
            self.assertEqual(self.told(BALANCER, f"{claim}, {VISITOR}"), VISITOR, claim)

    def test_nor_what_anybody_else_says(self):
        for claim in (VISITOR, f"{VISITOR}, {BALANCER}"):
            self.assertEqual(self.told(STRANGER, claim), STRANGER)

    def test_doorward_counts_for_the_visitors_network(self):
        headers = {"X-Forwarded-For": f"203.0.113.9, {VISITOR}"}
        address = world.sign_up("Far Away")
        world.sign_in(address, browser=examples.Visitor("balancer", headers))
        where = f"account.email = '{address}'"
        self.assertEqual(world.sql("SELECT session.network FROM session JOIN account "
                                   f"ON account.id = account_id WHERE {where}"), [[NETWORK]])
        stranger = examples.Visitor("balancer", headers)
        stranger.get("/auth/sign-in")
        stranger.press("sign-in", email=address, password="not my password at all")
        self.assertEqual(world.sql(
            "SELECT network FROM audit_event WHERE event = 'password_wrong' ORDER BY at DESC LIMIT 1"),
            [[NETWORK]])

    def test_the_proxy_protocol_says_it_where_no_visitor_can(self):
        self.assertEqual(self.told_by_protocol(BALANCER), VISITOR)
        self.assertEqual(self.told_by_protocol(STRANGER), STRANGER, "not a balancer")

    def told_by_protocol(self, came_from):
        name, value = self.member.cookie("session")
        with socket.create_connection(("127.0.0.1", self.port), 10, (came_from, 0)) as connection:
            connection.sendall(
                f"PROXY TCP4 {VISITOR} 127.0.0.1 40000 443\r\nGET / HTTP/1.0\r\n"
                f"Host: proxy-protocol.localhost\r\nX-Forwarded-For: 203.0.113.9\r\n"
                f"Cookie: {name}={value}\r\n\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        return dict(json.loads(answer.partition(b"\r\n\r\n")[2])["headers"])["x-real-ip"]
