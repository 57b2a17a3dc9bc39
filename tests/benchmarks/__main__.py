"""Run with ``make bench``. Load goes to 127.0.0.1 only and is bounded in count; results go to RESULTS.md.

Both servers run in the same minute, on as many workers, asked in turn, so that the ratio survives a noisy
machine. The kernel keeps assessed hazards, so every BOM has source mixes of its own: nothing is answered from
what it keeps. The same BOM asked again and again is shown as well, because that is what polling systems do.
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
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from service.config import Settings

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
ROUNDS, WARM_UP, CLIENTS, REQUESTS_EACH = 100, 10, 8, 20
LINES = 25
WORKERS = 2
MATERIALS = ("NdFeB N42SH", "NdFeB N38UH", "Sm2Co17")
OXIDES = ("Ce", "Dy", "La", "Nd", "Pr", "Tb", "Y")
PLAIN_CONFIG = """\
import os
bind = "127.0.0.1:" + os.environ["PORT"]
workers = 2
preload_app = True
control_socket_disable = True
"""
_serial = count(1)


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
    env |= {"WEB_CONCURRENCY": str(WORKERS), "OMP_NUM_THREADS": "1", "LOG_LEVEL": "error"}
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


def bom() -> bytes:
    """25 lines whose source mixes no BOM before had."""
    shares = [round(0.4 + 0.00005 * next(_serial), 6) for _ in range(LINES)]
    lines = [line(number, share) for number, share in enumerate(shares)]
    return json.dumps({"buyer_country": "DE", "as_of": "2026-11-21", "currency": "EUR", "lines": lines}).encode()


def line(number: int, share: float) -> dict[str, Any]:
    """A magnet every third line, else an oxide."""
    magnet = number % 3 == 0
    stage = "magnet" if magnet else "separation"
    supply = [{"stage": stage, "country": c, "share": s} for c, s in (("CN", share), ("JP", round(1 - share, 6)))]
    described = {"material": MATERIALS[number % 9 // 3]} if magnet else {"element": OXIDES[number % 7], "form": "oxide"}
    amount = {"quantity": {"value": 1.2, "unit": "kg"}, "unit_price": {"value": 95, "per": "kg"}}
    return {"line_id": str(number), "part_number": f"P-{number}", "supply": supply, **described, **amount}


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
    resident = [kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:") for pid in workers]
    proportional = [kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") for pid in workers]
    return max(resident) / 1000, max(proportional) / 1000


def kilobytes(file: Path, key: str) -> float:
    return next(float(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(key))


def measure(folder: Path) -> list[tuple[str, str, str]]:
    """Rows of the report: what, measured, budget."""
    config = folder / "plain.conf.py"
    config.write_text(PLAIN_CONFIG)
    ours = ["-c", "service/gunicorn.conf.py"]
    plain = ["-c", str(config), "tests.benchmarks.plain:application()"]
    with serving(folder, ours, "/readyz") as service, serving(folder, plain, "/") as yardstick:
        return compare(service, yardstick)


def compare(service: Server, yardstick: Server) -> list[tuple[str, str, str]]:
    sample = bom()
    hazards = len(json.loads(ask(service.port, "POST", "/v1/scores", sample)[1])["hazards"])
    manifest = json.loads(ask(service.port, "GET", "/v1/model")[1])["manifest"]
    rows = json.dumps({"rows": [[0.5] * len(manifest["columns"]["main"])] * hazards}).encode()
    etag = ask(service.port, "PUT", "/v1/boms/bench", sample)[2]["ETag"]
    fresh, again, base, polled = [], [], [], []
    for _ in range(ROUNDS + WARM_UP):
        fresh.append(timed(service.port, "POST", "/v1/scores", bom()))
        base.append(timed(yardstick.port, "POST", "/predict", rows))
        again.append(timed(service.port, "POST", "/v1/scores", sample))
        polled.append(timed(service.port, "GET", "/v1/boms/bench/score", **{"If-None-Match": etag}))
    score, repeat, plain, poll = (statistics.median(v[WARM_UP:]) for v in (fresh, again, base, polled))
    busy = spread(service.port, "POST", "/v1/scores", [bom() for _ in range(CLIENTS * REQUESTS_EACH)])
    percentiles = statistics.quantiles(busy, n=100)
    resident, proportional = memory(service.process.pid)
    return [
        (f"plain endpoint, predict_proba of {hazards} rows", f"{plain:.2f} ms", ""),
        (f"score of {LINES} lines, {hazards} hazards never seen", f"{score:.2f} ms", ""),
        ("the same, beside the plain endpoint", f"{score / plain:.2f} x", "1.5 x"),
        ("score of a BOM seen before", f"{repeat:.2f} ms, {repeat / plain:.2f} x", "1.5 x"),
        ("answer 304", f"{poll:.2f} ms, {poll / score:.3f} of a score", "0.1"),
        (f"p50 and p99 at {CLIENTS} clients", f"{percentiles[49]:.1f} and {percentiles[98]:.1f} ms", ""),
        ("p99 beside p50", f"{percentiles[98] / percentiles[49]:.2f} x", "5 x"),
        ("memory of a worker, resident (proportional)", f"{resident:.0f} ({proportional:.0f}) MB", "250 MB"),
        ("cold start to the first answer", f"{service.started:.2f} s", "3 s"),
    ]


def main() -> None:
    """Measure and write the report."""
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    head = f"{machine}, {WORKERS} workers, medians of {ROUNDS} rounds."
    table = ["| what | measured | budget |", "|---|--:|--:|", *(f"| {' | '.join(row)} |" for row in rows)]
    text = "\n".join(["# Benchmarks", "", f"`make bench`: {head}", "", *table, ""])
    RESULTS.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
