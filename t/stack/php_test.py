"""What is special to FastCGI: each parameter comes once, whichever of two a portal would take."""

import json
import socket

import examples
from fastcgi_portal import FastcgiPortal

SCRIPT = "/members/index.php"


def as_json(params):
    return "Content-Type: application/json\r\n\r\n" + json.dumps(
        [(name, value.encode("latin-1").decode()) for name, value in params])


class Php(examples.Behind):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = cls.php.socket.with_name("portal.sock")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        cls.addClassCleanup(FastcgiPortal(listener, as_json).close)
        examples.put("php", {"root  /srv/portal;": f"root {cls.folder};",
                             "/run/php/php8.2-fpm.sock": path}, host="fastcgi")
        examples.put("php", {"root  /srv/portal;": f"root {cls.folder};",
                             "/run/php/php8.2-fpm.sock": cls.php.socket,
                             "  location ~ ": "  location ^~ /members/uploads/ { }\n  location ~ "},
                     host="uploads")
        examples.reload()

    def test_no_parameter_comes_twice_and_none_is_the_clients_word_for_who_it_is(self):
        visitor = self.signed_in("fastcgi", Authorization="Basic ZXZpbDpldmls", Remote_User="evil")
        params = json.loads(visitor.get(SCRIPT).body)
        names = [name for name, _ in params]
        self.assertEqual(len(names), len(set(names)), sorted(names))
        params = dict(params)
        self.assertEqual(params["REMOTE_USER"], self.address)
        self.assertEqual(params["HTTP_REMOTE_USER"], self.address)
        self.assertEqual(params["HTTP_REMOTE_NAME"], self.NAME)
        self.assertEqual(params["SCRIPT_FILENAME"], str(self.folder) + SCRIPT)
        self.assertNotIn("evil", params.values())

    def test_php_itself_takes_the_gates_word(self):
        visitor = self.signed_in("php", Authorization="Basic ZXZpbDpldmls")
        server = json.loads(visitor.get(f"{SCRIPT}?a=b").body)["server"]
        self.assertEqual((server["REMOTE_USER"], server["QUERY_STRING"]), (self.address, "a=b"))

    def test_a_made_up_path_runs_the_front_script_or_nothing(self):
        path = json.loads(self.signed_in("php").get("/members/orders/17?x=1").body)["path"]
        self.assertEqual(path, "/members/orders/17?x=1")
        for path in ("/members/none.php", "/members/secret.css/x.php", "/members/index.php/x.php"):
            answer = self.signed_in("php").get(path)
            self.assertEqual(answer.status, 404, path)
        for path in ("/members/../index.php", "/members/%2e%2e/index.php", "/index.php/members/"):
            self.assertEqual(self.signed_in("php").get(path).status, 404, path)

    def test_an_uploaded_script_is_a_file_and_only_for_members(self):
        page = self.signed_in("uploads").get("/members/uploads/x.php")
        self.assertEqual((page.status, page.html), (200, "<?php echo 6 * 7;\n"))
        self.assertEqual(self.signed_in("php").get("/members/uploads/x.php").html, "42")
        self.assertEqual(self.visitor("uploads").get("/members/uploads/x.php").status, 303)
