"""A portal behind the door, over real HTTP: it shows what it is sent.

GET answers it as JSON; so does an upload, with its digest. A form is answered by a page with the
person's name in the top right. A websocket says who is there and then gives each frame back.
"""

import base64
import hashlib
import http.server
import json
import struct
import threading
from html import escape
from urllib.parse import parse_qsl

WEBSOCKET_KEY = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
TEXT, CLOSE = 1, 8
PAGE = """<!doctype html>
<header><nav class="doorward-badge">{name}</nav></header>
<p>{fields}</p>
"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append(self.path)
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self.websocket()
        else:
            self.show()

    def do_POST(self):
        self.server.seen.append(self.path)
        left = int(self.headers["Content-Length"])
        if self.headers["Content-Type"] == "application/x-www-form-urlencoded":
            return self.page(dict(parse_qsl(self.rfile.read(left).decode())))
        digest = hashlib.sha256()
        while left and (part := self.rfile.read(min(left, 65536))):
            digest.update(part)
            left -= len(part)
        self.show(sha256=digest.hexdigest())

    def header(self, name):
        return self.headers.get(name, "").encode("latin-1").decode()

    def show(self, **more):
        pairs = [[name.lower(), self.header(name)] for name in self.headers]
        self.answer("application/json", json.dumps({"headers": pairs, "path": self.path, **more}))

    def page(self, fields):
        name = escape(self.header("Remote-Name"))
        self.answer("text/html; charset=utf-8",
                    PAGE.format(name=name, fields=escape(json.dumps(fields))))

    def answer(self, content_type, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def websocket(self):
        key = self.headers["Sec-WebSocket-Key"].encode() + WEBSOCKET_KEY
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept",
                         base64.b64encode(hashlib.sha1(key).digest()).decode())
        self.end_headers()
        write_frame(self.wfile, self.header("Remote-User").encode())
        while (frame := read_frame(self.rfile)) and frame[0] != CLOSE:
            write_frame(self.wfile, frame[1])
        self.close_connection = True

    def log_message(self, *_):
        pass


def read_frame(stream):
    """(opcode, payload); None at the end of the connection."""
    head = stream.read(2)
    if len(head) < 2:
        return None
    length = head[1] & 0x7F
    if length == 126:
        length, = struct.unpack("!H", stream.read(2))
    elif length == 127:
        length, = struct.unpack("!Q", stream.read(8))
    mask = stream.read(4) if head[1] & 0x80 else bytes(4)
    payload = stream.read(length)
    return head[0] & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def write_frame(stream, payload, opcode=TEXT, mask=b""):
    """A client has to mask (four bytes), a server must not."""
    length = len(payload)
    short = length if length < 126 else 126 if length < 65536 else 127
    head = bytes([0x80 | opcode, (0x80 if mask else 0) | short])
    head += b"" if short < 126 else struct.pack("!H" if short == 126 else "!Q", length)
    if mask:
        payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
    stream.write(head + mask + payload)
    stream.flush()


class App:
    """On a port of its own until close(). `seen`: the paths of all that arrived."""

    def __init__(self):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.seen = self.seen = []
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
