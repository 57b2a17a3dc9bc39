"""Run with ``make bench``. Load goes to 127.0.0.1 only and is bounded in count; results go to RESULTS.md.

The service and the yardstick run in the same minute, on as many workers, and are asked in turn, in an order that is
rotated from round to round: ratios are medians over rounds of what was asked in the same round, so that they survive a
noisy machine. Beside the time that a client waits stands the processor time of the workers, from /proc.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from service.config import Settings
from tests.benchmarks import boms, storage
from tests.benchmarks.plain import FEATURES

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
ROUNDS, WARM_UP, CLIENTS, REQUESTS_EACH = 30, 3, 8, 8
PAGES = 60
LARGE_ROUNDS = 5
NEW_BOMS, STORED, AT_ONCE = 1_000, 10_000, 20
LINES = 25
WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_IN_PROCESS = 3.0
PLAIN_CONFIG = """\
import os
bind = "127.0.0.1:" + os.environ["PORT"]
workers = 2
preload_app = True
control_socket_disable = True
"""


class Cost(NamedTuple):
    """What requests of one kind cost: ``wall`` by round, and the workers' mean ``cpu``, in milliseconds."""

    wall: list[float]
    cpu: float

    @property
    def median(self) -> float:
        """Median time that a client waits."""
        return statistics.median(self.wall)


Request = Callable[[], None]
Row = tuple[str, str, str]


@dataclass
class Server:
    """A gunicorn master with its port and the seconds until its first answer."""

    process: subprocess.Popen[bytes]
    port: int
    started: float


@contextmanager
def serving(folder: Path, arguments: list[str], ready: str) -> Iterator[Server]:
    """gunicorn with ``arguments`` until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    model = os.environ.get("MODEL_DIR") or str(Settings().model_dir)
    env = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "DATA_DIR": str(folder), "MODEL_DIR": model}
    env |= {"WEB_CONCURRENCY": str(WORKERS), "OMP_NUM_THREADS": "1", "LOG_LEVEL": "error", "AUTH": "off"}
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *arguments], cwd=ROOT, env=env)
    if "-c" not in arguments:
        raise ValueError("a configuration is needed: it binds the port")
    try:
        wait(port, ready, process)
        yield Server(process, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(30)


def wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Until ``path`` is answered by something that isn't 503."""
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("a server ended before it answered; see above")
        try:
            if ask(port, "GET", path)[0] != http.HTTPStatus.SERVICE_UNAVAILABLE:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit("a server was not ready within 30 s: is there a bundle in models/current?")


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, Any]:
    """One request on a connection of its own, as gunicorn's sync workers serve them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def timed(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> float:
    """Milliseconds of one request, which must succeed."""
    begun = time.perf_counter()
    status, text, _ = ask(port, method, path, body, **headers)
    if status not in (200, 201, 304):
        raise SystemExit(f"{method} {path}: {status} {text[:400].decode()}")
    return 1000 * (time.perf_counter() - begun)


def spread(port: int, method: str, path: str, bodies: list[bytes]) -> list[float]:
    """Milliseconds of every request of eight clients at once."""

    def client(mine: list[bytes]) -> list[float]:
        return [timed(port, method, path, body) for body in mine]

    parts = [bodies[number::CLIENTS] for number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [value for values in pool.map(client, parts) for value in values]


def memory(master: int) -> tuple[float, float]:
    """Largest resident and largest proportional memory (MB) of the workers of a gunicorn master."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    resident = [megabytes(Path(f"/proc/{pid}/status"), "VmRSS:") for pid in workers]
    proportional = [megabytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") for pid in workers]
    return max(resident), max(proportional)


def megabytes(file: Path, key: str) -> float:
    """A figure of ``/proc``, which says kB and means KiB, in MB of a million bytes."""
    kibibytes = next(float(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(key))
    return kibibytes * 1024 / 1e6


def workers_cpu(master: int) -> float:
    """Processor time (ms, user and system) that the workers of a gunicorn master have taken."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in workers]
    return 1000 * sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def interleaved(kinds: Mapping[str, tuple[Server, Callable[[], float]]], rounds: int) -> dict[str, Cost]:
    """Ask every kind once a round, the first of a round being the second of the round before."""
    names = list(kinds)
    wall: dict[str, list[float]] = {name: [] for name in names}
    cpu = dict.fromkeys(names, 0.0)
    for number in range(-WARM_UP if rounds > LARGE_ROUNDS else -1, rounds):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            server, once = kinds[name]
            before = workers_cpu(server.process.pid)
            took = once()
            if number >= 0:
                wall[name].append(took)
                cpu[name] += workers_cpu(server.process.pid) - before
    return {name: Cost(wall[name], cpu[name] / rounds) for name in names}


def ratio(one: Cost, other: Cost) -> float:
    """Median over rounds of what one costs beside the other."""
    return statistics.median(a / b for a, b in zip(one.wall, other.wall, strict=True))


def posting(
    server: Server, make: Callable[[], boms.Json], path: str = "/v1/scores"
) -> tuple[Server, Callable[[], float]]:
    """A kind of request whose body is made anew, outside the time taken."""

    def once() -> float:
        body = json.dumps(make()).encode()
        return timed(server.port, "POST", path, body)

    return server, once


def measure(folder: Path) -> list[Row]:
    """Rows of the report: what, measured, goal."""
    config = folder / "plain.conf.py"
    config.write_text(PLAIN_CONFIG)
    ours = ["-c", "service/gunicorn.conf.py"]
    plain = ["-c", str(config), "tests.benchmarks.plain:application()"]
    with serving(folder, ours, "/readyz") as service, serving(folder, plain, "/") as yardstick:
        started = ("cold start to the first answer", f"{service.started:.2f} s", "3 s")
        rows = [*small(service, yardstick), kept(service), *large(service, yardstick), *among(service)]
        rows += [*growth(service), *busy(service), held(service, "all that was asked above", "")]
        return [*rows, *lists(service, folder), in_process(), started]


def plain_rows(count: int) -> Callable[[], boms.Json]:
    """A body of the yardstick."""
    return lambda: {"rows": [[0.5] * FEATURES] * count}


def small(service: Server, yardstick: Server) -> list[Row]:
    """What a BOM of 25 lines costs: never seen, seen, and asked for again."""
    seen = boms.fresh(LINES)
    body = json.dumps(seen).encode()
    hazards = len(json.loads(ask(service.port, "POST", "/v1/scores?view=full", body)[1])["hazards"])
    ask(service.port, "PUT", "/v1/boms/bench", body)
    score = "/v1/boms/bench/score"  # today's, which isn't that of the day that was put
    poll = {"If-None-Match": ask(service.port, "GET", score)[2]["ETag"]}
    if ask(service.port, "GET", score, **poll)[0] != http.HTTPStatus.NOT_MODIFIED:
        raise SystemExit("a score that stands was sent again")
    times = interleaved(
        {
            "plain": posting(yardstick, plain_rows(hazards), "/predict"),
            "new": posting(service, lambda: boms.fresh(LINES)),
            "seen": posting(service, lambda: seen),
            "full": posting(service, lambda: boms.fresh(LINES), "/v1/scores?view=full"),
            "304": (service, lambda: timed(service.port, "GET", score, **poll)),
        },
        ROUNDS,
    )
    plain, of = times["plain"], f"for {LINES} lines, {hazards} purchases"
    return [
        (f"plain endpoint, predict_proba of {hazards} rows", cost_text(plain), ""),
        (f"summary {of} never seen", beside(times["new"], plain), "1.5 x"),
        ("summary of the same BOM again", beside(times["seen"], plain), "1.5 x"),
        (f"full answer {of} never seen", beside(times["full"], plain), "2.5 x"),
        ("answer 304", beside(times["304"], plain, digits=2), "0.25 x"),
    ]


def among(service: Server) -> list[Row]:
    """What a BOM costs among many: in a batch, and in the sum over all that are stored."""
    times = interleaved(
        {
            "one": posting(service, lambda: boms.fresh(LINES)),
            "batch": posting(
                service, lambda: {"boms": {str(n): boms.fresh(LINES) for n in range(AT_ONCE)}}, "/v1/scores/batch"
            ),
        },
        LARGE_ROUNDS,
    )
    each = times["batch"].median / AT_ONCE
    text = f"{each / times['one'].median:.2f} of one alone: {each:.2f} ms (CPU {times['batch'].cpu / AT_ONCE:.1f})"
    return [(f"a BOM in a batch of {AT_ONCE}", text, "")]


def large(service: Server, yardstick: Server) -> list[Row]:
    """The largest BOMs, beside a plain endpoint with as many rows."""
    rows: list[Row] = []
    for name, make, goal in (
        ("400 purchases", lambda: boms.purchases(400), "15 x"),
        ("1,000 lines of three mixes", lambda: boms.like_lines(1_000), "25 x"),
    ):
        many = len(
            json.loads(ask(service.port, "POST", "/v1/scores?view=full", json.dumps(make()).encode())[1])["hazards"]
        )
        times = interleaved(
            {
                "plain": posting(yardstick, plain_rows(40), "/predict"),
                "plain-N": posting(yardstick, plain_rows(many), "/predict"),
                "ours": posting(service, make),
            },
            LARGE_ROUNDS,
        )
        rows.append((f"{name}, beside plain-40", beside(times["ours"], times["plain"]), goal))
        rows.append((f"{name}, beside plain-{many}", f"{ratio(times['ours'], times['plain-N']):.1f} x", ""))
    return rows


def growth(service: Server) -> list[Row]:
    """By how much the time grows when a BOM doubles."""
    rows: list[Row] = []
    for name, make, sizes in (
        ("lines", boms.like_lines, (250, 500, 1_000)),
        ("purchases", boms.purchases, (100, 200, 400)),
        ("countries that a purchase comes from", boms.sources, (4, 8, 16)),
        ("alternates in one group", boms.alternates, (100, 200, 400)),
    ):
        times = interleaved({str(n): posting(service, lambda n=n, make=make: make(n)) for n in sizes}, LARGE_ROUNDS)
        walls = [times[str(n)].median for n in sizes]
        most = max(after / before for before, after in pairwise(walls))
        told_walls = ", ".join(f"{n}: {wall:.0f} ms" for n, wall in zip(sizes, walls, strict=True))
        rows.append((f"growth with {name}, t(2n)/t(n)", f"{most:.2f} ({told_walls})", "2.5"))
    return rows


def busy(service: Server) -> list[Row]:
    """What eight clients at once wait."""
    bodies = [json.dumps(boms.fresh(LINES)).encode() for _ in range(CLIENTS * REQUESTS_EACH)]
    percentiles = statistics.quantiles(spread(service.port, "POST", "/v1/scores", bodies), n=100)
    return [
        (f"p50 and p99 at {CLIENTS} clients", f"{percentiles[49]:.1f} and {percentiles[98]:.1f} ms", ""),
        ("p99 beside p50", f"{percentiles[98] / percentiles[49]:.2f} x", "5 x"),
    ]


def kept(service: Server) -> Row:
    """What the workers hold after a thousand BOMs that they never saw."""
    spread(service.port, "POST", "/v1/scores", [json.dumps(boms.fresh(LINES)).encode() for _ in range(NEW_BOMS)])
    return held(service, f"{NEW_BOMS} new BOMs", "250 MB")


def held(service: Server, after: str, goal: str) -> Row:
    """What the largest worker holds."""
    resident, proportional = memory(service.process.pid)
    name = f"memory of a worker after {after}, resident (proportional)"
    return name, f"{resident:.0f} ({proportional:.0f}) MB", goal


def lists(service: Server, folder: Path) -> list[Row]:
    """What a page of ten takes of a processor among ten stored BOMs, and among many."""
    database, pages = (
        folder / "chokepoint.db",
        {
            "by id": "/v1/boms?limit=10",
            "by score": "/v1/boms?limit=10&sort=-score",
            "of a supplier": "/v1/boms?limit=10&supplier=Supplier%207",
            "portfolio": "/v1/portfolio",
        },
    )
    storage.multiply(database, 10)
    few = {name: page(service, path) for name, path in pages.items()}
    storage.multiply(database, STORED)
    many = {name: page(service, path) for name, path in pages.items()}
    each = 1000 * many.pop("portfolio") / STORED
    rows = [(name, f"CPU {many[name] / few[name]:.2f} x: {many[name]:.2f} ms") for name in many]
    listed = [(f"list {name}, of {STORED:,} BOMs beside ten", text, "2 x") for name, text in rows]
    return [*listed, (f"a BOM in the portfolio of {STORED:,}", f"CPU {each:.1f} us", "")]


def page(service: Server, path: str) -> float:
    """Processor time (ms) of a page, the mean of some: what others do on the machine would be most of the waiting."""
    timed(service.port, "GET", path)
    before = workers_cpu(service.process.pid)
    for _ in range(PAGES):
        timed(service.port, "GET", path)
    return (workers_cpu(service.process.pid) - before) / PAGES


def in_process() -> Row:
    """Lines of default supply that one core assembles and measures in a second, without explanations."""
    from service.risk.bundle.storage import load
    from service.risk.product.assembly import assemble
    from service.risk.purchase.basket import read_bom
    from service.risk.purchase.canonical import canonical_bom
    from service.schemas.bom import BomSchema

    kernel = load(Path(os.environ.get("MODEL_DIR") or Settings().model_dir))
    day = date.fromisoformat(boms.DAY)
    read = canonical_bom(BomSchema().load(boms.defaults(LINES)), day)

    def once() -> None:
        assemble(read_bom(read, kernel.resolver), kernel.epoch(day), kernel.sourcing, day, None)

    once()  # fills what a day keeps
    done, begun = 0, time.process_time()
    while (took := time.process_time() - begun) < SECONDS_IN_PROCESS:
        once()
        done += 1
    return "default supply in process, lines a second and core", f"{LINES * done / took:,.0f}", "5,000"


def cost_text(cost: Cost) -> str:
    """Wall and processor time."""
    return f"{cost.median:.2f} ms (CPU {cost.cpu:.1f})"


def beside(one: Cost, plain: Cost, digits: int = 1) -> str:
    """A cost, and beside the plain endpoint: in time waited, and in processor time, which others who use the machine
    lengthen less. The kernel counts that in hundredths of a second: a few short answers may come to none."""
    by_processor = f", CPU {one.cpu / plain.cpu:.{digits}f} x" if plain.cpu else ""
    return f"{ratio(one, plain):.{digits}f} x{by_processor}: {cost_text(one)}"


def main() -> None:
    """Measure and write the report."""
    busy_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    head = (
        f"{machine}, {WORKERS} workers, {ROUNDS} rounds ({LARGE_ROUNDS} for the large ones) in rotated order; ratios "
        "are medians of pairs. The plain endpoint is Flask and gunicorn around 200 trees on 28 features. The load of "
        f"the machine was {busy_before:.0f} before it began; beside one of 0, waits are that much longer."
    )
    table = ["| what | measured | goal |", "|---|--:|--:|", *(f"| {' | '.join(row)} |" for row in rows)]
    text = "\n".join(["# Benchmarks", "", f"`make bench`: {head}", "", *table, ""])
    RESULTS.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
