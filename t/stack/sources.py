"""Visitors from addresses of their own on loopback: of many networks, or many of one network."""

import http.client
import itertools
from urllib.parse import urlsplit

from client import TIMEOUT_SECONDS, Browser
from world import at_once

COUNT = 250
_numbers = itertools.count(1)


def networks():
    """250 addresses in 250 networks (/24) that nobody has come from yet."""
    second = next(_numbers)
    return [f"127.{second}.{number}.1" for number in range(COUNT)]


def one_network():
    """250 addresses in one network that nobody has come from yet."""
    second = next(_numbers)
    return [f"127.{second}.7.{number}" for number in range(1, COUNT + 1)]


class Visitor(Browser):
    """A browser that comes from an address of its own: 127.0.0.2 and so on."""

    timeout_seconds = TIMEOUT_SECONDS

    def __init__(self, url, address):
        super().__init__(url)
        self.address = address

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", urlsplit(self.url).port,
                                          timeout=self.timeout_seconds,
                                          source_address=(self.address, 0))

    def _answer(self, method, path, body, headers):
        return super()._answer(method, path, body, {"Host": "127.0.0.1", **headers})

    def send(self, method, path, body="", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request(method, path, body, headers).status


class Source(Visitor):
    """One of thousands, of a stack that is gone before anybody searches it for their cookies."""

    seen = set()
    timeout_seconds = 120  # behind a few hundred that came first

    def as_twin_of(self, browser):
        """The same browser, from here."""
        self.cookies = dict(browser.cookies)
        self.page = browser.page
        return self


class Crowd:
    def __init__(self, url, addresses):
        self.all = [Source(url, address) for address in addresses]

    def open(self, *paths):
        """Everybody a new browser at one of these pages, in turn."""
        for source in self.all:
            source.cookies = {}
        at_once([lambda source=source, path=path: source.get(path)
                 for source, path in zip(self.all, itertools.cycle(paths))])

    def become(self, *browsers):
        """Everybody one of these browsers, in turn."""
        for source, browser in zip(self.all, itertools.cycle(browsers)):
            source.as_twin_of(browser)

    def press(self, action, on=None, **fields):
        """Everybody presses at the same moment; the answers. `on`: a button of the form, where the
        page doesn't show the one that is pressed. A field may be a function of the number."""
        forms = []
        for number, source in enumerate(self.all):
            path, form = source.filled(on or action, **{
                key: value(number) if callable(value) else value for key, value in fields.items()})
            forms.append((path, form | {"action": action}))
        return self.post(forms)

    def post(self, forms):
        return at_once([lambda source=source, form=form: source.post(*form)
                        for source, form in zip(self.all, forms)])

    def close(self):
        for source in self.all:
            source.close()
