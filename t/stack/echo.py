"""Portals behind the door that show what they are sent, over HTTP and over FastCGI."""

import contextlib
import http.server
import socketserver
import struct
import threading

STDIN, STDOUT, PARAMS, END_REQUEST = 5, 6, 4, 3


class HttpEcho(http.server.BaseHTTPRequestHandler):
    """The request line, then a line for each header, names in lower case."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        lines = [f"{self.command} {self.path}"]
        lines += [f"{name.lower()}: {value}" for name, value in self.headers.items()]
        body = "\n".join(lines).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class FastCgiEcho(socketserver.StreamRequestHandler):
    """A line NAME=value for each parameter; of one that comes twice the last, which is PHP's way.

    One request a connection, as nginx asks for it.
    """

    def handle(self):
        params = b""
        while True:
            _, kind, _, length, padding, _ = struct.unpack("!BBHHBB", self.rfile.read(8))
            content = self.rfile.read(length)
            self.rfile.read(padding)
            if kind == PARAMS:
                params += content
            if kind == STDIN and not length:
                break
        body = b"Content-Type: text/plain\r\n\r\n" + b"\n".join(b"%s=%s" % pair for pair in dict(pairs(params)).items())
        self.wfile.write(record(STDOUT, body) + record(STDOUT, b"") + record(END_REQUEST, bytes(8)))


def record(kind, content):
    return struct.pack("!BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def pairs(params):
    while params:
        sizes = []
        for _ in range(2):
            wide = params[0] & 0x80
            sizes.append(struct.unpack("!I", params[:4])[0] & 0x7fffffff if wide else params[0])
            params = params[4 if wide else 1:]
        name, value = params[:sizes[0]], params[sizes[0]:sum(sizes)]
        params = params[sum(sizes):]
        yield name, value


class FastCgiServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextlib.contextmanager
def portals():
    """The ports of one of each."""
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), HttpEcho),
               FastCgiServer(("127.0.0.1", 0), FastCgiEcho)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [server.server_address[1] for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
