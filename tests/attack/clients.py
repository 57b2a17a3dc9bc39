"""Clients that go on while something is done to the service, and what they saw."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from statistics import median, quantiles
from threading import Event, Thread
from typing import Any

from tests.attack.mutations import JSON, SEEDS
from tests.attack.service import Service

HEALTH_MILLISECONDS, HEALTH_EVERY_SECONDS = 100.0, 0.2
WRITERS = 2
DOCUMENTED = {"busy", "database_unavailable", "database_unusable", "model_loading", "model_refused"}
"""Reasons of a 503 that the README has."""
PATIENCE_SECONDS, PAUSE_SECONDS = 30.0, 1.0
"""For which a client that is refused for one of them asks again, as ``Retry-After`` tells it to."""


@dataclass
class Seen:
    """What clients saw: BOMs that were acknowledged, answers by kind of request and status, why some were 503, those
    that came after asking again, broken connections, and the longest wait in seconds. ``patient`` clients ask again."""

    patient: bool = False
    again: int = 0

    acknowledged: dict[str, str] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    longest: float = 0.0

    def of(self, what: str) -> dict[int, int]:
        """Answers to a kind of request, by status."""
        return {status: count for (kind, status), count in sorted(self.answers.items()) if kind == what}


def kept(service: Service, acknowledged: dict[str, str]) -> list[str]:
    """Those acknowledged that aren't there, or are another."""
    gone = []
    for name, body in acknowledged.items():
        told = service.ask("GET", f"/v1/boms/{name}")
        if told.status != 200 or json.loads(told.body)["bom"] != json.loads(body):
            gone.append(f"{name} was acknowledged and is {told.status}")
    return gone


def under_load(service: Service, blows: Callable[[], Any], *, patient: bool = False) -> Seen:
    """Run ``blows`` while clients write, score and read; what they saw."""
    stop, seen = Event(), Seen(patient)
    jobs = [_writing] * WRITERS + [_scoring]
    threads = [Thread(target=job, args=(service, stop, seen)) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        blows()
        time.sleep(0.5)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return seen


def _asked(service: Service, seen: Seen, kind: str, *request: Any) -> int | None:
    ends, status = time.monotonic() + PATIENCE_SECONDS, _once(service, seen, *request)
    while status == 503 and seen.patient and time.monotonic() < ends:
        time.sleep(PAUSE_SECONDS)
        status = _once(service, seen, *request)
        seen.again += status != 503
    if status is not None:
        seen.answers[kind, status] += 1
    return status


def _once(service: Service, seen: Seen, *request: Any) -> int | None:
    begun = time.monotonic()
    try:
        told = service.ask(*request)
    except (OSError, HTTPException):  # a master that is killed resets connections
        seen.broken += 1
        time.sleep(0.05)
        return None
    seen.longest = max(seen.longest, time.monotonic() - begun)
    if told.status == 503:
        seen.reasons.update(fault["code"] for fault in json.loads(told.body)["errors"])
    return told.status


def _writing(service: Service, stop: Event, seen: Seen) -> None:
    """Store BOMs one after the other and note which were acknowledged."""
    own, number = uuid.uuid4().hex, 0
    while not stop.is_set():
        number += 1
        name = f"{own}-{number}"
        body = json.dumps(SEEDS[0] | {"bom_id": None, "name": name})
        if _asked(service, seen, "write", "PUT", f"/v1/boms/{name}", JSON, body.encode()) == 201:
            seen.acknowledged[name] = body


def _scoring(service: Service, stop: Event, seen: Seen) -> None:
    body = json.dumps(SEEDS[0]).encode()
    while not stop.is_set():
        _asked(service, seen, "score", "POST", "/v1/scores", JSON, body)


class Pulse:
    """Asks for health the whole time, as an orchestrator would, and notes what it took."""

    def __init__(self, service: Service) -> None:
        self._service, self._stop = service, Event()
        self.milliseconds: list[float] = []
        self.missed = 0
        self._thread = Thread(target=self._beat)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(HEALTH_EVERY_SECONDS):
            begun = time.perf_counter()
            try:
                self._service.ask("GET", "/healthz")
            except (OSError, HTTPException):
                self.missed += 1
                continue
            self.milliseconds.append(1_000 * (time.perf_counter() - begun))

    @property
    def words(self) -> str:
        """What it took."""
        if len(self.milliseconds) < 2:
            return "health was asked too seldom"
        ends = quantiles(self.milliseconds, n=100, method="inclusive")
        late = sum(one > HEALTH_MILLISECONDS for one in self.milliseconds)
        return (
            f"health {len(self.milliseconds)} times, {median(self.milliseconds):.1f} ms, 99 in 100 within "
            f"{ends[98]:.0f} ms, at most {max(self.milliseconds):.0f} ms, {late} above {HEALTH_MILLISECONDS:.0f} ms, "
            f"{self.missed} missed"
        )

    @property
    def shown(self) -> str:
        """The same in a cell of a table."""
        ends = quantiles(self.milliseconds, n=100, method="inclusive") if len(self.milliseconds) > 1 else [0.0] * 99
        return f"{median(self.milliseconds or [0.0]):.1f}, {ends[98]:.0f}, {max(self.milliseconds, default=0.0):.0f} ms"

    @property
    def wrong(self) -> list[str]:
        """Why that is too long: the 95th percentile counts, since whoever runs this has other work on the machine."""
        if len(self.milliseconds) < 2:
            return []
        usual = quantiles(self.milliseconds, n=20, method="inclusive")[18]
        return [f"health took {usual:.0f} ms at the 95th percentile"] if usual > HEALTH_MILLISECONDS else []
