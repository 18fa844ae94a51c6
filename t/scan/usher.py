"""Leads a scanner that knows no flows to a form deep inside one.

It listens on loopback, and shows a form with the fields alone. What is posted there is put into a real form, with the flow, the token and
the cookies of a browser that has walked to it, and sent on to the site; the answer goes back as it
is. When an answer has moved the flow on, the next form gets a browser that has walked there anew.
"""

import contextlib
import http.server
import threading
from html import escape
from urllib.parse import parse_qs, urlencode

from client import Forms

FORM = b'<!doctype html><title>Form</title><form method="post" action="/">%s</form>'


class Usher(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer_with(200 if self.path == "/" else 404, self.server.form)

    def do_POST(self):
        typed = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("latin-1")
        if self.path != "/":  # a form of the site's own, in an answer
            self.answer_with(404, b"")
            return
        with self.server.one_at_a_time:
            answer = self.send_on(typed)
        self.answer_with(answer.status, answer.body, answer.location)

    def answer_with(self, status, body, location=""):
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def send_on(self, typed):
        server = self.server
        if not server.browser:
            server.browser = server.walk()
        browser = server.browser
        path, hidden = browser.filled(server.action)
        named = parse_qs(typed, keep_blank_values=True, encoding="latin-1")
        ours = urlencode({name: value for name, value in hidden.items() if name not in named})
        headers = browser.form_headers()
        headers.update({name: self.headers[name] for name in ("User-Agent", "Referer")
                        if name in self.headers})
        form = browser.page
        answer = browser.request("POST", path, f"{ours}&{typed}".encode("latin-1"), headers)
        if not has_form(answer, server.action):
            server.browser = None
            if answer.status in (400, 413, 415):  # nothing was read: the form is as it was
                browser.page, server.browser = form, browser
        return answer

    def log_message(self, *_):
        pass


def has_form(page, action):
    return page.body and any(action in form["actions"] for form in Forms(page.html).all)


@contextlib.contextmanager
def an_usher(action, walk, fields):
    """The address to post the fields of that button to; `walk` gives a browser at the form."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Usher)
    server.action, server.walk, server.browser = action, walk, None
    server.form = FORM % "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">'
                                 for name, value in fields.items()).encode()
    server.one_at_a_time = threading.Lock()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
