"""``make attack``: a campaign on a service of its own, on 127.0.0.1 only, bounded in count and in time.

Mutated requests, slow clients, faults of the database, reloads and restarts under load, workers and masters killed
while others write; on SQLite and on PostgreSQL. Ends with code 1 and the reasons where an answer is a 5xx but 503,
isn't what its type says or costs more than 1.5 s of a processor. So it does where one of the heaviest requests that
must pass is refused, or where an acknowledged write is lost. A whole one writes what it measured to
``tests/benchmarks/ATTACK.md``. ``--short`` is for each change: some of each on SQLite alone.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attack import faults
from tests.attack.clients import DOCUMENTED, Pulse, kept, under_load
from tests.attack.heavy import HEAVY, heavy
from tests.attack.mutations import requests
from tests.attack.results import note, write
from tests.attack.service import OnSmallDisk, Service, Told, alive, attacked, children, wait_for

SLOW_CLIENTS, MANY_SLOW_CLIENTS = 100, 600
MOST_CPU_SECONDS, MOST_GROWTH_MEBIBYTES, WARM_REQUESTS = 1.5, 64, 10_000
SWAP_SECONDS, KILLS_SECONDS, STAY_SECONDS = 60.0, 600.0, 3.0
HEALTH_LIMIT = "95 in 100 within 100 ms"
HEALTH = "health: median, 99 in 100 within, longest"


@dataclass(frozen=True)
class Plan:
    """How much of each: mutated requests and the seconds that they may take, SIGKILLs, shapes of the heaviest, and
    whether the database suffers, too."""

    mutated: int
    seconds: float
    kills: int
    shapes: tuple[str, ...] = HEAVY
    faults: bool = True


SHORT = Plan(mutated=300, seconds=20, kills=4, shapes=HEAVY[:1], faults=False)
LONG = Plan(mutated=50_000, seconds=1_200, kills=100)
LONG_ON_POSTGRES = Plan(mutated=2_000, seconds=120, kills=100, shapes=HEAVY[:1])


def mutated(service: Service, plan: Plan) -> list[str]:
    """No answer is a 5xx but 503, errors are problem documents, none costs too much, no worker dies, and memory
    stays."""
    wrong, seen, heaviest, sent = [], Counter[int | str](), (0.0, ""), 0
    warm, before, ends = min(WARM_REQUESTS, plan.mutated // 5), 0, time.monotonic() + plan.seconds
    workers = service.workers()
    with Pulse(service) as pulse:
        for method, path, headers, body in islice(requests(1), plan.mutated):
            if time.monotonic() > ends:
                wrong.append(f"only {sent} of {plan.mutated} mutated requests in {plan.seconds:.0f} s")
                break
            shown = f"{method} {path[:200]} {headers} {(body or b'')[:300]!r}"
            used = service.cpu_seconds()
            try:
                told = service.ask(method, path, headers, body)
            except (OSError, HTTPException):  # refused by its headers, before its body was sent whole
                told = None
            cost = service.cpu_seconds() - used
            heaviest = max(heaviest, (cost, shown))
            wrong += [f"{cost:.2f} s of a processor for {shown}"] * (cost > MOST_CPU_SECONDS)
            seen[told.status if told else "closed"] += 1
            wrong += [f"{one}: {shown}" for one in unsound(method, path, headers, told)] if told else []
            sent += 1
            before = service.megabytes() if sent == warm else before
    after = service.megabytes()
    print(
        f"mutated: {sent} requests, {dict(sorted(seen.items(), key=str))}, most {heaviest[0]:.2f} s of a processor, "
        f"a worker {before} MB after {warm} and {after} MB at the end; {pulse.words}"
    )
    print(f"  heaviest: {heaviest[1]}")
    failed = sum(number for status, number in seen.items() if isinstance(status, int) and status >= 500)
    note("mutated requests: answers that were 5xx", service.database, sent, failed, "0, but a documented 503")
    note("the most that one took of a processor", service.database, sent, f"{heaviest[0]:.2f} s", "1.5 s")
    growth = f"{before} and {after} MB"
    note(
        f"memory of a worker after {warm:,} and at the end",
        service.database,
        sent,
        growth,
        f"{MOST_GROWTH_MEBIBYTES} MB more",
    )
    note(f"beside mutated requests, {HEALTH}", service.database, len(pulse.milliseconds), pulse.shown, HEALTH_LIMIT)
    wrong += [f"memory grew from {before} to {after} MB"] * (before > 0 and after - before > MOST_GROWTH_MEBIBYTES)
    return wrong + pulse.wrong + ["a worker died"] * (not all(map(alive, workers)))


def unsound(method: str, path: str, headers: Mapping[str, str], told: Told) -> list[str]:
    """What is wrong about an answer. A page may tell a browser that nothing is there, whatever it asked for."""
    status, kind, body = told
    browser = status == 404 and "text/html" in headers.get("Accept", "")
    page = kind.startswith("text/html") and (browser or not path.startswith("/v1"))
    if status >= 500 and status != 503:
        return [f"{status}"]
    if status >= 400 and kind != "application/problem+json" and not page:
        return [f"{status} of type {kind}"]
    if kind in ("application/json", "application/problem+json") and body and method != "HEAD":
        try:
            json.loads(body)
        except ValueError:
            return [f"{status} isn't JSON"]
    return []


def heaviest(service: Service, shapes: Sequence[str]) -> list[str]:
    """None of the heaviest requests that the limits let pass costs too much. One that is refused shows nothing."""
    wrong, most, sent = [], (0.0, ""), 0
    for title, (method, path, headers, body) in heavy(shapes):
        used = service.cpu_seconds()
        told = service.ask(method, path, headers, body)
        cost = service.cpu_seconds() - used
        most, sent = max(most, (cost, title)), sent + 1
        wrong += [f"{cost:.2f} s of a processor for {title}"] * (cost > MOST_CPU_SECONDS)
        wrong += [f"{told.status} for {title}, which must pass"] * (told.status >= HTTPStatus.BAD_REQUEST)
        wrong += [f"{one}: {title}" for one in unsound(method, path, headers, told)]
    print(f"heaviest: {sent} requests, most {most[0]:.2f} s of a processor for {most[1]}")
    note(f"heaviest requests that pass; the most took {most[1]}", service.database, sent, f"{most[0]:.2f} s", "1.5 s")
    return wrong


def slow_clients(service: Service, many: int, seconds: float) -> list[str]:
    """Health beside clients that never end their requests, more of them than there are threads."""
    head = (
        b"POST /v1/scores HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    with ExitStack() as stack, Pulse(service) as pulse:
        for number in range(many):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=20))
            client.sendall(head if number % 2 else b"GET /healthz HT")
        time.sleep(seconds)
    print(f"{many} slow clients: {pulse.words}")
    note(f"beside {many} slow clients, {HEALTH}", service.database, len(pulse.milliseconds), pulse.shown, HEALTH_LIMIT)
    return pulse.wrong


def staying_clients(service: Service, many: int) -> list[str]:
    """Health beside clients that have their answer, and neither send more nor close."""
    raw = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with ExitStack() as stack, Pulse(service) as pulse:
        for _ in range(many):
            stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=20)).sendall(raw)
        time.sleep(STAY_SECONDS)
    print(f"{many} clients that don't close: {pulse.words}")
    title = f"beside {many} clients that don't close, {HEALTH}"
    note(title, service.database, len(pulse.milliseconds), pulse.shown, HEALTH_LIMIT)
    return pulse.wrong


def kills(service: Service, count: int) -> list[str]:
    """Kill workers, and every fourth time the master, while others write: what was acknowledged is there."""

    done, ends = 0, time.monotonic() + KILLS_SECONDS

    def blows() -> None:
        nonlocal done
        for number in range(count):
            if time.monotonic() > ends:
                return
            done += 1
            time.sleep(0.2)
            workers = service.workers()
            if number % 4 == 3 or not workers:
                service.kill(service.master)
                service.start()
            else:
                service.kill(workers[number % len(workers)])

    seen = under_load(service, blows)
    gone = kept(service, seen.acknowledged)
    print(
        f"{done} SIGKILLs: {len(seen.acknowledged)} writes acknowledged, {len(gone)} gone, "
        f"{seen.broken} connections broken"
    )
    note(
        "SIGKILLs: acknowledged writes that were lost",
        service.database,
        done,
        f"{len(gone)} of {len(seen.acknowledged)}",
        "0",
    )
    few = [f"only {done} of {count} SIGKILLs in {KILLS_SECONDS:.0f} s"] * (done < count)
    return gone + few + ["nothing could be written beside SIGKILLs"] * (not seen.acknowledged)


def swaps(service: Service) -> list[str]:
    """A reload (HUP) and a restart (USR2, then TERM) while others write and score: no request is lost."""
    wrong = []
    for title, blow in (("reload", reload), ("restart", restart)):
        outcomes: list[bool] = []
        seen = under_load(service, lambda blow=blow, outcomes=outcomes: outcomes.append(blow(service)), patient=True)
        gone = kept(service, seen.acknowledged)
        others = {status for _, status in seen.answers} - {200, 201}
        print(
            f"{title}: {seen.answers.total()} answers beside it, {len(gone)} of {len(seen.acknowledged)} writes gone, "
            f"{seen.broken} connections broken"
        )
        print(f"  503 for {dict(seen.reasons)}, {seen.again} answered when asked again")
        lost = f"{seen.broken} connections, {len(gone)} writes, {seen.again} asked again"
        note(
            f"lost at a {title}",
            service.database,
            seen.answers.total(),
            lost,
            "0, 0; asking again after a documented 503",
        )
        wrong += [f"503 for {reason} at a {title}" for reason in seen.reasons.keys() - DOCUMENTED]
        wrong += gone + [f"{seen.broken} requests lost at a {title}"] * bool(seen.broken)
        wrong += [f"{sorted(others)} at a {title}: {dict(seen.reasons)}"] * bool(others) + [
            f"no {title} took place"
        ] * (outcomes != [True])
    return wrong


def reload(service: Service) -> bool:
    """Whether other workers serve in the end."""
    old = set(service.workers())
    os.kill(service.master, signal.SIGHUP)
    return wait_for(lambda: not old & set(service.workers()) and bool(service.workers()), SWAP_SECONDS)


def restart(service: Service) -> bool:
    """Whether another master serves in the end."""
    old = service.master
    os.kill(old, signal.SIGUSR2)
    masters: list[int] = []

    def serving() -> bool:
        masters[:] = [pid for pid in children(old) if len(children(pid)) == len(service.workers())]
        return bool(masters)

    if not wait_for(serving, SWAP_SECONDS):
        return False
    time.sleep(1)  # its workers take connections now
    os.kill(old, signal.SIGTERM)
    ended = service.ended()
    service.master = masters[0]
    return ended and service.ready()


def campaign(service: Service, plan: Plan) -> list[str]:
    """All that is done to a service on any database."""
    wrong = mutated(service, plan)
    wrong += heaviest(service, plan.shapes)
    wrong += slow_clients(service, SLOW_CLIENTS, 3)
    wrong += staying_clients(service, SLOW_CLIENTS)
    if plan.faults:
        wrong += slow_clients(service, MANY_SLOW_CLIENTS, 25)
    wrong += swaps(service)
    return wrong + kills(service, plan.kills)


def on_sqlite(plan: Plan) -> list[str]:
    """The campaign on the embedded database, its lock held and its disk filled."""
    wrong: list[str] = []
    if plan.faults:
        with attacked(OnSmallDisk) as small:
            wrong += faults.full(small)
    with attacked(Service) as service:
        wrong += faults.locked(service) if plan.faults else []
        return wrong + campaign(service, plan)


def on_postgres(plan: Plan) -> list[str]:
    """The campaign on PostgreSQL, its server frozen, stopped and restarted."""
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        faults.postgres(Path(folder)) as server,
        attacked(Service, server.get_uri()) as service,
    ):
        return faults.of_postgres(service, server) + campaign(service, plan)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make attack", description=__doc__)
    parser.add_argument("--short", action="store_true", help="some seconds, on SQLite alone")
    short, begun = parser.parse_args().short, time.monotonic()
    wrong: list[str] = []
    parts = [lambda: on_sqlite(SHORT)] if short else [lambda: on_sqlite(LONG), lambda: on_postgres(LONG_ON_POSTGRES)]
    for part in parts:
        try:
            wrong += part()
        except (OSError, HTTPException) as error:
            wrong.append(f"the campaign ended early: {type(error).__name__}: {error}")
    minutes = (time.monotonic() - begun) / 60
    print("\n".join(wrong) or "nothing broke")
    print(f"in {minutes:.1f} minutes")
    if not short:
        write(wrong, minutes)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main())
