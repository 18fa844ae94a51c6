"""A portal behind the door, over HTTP: its pages print the headers they were sent."""

import http.server
import posixpath
import threading
from urllib.parse import unquote


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
