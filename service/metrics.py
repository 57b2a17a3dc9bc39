"""Prometheus metrics, summed over the gunicorn workers when ``PROMETHEUS_MULTIPROC_DIR`` is set."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

PARTS = ("model", "database")
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


@dataclass(frozen=True, eq=False)
class Ages(Collector):
    """How old the data are, as whoever answers a scrape finds them: no worker keeps them, so none tells old ones."""

    data_days: Mapping[str, int]
    """By kind of data, days since the newest of it."""
    beyond_days: int | None
    """Days by which today lies beyond the evidence; ``None`` without a model."""
    oldest_score_seconds: float | None
    """Seconds since the oldest current score was made; ``None`` without one, or without the database."""

    def collect(self) -> Iterator[Metric]:
        """The gauges of what is known."""
        data = GaugeMetricFamily("chokepoint_data_age_days", "Days since the newest data of a kind.", labels=("data",))
        for kind, days in self.data_days.items():
            data.add_metric((kind,), days)
        yield data
        if self.beyond_days is not None:
            told = "Days by which today lies beyond the evidence: from 1 on intervals widen."
            yield GaugeMetricFamily("chokepoint_beyond_evidence_days", told, self.beyond_days)
        if self.oldest_score_seconds is not None:
            told = "Seconds since the oldest current score was made."
            yield GaugeMetricFamily("chokepoint_oldest_score_age_seconds", told, self.oldest_score_seconds)


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
        self.model = Gauge(
            "chokepoint_model_info",
            "1 for the model that is served.",
            ("version", "sha256"),
            registry=self._registry,
            multiprocess_mode="max",
        )
        self.ready = Gauge(
            "chokepoint_ready",
            "1 when nothing is down, as /readyz says.",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )
        self.part_ready = Gauge(
            "chokepoint_part_ready",
            "1 for a part that is up: the model, the database.",
            ("part",),
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )

    def tell_ready(self, down: Collection[str]) -> None:
        """Note which of the ``PARTS`` are down."""
        for part in PARTS:
            self.part_ready.labels(part).set(part not in down)
        self.ready.set(not down)

    def render(self, ages: Ages) -> bytes:
        """The text exposition: all workers' counts under gunicorn, this process's otherwise, and the ages."""
        now = CollectorRegistry()
        now.register(ages)
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry) + generate_latest(now)
        MultiProcessCollector(now)  # type: ignore[no-untyped-call]
        return generate_latest(now)


CONTENT_TYPE = CONTENT_TYPE_LATEST


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
