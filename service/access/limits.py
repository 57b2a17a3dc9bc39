"""How much a key may ask in a minute: requests, and seconds of a processor.

Each worker counts for itself, so that a key gets up to that much of every worker; with a Redis all workers share one
count. While that is down each counts for itself: no answer hangs on it. Windows are fixed. An answer's cost is known
when it is there: it is charged then, and refuses what comes next.
"""

from __future__ import annotations

import time
from math import ceil
from threading import Timer

import structlog
from flask import Flask, Response, g
from flask_limiter import ApplicationLimit, Limiter
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage

from service.config import Access

REQUESTS, CPU = "requests", "cpu-milliseconds"
WINDOW_SECONDS = 60
REDIS_WAITS: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}
"""Seconds; a Redis that is cut off would hold every request for ever."""

log = structlog.get_logger(__name__)


class Sweep(Timer):
    """A thread that forgets counts whose window has ended. It is taken to be at it until the next is due."""

    def __init__(self, timer: Timer) -> None:
        super().__init__(timer.interval, timer.function)
        self._due = time.monotonic() + WINDOW_SECONDS

    def is_alive(self) -> bool:
        """Whether no other needs to be started."""
        return time.monotonic() < self._due


class Counts(MemoryStorage):
    """What a worker counts. The library starts a thread that sweeps as soon as the last one ended, so in nearly every
    request; here a window passes in between. A count that has ended counts for nothing before it is swept, either."""

    STORAGE_SCHEME = MemoryStorage.STORAGE_SCHEME  # in its place

    @property
    def timer(self) -> Timer:
        """The newest sweep."""
        return self._sweep

    @timer.setter
    def timer(self, timer: Timer) -> None:
        self._sweep = Sweep(timer)


def install(app: Flask, access: Access) -> Limiter:
    """Count what callers with keys ask, before handlers run and after them."""
    milliseconds = 1_000 * access.cpu_seconds_a_minute
    limits = [
        ApplicationLimit(
            f"{access.requests_a_minute}/minute",
            scope=REQUESTS,
            exempt_when=_uncounted,
            error_message=f"A key may send {access.requests_a_minute:,} requests a minute: wait as Retry-After says.",
        ),
        ApplicationLimit(
            f"{milliseconds}/minute",
            scope=CPU,
            exempt_when=_uncounted,
            cost=_spent,
            deduct_when=_always,
            error_message=(
                f"A key may use {access.cpu_seconds_a_minute:,} seconds of a processor a minute: wait as Retry-After "
                "says, and send smaller or fewer bills of materials."
            ),
        ),
    ]
    app.before_request(_start)
    limiter = Limiter(
        key_func=_key_id,
        application_limits=limits,  # type: ignore[arg-type]  # a list is invariant
        strategy="fixed-window",  # the others forget a cost that is larger than what is left
        storage_uri=access.limits_url,
        storage_options={} if access.limits_url.startswith("memory") else REDIS_WAITS,
        in_memory_fallback_enabled=True,
        swallow_errors=True,  # a Redis that fails halfway costs no answer that is there
        headers_enabled=False,  # it writes those of before the draft
        enabled=access.keys,
    )

    def finish(response: Response) -> Response:
        if _uncounted():
            return response
        if response.is_streamed:
            _charge_the_rest(limiter, RateLimitItemPerMinute(milliseconds), response)
        try:
            return _told(limiter, response)
        except limiter.storage.base_exceptions as error:
            log.warning("limits_unavailable", detail=str(error))
            return response

    app.after_request(finish)  # before init_app: what is registered last runs first
    limiter.init_app(app)
    return limiter


def hit(limiter: Limiter, limit: RateLimitItem, *what: str, cost: int = 1) -> bool:
    """Count, and tell whether that is within the limit. Where nothing can be counted, everything is."""
    try:
        return limiter.limiter.hit(limit, *what, cost=cost)
    except limiter.storage.base_exceptions as error:
        log.warning("limits_unavailable", detail=str(error))
        return True


def _charge_the_rest(limiter: Limiter, limit: RateLimitItem, response: Response) -> None:
    """Charge what a stream goes on to use when it has ended or was left; its headers can't tell that."""
    key_id, began = _key_id(), time.thread_time()

    def charge() -> None:
        spent = round(1_000 * (time.thread_time() - began))
        if spent > 0:
            hit(limiter, limit, key_id, CPU, cost=spent)

    response.call_on_close(charge)


def _told(limiter: Limiter, response: Response) -> Response:
    """The headers of draft-ietf-httpapi-ratelimit-headers-10."""
    policies, states = [], []
    for each in limiter.current_limits:
        name, wait = each.request_args[-1], min(WINDOW_SECONDS, max(0, ceil(each.reset_at - time.time())))
        policies.append(f'"{name}";q={each.limit.amount};w={WINDOW_SECONDS}')
        states.append(f'"{name}";r={max(0, each.remaining)};t={wait}')
        if each.breached:
            response.headers["Retry-After"] = str(max(1, wait))
    if policies:
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        response.headers["RateLimit"] = ", ".join(states)
    return response


def _start() -> None:
    g.cpu_began = time.thread_time()


def _spent() -> int:
    """Milliseconds of a processor since the request came, at least one: one thread answers it from end to end."""
    began: float = g.cpu_began
    return max(1, round(1_000 * (time.thread_time() - began)))


def _uncounted() -> bool:
    return "caller" not in g or g.caller.key_id is None


def _key_id() -> str:
    return str(g.caller.key_id)


def _always(_response: Response) -> bool:
    return True
