"""A page with the faults that the scanners look for: what is asked for goes into SQL, and into
HTML, as it is. It runs behind the server that is scanned, for the time of one test."""

import contextlib
import http.server
import sqlite3
import threading
from urllib.parse import parse_qs, urlsplit

from stacklib.layout import free_port

PAGE = "<!doctype html><title>Search</title><form><input name=\"q\"></form><h1>%s</h1><p>%s</p>"


class Search(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query).get("q", [""])[0]
        database = sqlite3.connect(":memory:")
        database.executescript("CREATE TABLE word (word TEXT); INSERT INTO word VALUES ('plum')")
        status = 200
        try:
            found = database.execute(f"SELECT word FROM word WHERE word = '{asked}'").fetchall()
        except sqlite3.Error as error:
            status, found = 500, f"SQLite error: sqlite3.OperationalError: {error}"
        body = (PAGE % (asked, found)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def a_bad_page():
    """What to change in the server, so that it is at /search."""
    port = free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Search)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = "include snippets/doorward-portal.conf;\n"
    try:
        yield lambda text: text.replace(
            line, f"{line}  location = /search {{ proxy_pass http://127.0.0.1:{port}; }}\n")
    finally:
        server.shutdown()
        server.server_close()
