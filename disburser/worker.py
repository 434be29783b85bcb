"""What the provider does by itself: payouts end when their time comes, and callbacks tell of it."""

import hashlib
import hmac
import logging
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from disburser.book import Book, Row

log = logging.getLogger("disburser")

SECONDS = 3.0  # a callback's line is given up after this long
LONGEST_REST = 1.0  # seconds; another process may have written into the book

Post = Callable[[str, bytes, dict[str, str]], int]


def signature(key: str, timestamp: str, body: bytes) -> str:
    """The hex HMAC-SHA256 over «timestamp.body» that every callback carries."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Worker:
    """One thread beside the requests; what it does is claimed in the book, so several are harmless."""

    def __init__(
        self, book: Book, key: str, url: str, now: Callable[[], float], post: Post | None = None
    ) -> None:
        self.book, self.key, self.url, self.now = book, key, url, now
        self.post = post or _post
        self.stopping, self.awake = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, name="disburser", daemon=True)

    def start(self) -> None:
        """Begin; ends with the process or with `close`."""
        self.thread.start()

    def close(self) -> None:
        """End, after what is being done."""
        self.stopping.set()
        self.awake.set()
        if self.thread.is_alive():
            self.thread.join(SECONDS * 2)

    def wake(self) -> None:
        """There is something new in the book."""
        self.awake.set()

    def do_due(self) -> int:
        """Do everything whose time has come; how much that was."""
        done = self.book.settle_due(self.now())
        while not self.stopping.is_set() and self.tell():
            done += 1 + self.book.settle_due(self.now())
        return done

    def tell(self) -> bool:
        """Send one callback whose time has come; False: there is none."""
        row = self.book.take_callback(self.now())
        if row is not None:
            self.send(row)
        return row is not None

    def send(self, row: Row) -> None:
        """Send this callback, which nobody else holds, and write down whether it arrived."""
        body, stamp = row["body"].encode(), str(int(self.now()))
        headers = {
            "Content-Type": "application/json",
            "X-Callback-Timestamp": stamp,
            "X-Callback-Signature": signature(self.key, stamp, body),
        }
        try:
            arrived = 200 <= self.post(self.url, body, headers) < 300
        except (OSError, HTTPException, ValueError) as error:
            log.info("a callback did not arrive: %s", type(error).__name__)
            arrived = False
        self.book.told(row, arrived, self.now())

    def _run(self) -> None:
        while not self.stopping.is_set():
            self.awake.clear()
            rest = LONGEST_REST
            try:
                self.do_due()
                due = self.book.next_due()
                if due is not None:
                    rest = min(max(due - self.now(), 0.01), LONGEST_REST)
            except Exception:
                log.exception("a round of the worker failed")
            self.awake.wait(rest)


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; redirects are not followed, proxies not asked."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("POST", parts.path or "/", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
