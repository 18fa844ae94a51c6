"""Requests at a steady rate whatever becomes of the answers, as from many people who don't wait
for each other: what is slow is counted as long as it was, from the moment it was due."""

import asyncio
import itertools
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline import LENGTH, STATUS, head

TIMEOUT_SECONDS = 10


@dataclass
class Asked:
    due: float      # time.monotonic()
    seconds: float  # from then to the end of the answer
    status: object  # or what went wrong
    who: int
    body: bytes


class OpenLoad:
    """Asks for `path` as each of `cookies` in turn, `rate` times a second, in a thread of its own.
    `answers` may be anything with `append`, where a list would grow too long."""

    def __init__(self, url, path, cookies, rate, answers=None):
        self.answers = [] if answers is None else answers
        self._url = url
        self._requests = [head(url, path, b"Accept: text/html", b"Cookie: " + cookie.encode())
                          for cookie in cookies]
        self._rate = rate
        self._stop = threading.Event()
        self._idle = []  # open connections that nobody uses
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    def between(self, start, end):
        return [answer for answer in list(self.answers) if start <= answer.due < end]

    async def _run(self):
        started, running = time.monotonic(), set()
        for number in itertools.count():
            due = started + number / self._rate
            await asyncio.sleep(max(0, due - time.monotonic()))
            if self._stop.is_set():
                break
            task = asyncio.create_task(self._ask(due, number % len(self._requests)))
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.gather(*running)
        for _, writer in self._idle:
            writer.close()

    async def _ask(self, due, who):
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                status, body = await self._answer(self._requests[who])
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            status, body = repr(error), b""
        self.answers.append(Asked(due, time.monotonic() - due, status, who, body))

    async def _answer(self, request):
        address = urlsplit(self._url)
        while True:
            kept_open = bool(self._idle)
            reader, writer = self._idle.pop() if kept_open else await asyncio.open_connection(
                address.hostname, address.port)
            writer.write(request)
            try:
                answer_head = await reader.readuntil(b"\r\n\r\n")
                break
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                # As browsers do when a connection they kept open was closed by a server that restarted.
                writer.close()
                if not kept_open or getattr(error, "partial", b""):
                    raise
        body = await reader.readexactly(int(LENGTH.search(answer_head)[1]))
        if b"\r\nConnection: close\r\n" in answer_head:
            writer.close()
        else:
            self._idle.append((reader, writer))
        return int(STATUS.match(answer_head)[1]), body

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
