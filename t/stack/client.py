"""A browser without a screen: cookies, forms and one connection. Redirects are for the tests."""

import http.client
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

TIMEOUT_SECONDS = 30

# Every cookie value and every password that any test's browser ever held: nobody may find one of
# them in a table, a log or a mail.
cookies_seen = set()
passwords_typed = set()


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # an http.client.HTTPMessage: names in any case
        self.body = body

    @property
    def html(self):
        return self.body.decode()

    @property
    def text(self):
        """What a reader sees, roughly."""
        words = re.sub(r"<head>.*?</head>|<[^>]*>", " ", self.html, flags=re.S)
        return " ".join(unescape(words).split())

    @property
    def location(self):
        return self.headers.get("Location", "")

    def new_cookies(self):
        return dict(line.split(";")[0].split("=", 1)
                    for line in self.headers.get_all("Set-Cookie") or [])


class Forms(HTMLParser):
    """The forms of a page: where they go, their hidden fields, the values of their buttons."""

    def __init__(self, html):
        super().__init__()
        self.all = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.all.append({"path": attributes["action"], "hidden": {}, "actions": []})
        elif tag == "input" and attributes.get("type") == "hidden":
            self.all[-1]["hidden"][attributes["name"]] = attributes["value"]
        elif tag == "button" and self.all:
            self.all[-1]["actions"].append(attributes.get("value"))

    def with_action(self, action):
        for form in self.all:
            if action in form["actions"]:
                return form
        raise AssertionError(f"no form has a button {action}: {self.all}")


class Browser:
    seen = cookies_seen  # where values of cookies are noted

    def __init__(self, url):
        self.url = url
        self.cookies = {}
        self.page = None     # the last answer
        self._connection = None

    def request(self, method, path, body=None, headers=None):
        """One request, sent as it is: no path is tidied up. Keeps the cookies of the answer."""
        headers = dict(headers or {})
        if self.cookies and "Cookie" not in headers:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        try:
            answer = self._answer(method, path, body, headers)
            self.page = Answer(answer.status, answer.headers, answer.read())
        except Exception:
            self.close()
            raise
        if answer.will_close:
            self.close()
        self._keep_cookies()
        return self.page

    def _answer(self, method, path, body, headers):
        kept_open = self._connection is not None
        if not kept_open:
            self._connection = self._connect()
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except http.client.RemoteDisconnected:
            # As browsers do when a connection they kept open was closed by a server that restarted.
            self.close()
            if not kept_open:
                raise
            return self._answer(method, path, body, headers)

    def _connect(self):
        return http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT_SECONDS)

    def get(self, path, **headers):
        return self.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, fields):
        passwords_typed.update(v for k, v in fields.items() if k.startswith("password"))
        return self.request("POST", path, urlencode(fields), self.form_headers())

    def form_headers(self):
        return {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url,
                "Sec-Fetch-Site": "same-origin"}

    def follow(self):
        """To where the last answer sends us; what is not a redirect stays."""
        while self.page.status in (302, 303):
            location = self.page.location
            self.get(location.removeprefix(self.url))
        return self.page

    def filled(self, action, **fields):
        """(path, fields) of the page's form with that button."""
        form = Forms(self.page.html).with_action(action)
        return form["path"], {**form["hidden"], "action": action, **fields}

    def press(self, action, **fields):
        """Sends the page's form with that button, and follows."""
        self.post(*self.filled(action, **fields))
        return self.follow()

    def twin(self):
        """Another connection of the same browser, with the cookies of this moment."""
        other = Browser(self.url)
        other.cookies = dict(self.cookies)
        other.page = self.page
        return other

    def cookie(self, kind):
        """(name, value) of our session, flow or browser cookie; None: it is not there."""
        middle = "" if kind == "session" else f"-{kind}"
        pattern = re.compile(rf"(__Host-)?doorward{middle}(-\d+)?")
        return next(((k, v) for k, v in self.cookies.items() if pattern.fullmatch(k)), None)

    def close(self):
        if self._connection:
            self._connection.close()
            self._connection = None

    def _keep_cookies(self):
        for line in self.page.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            if "max-age=0" in line.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
                if not re.search("doorward-(bounces|language)", name):  # no secrets
                    self.seen.add(value)
