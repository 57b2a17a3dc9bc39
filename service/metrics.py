"""Prometheus metrics, summed over the gunicorn workers when ``PROMETHEUS_MULTIPROC_DIR`` is set.

Workers keep what they count. Everything else is found by whoever answers a scrape: nobody keeps it, so none tells
what is no longer so.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.risk.bundle.kernel import Kernel

PARTS = ("model", "database")
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
COUNTED = ("counter", "histogram")
"""What workers keep in files, one of each kind."""
NO_BAND = "none"
CONTENT_TYPE = CONTENT_TYPE_LATEST
Labels = TypeVar("Labels", bound=tuple[str, ...])


@dataclass(frozen=True)
class StoredTotals:
    """What all tenants store. ``scores`` are tenant, id and score of the BOMs that are told one by one."""

    oldest_score_seconds: float | None
    """Seconds since the oldest current score was made; ``None`` without one."""
    bands: Mapping[str | None, int]
    messages: Mapping[str, int]
    """Messages to webhooks by their state."""
    waiting_seconds: float
    """Since the message was due that waits the longest."""
    jobs: Mapping[str, int]
    """By state: many that are queued, with none running, tell that no worker is there."""
    scores: Sequence[tuple[str, str, float]] = ()


@dataclass(frozen=True, eq=False)
class Now(Collector):
    """How things stand when a scrape is answered. ``kernel`` and ``stored`` are ``None`` where they can't be had."""

    down: Collection[str]
    """Which of the ``PARTS`` are down."""
    day: date
    kernel: Kernel | None
    stored: StoredTotals | None

    def collect(self) -> Iterator[Metric]:
        """The gauges of what is known."""
        yield _gauge("ready", "1 when nothing is down, as /readyz says.", {(): not self.down})
        parts = {(part,): part not in self.down for part in PARTS}
        yield _gauge("part_ready", "1 for a part that is up: the model, the database.", parts, "part")
        if self.kernel:
            yield from _of_kernel(self.kernel, self.day)
        if self.stored:
            yield from _of_stored(self.stored)


def _of_kernel(kernel: Kernel, day: date) -> Iterator[Metric]:
    served = {(kernel.version, kernel.sha256): 1}
    yield _gauge("model_info", "1 for the model that is served.", served, "version", "sha256")
    ages = {(kind,): (day - newest).days for kind, newest in kernel.newest_of(day).items()}
    yield _gauge("data_age_days", "Days since the newest data of a kind.", ages, "data")
    beyond = "Days by which today lies beyond the evidence: from 1 on intervals widen."
    yield _gauge("beyond_evidence_days", beyond, {(): kernel.days_beyond(day)})
    unknown = "Measures of which nobody knows whether they are in force."
    yield _gauge("unknown_measures", unknown, {(): kernel.unknown_measures(day)})


def _of_stored(stored: StoredTotals) -> Iterator[Metric]:
    bands = {(band or NO_BAND,): number for band, number in stored.bands.items()}
    yield _gauge("boms", "Stored bills of materials by the band of their current score.", bands, "band")
    jobs = {(state,): number for state, number in stored.jobs.items()}
    yield _gauge("jobs", "Jobs that are kept, by state.", jobs, "state")
    if stored.oldest_score_seconds is not None:
        oldest = "Seconds since the oldest current score was made."
        yield _gauge("oldest_score_age_seconds", oldest, {(): stored.oldest_score_seconds})
    states = {(state,): number for state, number in stored.messages.items()}
    yield _gauge("webhook_messages", "Messages to webhooks of the last 30 days by their state.", states, "state")
    waiting = "Seconds since the message to a webhook was due that waits the longest."
    yield _gauge("webhook_waiting_seconds", waiting, {(): stored.waiting_seconds})
    if stored.scores:
        scores = {(tenant, bom_id): score for tenant, bom_id, score in stored.scores}
        yield _gauge("bom_score", "Current score of a bill of materials, 0 to 100.", scores, "tenant", "bom_id")
        left = sum(stored.bands.values()) - len(scores)
        yield _gauge("boms_untold", "Bills of materials without a bom_score, by METRICS_PER_BOM.", {(): left})


def _gauge(name: str, words: str, values: Mapping[Labels, float], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"chokepoint_{name}", words, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "chokepoint_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self.latency = Histogram(
            "chokepoint_request_seconds",
            "Seconds from request to answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.scores = Counter(
            "chokepoint_scores",
            "Bills of materials scored, by outcome.",
            ("status",),
            registry=self._registry,
        )

    def render(self, now: Now) -> bytes:
        """The text exposition: all workers' counts under gunicorn, this process's otherwise, and how things stand."""
        registry = CollectorRegistry()
        registry.register(now)
        if FOLDER not in os.environ:
            return generate_latest(self._registry) + generate_latest(registry)
        folder = Path(os.environ[FOLDER])
        MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
        with _held(folder, fcntl.LOCK_SH):
            return generate_latest(registry)


def bury(pid: int) -> None:
    """Add what a worker that ended has counted to the counts of all that ended before, and remove its files. A scrape
    sees the counts in one place, never in both or in none."""
    folder = Path(os.environ[FOLDER])
    with _held(folder, fcntl.LOCK_EX):
        for kind in COUNTED:
            file = folder / f"{kind}_{pid}.db"
            if file.exists():
                _add(file, folder / f"{kind}_ended.db")
                file.unlink()


def _add(file: Path, ended: Path) -> None:
    counts = MmapedDict(str(ended))  # type: ignore[no-untyped-call]
    for key, value, _, _ in MmapedDict.read_all_values_from_file(str(file)):  # type: ignore[no-untyped-call]
        before, _ = counts.read_value(key)  # type: ignore[no-untyped-call]
        counts.write_value(key, before + value, 0.0)  # type: ignore[no-untyped-call]
    counts.close()  # type: ignore[no-untyped-call]


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, how)
        yield


def instrument(app: Flask, metrics: Metrics) -> None:
    """Count and time every request by its route (never by its path: ids would be endless labels)."""

    def start() -> None:
        g.started = time.perf_counter()

    def finish(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unmatched"
        method = request.method if request.url_rule else "any"
        metrics.requests.labels(method, route, response.status_code).inc()
        metrics.latency.labels(method, route).observe(time.perf_counter() - g.started)
        return response

    app.before_request(start)
    app.after_request(finish)
