"""gunicorn's threads with this service's manners: problem documents for what it refuses, and a clock for clients.

A thread reads its request from the socket itself, so a slow client holds one. Whoever hasn't sent a request whole after
``READ_SECONDS`` gets 408, and after ``HURRIED_SECONDS`` while most threads are taken. So slow clients keep others
waiting for seconds, however many they are. Whoever hasn't taken the answer after ``ANSWER_SECONDS`` is cut off.

Probes wait for nobody: one that is there whole has a thread of its own. The loop that accepts connections never waits
for a client to close: gunicorn's own waits two seconds for each, so that thirty of them had a worker killed. A client
that closed takes no thread, either: gunicorn's own gives one to each end of a connection.
"""

from __future__ import annotations

import re
import selectors
import socket
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

from service.errors import PROBLEM_JSON, document, unreadable

READ_SECONDS = 15.0
HURRIED_SECONDS, HURRIED_SHARE = 1.0, 0.75
"""To send a request while that share of a worker's threads is taken."""
ANSWER_SECONDS = 60.0
REFUSAL_SECONDS = 1.0
LOOK_SECONDS = 0.5
"""Between two looks at the clock: the loop turns several times a request."""
SILENT_SECONDS = 10
SWITCH_SECONDS = 0.002
"""How long a thread that scores may keep one that answers a health check waiting, several times a request."""
PARTING_SECONDS, MOST_PARTING_BYTES = 2.0, 65_536
"""For which a client that was answered may take to close, and that it may still send meanwhile: closed at once, what it
sent and nobody read would take the end of its answer away."""
PROBES = ("/healthz", "/readyz")
MOST_PROBE_BYTES = 4_096
_PROBE = re.compile(rb"(?:GET|HEAD) (%b)(?:\?\S*)? HTTP/1\.[01]\r\n" % "|".join(PROBES).encode())
_BODY = re.compile(rb"\n(?:content-length|transfer-encoding|expect)\s*:", re.IGNORECASE)

log = structlog.get_logger(__name__)


class Worker(ThreadWorker):  # type: ignore[misc]
    """One process of the service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._since: dict[Any, float] = {}
        self._late: set[Any] = set()
        self._heard: set[Any] = set()
        self._parting: dict[Any, float] = {}
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._next_look = float("-inf")

    def init_process(self) -> None:
        """Let the system keep connections on which nothing was sent, for as long as it does so."""
        for listener in self.sockets:
            with suppress(OSError, AttributeError):  # where it can't, a thread looks after them for some seconds
                listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT_SECONDS)
        sys.setswitchinterval(SWITCH_SECONDS)
        self._lanes.update((path, ThreadPoolExecutor(1)) for path in PROBES)
        super().init_process()

    def notify(self) -> None:
        """Tell the master that the worker lives, about every second, and look at the clock of each client."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        super().notify()
        hurried = len(self._since) >= HURRIED_SHARE * self.cfg.threads
        most = min(HURRIED_SECONDS, READ_SECONDS) if hurried else READ_SECONDS
        for conn, since in list(self._since.items()):
            if now - since > most and conn not in self._late:
                self._late.add(conn)
                _shut(conn.sock, socket.SHUT_RD)  # a thread that waits for more hears that there is none
            elif now - since > ANSWER_SECONDS:
                _shut(conn.sock, socket.SHUT_RDWR)
        for conn, until in list(self._parting.items()):
            if now > until:
                self._gone(conn)

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection on which something was sent to a thread: a whole probe to its own, all else to any. One
        that its client closed gets none."""
        sent = _waiting(conn)
        if sent == b"":
            self.nr_conns -= 1
            conn.close()
            return
        if sent:
            conn.data_ready = True  # the thread needn't look
        lane = self._lanes.get(probe(sent or b"")) or self.tpool
        assert lane is not None
        handled = lane.submit(self.handle, conn)
        handled.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """In the loop: keep a connection for its next request, or part from it without waiting for the client."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._part, conn, [0]))
        except (OSError, ValueError):  # the client is gone
            self.nr_conns -= 1
            conn.close()
        else:
            self._parting[conn] = time.monotonic() + PARTING_SECONDS

    def _part(self, conn: Any, heard: list[int], _sock: socket.socket) -> None:
        """Drop what a client sends after its answer, until it closes."""
        try:
            more = len(conn.sock.recv(MOST_PARTING_BYTES))
        except BlockingIOError:
            return
        except OSError:
            more = 0
        heard[0] += more
        if not more or heard[0] >= MOST_PARTING_BYTES:
            self._gone(conn)

    def _gone(self, conn: Any) -> None:
        del self._parting[conn]
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def handle(self, conn: Any) -> Any:
        """Read and answer one request, in a thread."""
        self._since[conn] = time.monotonic()
        try:
            kept = super().handle(conn)
            if conn not in self._late:
                return kept
            if conn not in self._heard:
                status = HTTPStatus.REQUEST_TIMEOUT
                words = f"The headers weren't there after {time.monotonic() - self._since[conn]:.0f} s."
                _refuse(conn.sock, status, status.phrase, words, "")
            return False  # nothing more can be read from it
        finally:
            del self._since[conn]
            self._late.discard(conn)
            self._heard.discard(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose headers are there: from here on the application tells what is wrong."""
        self._heard.add(conn)
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what the server itself refuses, and what went wrong beneath the application."""
        if isinstance(exc, ParseException):
            status, title, detail = unreadable(exc)
            log.info("request_refused", status=int(status), detail=detail)
        else:
            status, title, detail = HTTPStatus.INTERNAL_SERVER_ERROR, "Unexpected error", "It is logged."
            log.error("unexpected_error", exc_info=exc)
        _refuse(client, status, title, detail, getattr(req, "path", None) or "")


def _waiting(conn: Any) -> bytes | None:
    """What a client sent that nobody read, as far as a probe may be long: nothing where it closed. ``None`` where that
    can't be told: nothing is there yet, it is under TLS, or another request is before it."""
    if conn.parser and conn.parser.unreader.buf.getvalue():
        return None
    try:
        sent: bytes = conn.sock.recv(MOST_PROBE_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):  # ValueError: TLS
        return None
    return sent


def probe(sent: bytes) -> str:
    """The path of a probe that is there whole, so that no thread waits for its rest; else nothing."""
    head, end, _ = sent.partition(b"\r\n\r\n")
    asked = _PROBE.match(sent)
    return asked[1].decode() if end and asked and not _BODY.search(head) else ""


def _shut(sock: socket.socket, how: int) -> None:
    with suppress(OSError):
        sock.shutdown(how)


def _refuse(client: socket.socket, status: HTTPStatus, title: str, detail: str, instance: str) -> None:
    body = document(status, title, detail, instance)
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
        "Cache-Control: no-store\r\n"
        f"Content-Type: {PROBLEM_JSON}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with suppress(OSError):
        client.settimeout(REFUSAL_SECONDS)
        client.sendall(head.encode("latin-1") + body)
