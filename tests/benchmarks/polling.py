"""What dashboards that poll cost, and pages of a large portfolio: ``python -m tests.benchmarks.polling``.

Processor time of the workers is read from /proc, behind gunicorn, with connections made anew as its workers serve them.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.benchmarks import boms, storage
from tests.benchmarks.__main__ import LINES, Server, ask, serving, workers_cpu

DASHBOARDS, EVERY_SECONDS, POLLED, IN_PORTFOLIO = 200, 10, 500, 1_000
PAGES = ("/v1/boms?limit=200", "/v1/boms?limit=200&sort=-score", "/v1/boms?limit=200&band=high")
"""Three pages have all of 500 BOMs; these stand for them."""
POLLS, VIEWS = 400, 20
OF_A_PAGE = ("/", "/?sort=name&page=3", "/?band=high", "/portfolio.csv")


def cpu_of(service: Server, path: str, times: int, **headers: str) -> float:
    """Mean processor time (ms) of the workers for one request."""
    ask(service.port, "GET", path, **headers)
    before = workers_cpu(service.process.pid)
    for _ in range(times):
        ask(service.port, "GET", path, **headers)
    return (workers_cpu(service.process.pid) - before) / times


def bare(service: Server) -> float:
    """What every request takes of connection, server and hooks, whatever it asks for (ms)."""
    held = ask(service.port, "GET", "/healthz")[2]["ETag"]
    return cpu_of(service, "/healthz", POLLS, **{"If-None-Match": held})


def polls(service: Server) -> list[tuple[str, str]]:
    """What a poll of what hasn't changed takes, and what share of a core all dashboards do."""
    rows, held = [], {}
    for path in (*PAGES, "/v1/portfolio", "/v1/boms/real/score"):
        answer = ask(service.port, "GET", path)
        held[path] = cpu_of(service, path, POLLS, **{"If-None-Match": answer[2]["ETag"]})
        rows.append((f"304 of {path}", f"{held[path]:.2f} ms"))
    each = sum(held[path] for path in PAGES)
    share = DASHBOARDS / EVERY_SECONDS * each / 1000
    name = f"{DASHBOARDS} dashboards that poll {POLLED} BOMs (3 pages) every {EVERY_SECONDS} s, of one core"
    return [*rows, (name, f"{100 * share:.0f} %")]


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as name,
        serving(Path(name), ["-c", "service/gunicorn.conf.py"], "/readyz") as it,
    ):
        body = json.dumps(boms.fresh(LINES)).encode()
        ask(it.port, "PUT", "/v1/boms/real", body)
        database = Path(name) / "chokepoint.db"
        storage.multiply(database, POLLED)
        rows = [("304 of /healthz, which reads nothing", f"{bare(it):.2f} ms"), *polls(it)]
        storage.multiply(database, IN_PORTFOLIO)
        rows += [(f"{path} of {IN_PORTFOLIO:,} BOMs", f"{cpu_of(it, path, VIEWS):.0f} ms") for path in OF_A_PAGE]
        rows.append(("/products/real", f"{cpu_of(it, '/products/real', VIEWS):.0f} ms"))
    for what, measured in rows:
        print(f"{measured:>10}  {what}")


if __name__ == "__main__":
    main()
