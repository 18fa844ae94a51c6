"""What is special to FastCGI: each parameter comes once, whichever of two a portal would take."""

import json
import socket
import struct
import threading

import examples

PARAMS, STDIN, STDOUT, END = 4, 5, 6, 3
SCRIPT = "/members/index.php"


class Responder:
    """A FastCGI portal that shows all the parameters it is sent, in their order, as JSON."""

    def __init__(self, path):
        self.path = path
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                answer(stream)


def answer(stream):
    params = b""
    while True:
        _, kind, request, length, padding, _ = struct.unpack("!BBHHBB", stream.read(8))
        content = stream.read(length + padding)[:length]
        if kind == PARAMS:
            params += content
        if kind == STDIN and not length:
            break
    text = "Content-Type: application/json\r\n\r\n" + json.dumps(pairs(params))
    for kind, content in ((STDOUT, text.encode()), (STDOUT, b""), (END, bytes(8))):
        stream.write(struct.pack("!BBHHBB", 1, kind, request, len(content), 0, 0) + content)


def pairs(params):
    found = []
    while params:
        lengths = []
        for _ in range(2):
            size = 4 if params[0] & 0x80 else 1
            lengths.append(int.from_bytes(params[:size], "big") & 0x7FFFFFFF)
            params = params[size:]
        name, value = params[:lengths[0]], params[lengths[0]:sum(lengths)]
        found.append((name.decode(), value.decode()))
        params = params[sum(lengths):]
    return found


class Php(examples.Behind):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.responder = Responder(cls.php.socket.with_name("responder.sock"))
        cls.addClassCleanup(cls.responder.close)
        examples.put("php", {"root  /srv/portal;": f"root {cls.folder};",
                             "/run/php/php8.2-fpm.sock": cls.responder.path}, host="fastcgi")
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
