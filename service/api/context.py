"""What handlers work with: the parts of one application, and the answers they give."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from typing import Any, cast

from flask import Response, current_app, g, request, stream_with_context

from service.api.protocol.pulse import Pulse
from service.api.protocol.shares import Shares
from service.config import Settings
from service.engine import Engine
from service.errors import NotReadyError, PreconditionError
from service.metrics import Metrics
from service.risk.bundle.kernel import Kernel
from service.schemas.serialise import encode
from service.store.boms import Store, etag_of

EXTENSION = "chokepoint"
LONGEST_WAIT = 10.0
PLACES, LEFT_FOR_OTHERS = 8, 2
"""Of a process, for bodies that are read. So many of them no tenant takes from the others: two clients that leave large
answers lying hold the rest, for a minute each."""
LARGE_PLACES = 2
"""Requests of a process that may bring a file for a job at once: it lies in memory while it is sent."""
OWN = "own"
"""The tenant of a service that asks nobody for a key, and of what was stored before there were keys."""
BUSY = "More is asked than can be scored; ask again shortly."


@dataclass
class Services:
    """The parts of one application. ``kernel`` is None, with the reason, while nothing can be scored."""

    settings: Settings
    store: Store
    metrics: Metrics
    engine: Engine
    kernel: Kernel | None = None
    scoring: Lock = field(default_factory=Lock)
    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(PLACES))
    shares: Shares = field(default_factory=lambda: Shares(PLACES - LEFT_FOR_OTHERS))
    several: Lock = field(default_factory=Lock)
    large: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(LARGE_PLACES))
    unready: NotReadyError = field(default_factory=lambda: NotReadyError("model_loading", "The model is loading."))
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.store.ping)

    def ready(self) -> Kernel:
        """The kernel; raises ``NotReadyError`` naming what is wrong."""
        if self.kernel is None:
            raise self.unready
        return self.kernel


def services() -> Services:
    """The parts of the application that handles this request."""
    return cast(Services, current_app.extensions[EXTENSION])


def tenant() -> str:
    """Whose rows this request may read and write."""
    return str(g.get("tenant", OWN))


def key_name() -> str | None:
    """Name of the key that the request was sent with; ``None`` where none is asked for."""
    return cast(str | None, g.get("key_name"))


def kernel() -> Kernel:
    """The kernel, or 503."""
    return services().ready()


@contextmanager
def alone() -> Iterator[None]:
    """Hold the kernel: one thread of a process scores at a time.

    Its caches need not be safe under threads then. More threads would gain nothing, they share one core. Whoever waits
    longer than ``LONGEST_WAIT`` seconds is sent away with 503.
    """
    with held(services().scoring):
        yield


@contextmanager
def held(lock: Lock) -> Iterator[None]:
    """Hold a lock; 503 where it isn't had within ``LONGEST_WAIT`` seconds."""
    if not lock.acquire(timeout=LONGEST_WAIT):
        raise NotReadyError("busy", BUSY)
    try:
        yield
    finally:
        lock.release()


def take_place(number: int = 1) -> None:
    """Take places for a request whose body is read, one a mebibyte, or 503: an object in memory is twenty times its
    text. Those who take several wait for each other, so that none holds what another waits for."""
    if "places" in g:
        return
    parts = services()
    number = min(number, parts.shares.most)
    if not parts.shares.take(tenant(), number, LONGEST_WAIT):
        raise NotReadyError("busy", BUSY)
    g.share = (tenant(), number)
    if number > 1 and not parts.several.acquire(timeout=LONGEST_WAIT):
        raise NotReadyError("busy", BUSY)
    try:
        g.places = 0
        for _ in range(number):
            if not parts.places.acquire(timeout=LONGEST_WAIT):
                raise NotReadyError("busy", BUSY)
            g.places += 1
    finally:
        if number > 1:
            parts.several.release()


def take_large() -> None:
    """Take one of the places for large bodies, or 503: before it is read, for its length is known."""
    if not services().large.acquire(timeout=LONGEST_WAIT):
        raise NotReadyError("busy", BUSY)
    g.large = True


def give_place(_error: BaseException | None = None) -> None:
    """Give the request's places to the next, if it took any."""
    _give(services(), g.pop("places", 0), g.pop("share", None))
    if g.pop("large", False):
        services().large.release()


def keep_place(chunks: Iterator[bytes], content_type: str) -> Response:
    """A stream that keeps the request's places until it is sent or left: what was read stays in memory for as long."""
    parts = services()
    held = [(g.pop("places", 0), g.pop("share", None))]

    def give() -> None:
        while held:
            _give(parts, *held.pop())

    def sent() -> Iterator[bytes]:
        try:
            yield from chunks
        finally:
            give()

    response = Response(stream_with_context(sent()), content_type=content_type)
    response.call_on_close(give)  # of a stream that nobody begins to read
    return response


def _give(parts: Services, places: int, share: tuple[str, int] | None) -> None:
    for _ in range(places):
        parts.places.release()
    if share:
        parts.shares.give(*share)


def document() -> bytes:
    """The JSON text of the request's body, unpacked, without a byte order mark."""
    return cast(bytes, g.document).removeprefix(b"\xef\xbb\xbf")


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def answer(body: Any, status: int = 200, etag: str | None = None) -> Response:
    """A JSON answer with a strong ETag, that of its bytes unless another is given; 304 when the client holds it."""
    return answer_as("application/json", body if isinstance(body, bytes) else encode(body), status, etag)


def answer_as(content_type: str, raw: bytes, status: int = 200, etag: str | None = None) -> Response:
    """An answer of any type, as ``answer`` gives one in JSON."""
    response = Response(raw, status, content_type=content_type)
    if request.method in ("GET", "HEAD"):
        return conditional(response, etag or etag_of(raw))
    return response


def conditional(response: Response, etag: str) -> Response:
    """The answer with its ETag; 304 when the client holds it. Raises ``PreconditionError`` where ``If-Match`` asks for
    another."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        words = f'What is there has the ETag "{etag}", another than If-Match names: ask without it.'
        raise PreconditionError("If-Match", "other_etag", words, etag)
    return response
