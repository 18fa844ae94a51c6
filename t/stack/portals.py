"""Portals behind the door: pages that print the headers they were sent, over HTTP and FastCGI."""

import http.server
import posixpath
import socket
import struct
import threading
from urllib.parse import unquote

RESPONDER_BEGIN, RESPONDER_END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6


class HttpPortal:
    """Also: /slow… answers only when let go; /cg-double/ is a page that it finds in paths that are
    escaped twice, as some portals do; `cookies` has what it was ever sent."""

    def __init__(self):
        portal = self
        self.cookies = []
        self.let_go = threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                portal.cookies += self.headers.get_all("Cookie") or []
                if "/cg-slow" in self.path:
                    portal.let_go.wait(30)
                status = 200
                body = "".join(f"{name}: {value}\n" for name, value in self.headers.items())
                if "/cg-double" in posixpath.normpath(unquote(unquote(self.path))):
                    body = "<p>The twice guarded secret of the portal</p>"
                elif not self.path.startswith("/cg-"):
                    status, body = 404, "Not here"
                self.send_response(status)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(body.encode("latin-1"))))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body.encode("latin-1"))

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.do_GET()

            do_HEAD = do_OPTIONS = do_PUT = do_DELETE = do_GET

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # a client that was interrupted
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


class FastcgiPortal:
    """Prints HTTP_… and REMOTE_…, as three lines of PHP would."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
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
            with connection, connection.makefile("rb") as stream:
                self._answer(connection, stream)

    def _answer(self, connection, stream):
        params = b""
        while header := stream.read(8):
            _, kind, request, length, padding = struct.unpack("!BBHHBx", header)
            content = stream.read(length + padding)[:length]
            params += content if kind == PARAMS else b""
            if kind == STDIN and not content:
                break
        lines = [name + b": " + value for name, value in pairs(params)
                 if name.startswith((b"HTTP_", b"REMOTE_"))]
        body = b"Content-Type: text/plain\r\n\r\n" + b"\n".join(lines) + b"\n"
        connection.sendall(record(STDOUT, request, body) + record(STDOUT, request, b"")
                           + record(RESPONDER_END, request, bytes(8)))


def record(kind, request, content):
    return struct.pack("!BBHHBx", 1, kind, request, len(content), 0) + content


def pairs(params):
    """The names and values of FastCGI parameters."""
    at = 0

    def take_length():
        nonlocal at
        length = params[at]
        at += 1
        if length & 0x80:
            length = int.from_bytes(params[at - 1:at + 3], "big") & 0x7FFFFFFF
            at += 3
        return length

    while at < len(params):
        name_length, value_length = take_length(), take_length()
        yield params[at:at + name_length], params[at + name_length:at + name_length + value_length]
        at += name_length + value_length
