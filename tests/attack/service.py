"""The service under attack, run as it is run, on 127.0.0.1 and a free port."""

from __future__ import annotations

import gzip
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, END_SECONDS = 90, 40
TICKS = os.sysconf("SC_CLK_TCK")
FOLDER_MEBIBYTES = 64
"""Of the file system under the embedded database, which the campaign fills."""


class Told(NamedTuple):
    """An answer, unpacked."""

    status: int
    kind: str
    body: bytes


def wait_for(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes to hold in time."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and wasn't waited for doesn't."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


class Service:
    """A service under attack: started, killed and started again over the same database."""

    def __init__(self, folder: Path, database: str | None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        kept = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder), "LOG_LEVEL": "error"}
        self.data = folder / "data"
        self.data.mkdir()
        own = {"PORT": str(self.port), "DATA_DIR": str(self.data), "WEB_CONCURRENCY": "2", "AUTH": "off"}
        self.env = kept | own | ({"DATABASE_URL": database} if database else {})
        self.database = "PostgreSQL" if database else "SQLite"
        self.log = folder / "log"
        self.master = 0
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start it, and wait until it is ready. The workers of a killed master end within a second."""
        ends = time.monotonic() + START_SECONDS
        wait_for(lambda: not self.listens(), START_SECONDS)
        while time.monotonic() < ends:
            with self.log.open("a") as log:
                process = subprocess.Popen(self.command(), cwd=ROOT, env=self.env, stderr=log)
            self.started.append(process)
            self.master = process.pid
            while process.poll() is None and time.monotonic() < ends:
                if self.ready():
                    return
                time.sleep(0.05)
        raise SystemExit("the service doesn't start: " + self.log.read_text()[-500:])

    def command(self) -> list[str]:
        """How it is started."""
        return [sys.executable, "-m", "gunicorn", "-c", "service/gunicorn.conf.py"]

    def listens(self) -> bool:
        """Whether something takes connections at its port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def ready(self) -> bool:
        """Whether it says that it can score and store."""
        try:
            return self.ask("GET", "/readyz").status == 200
        except (OSError, HTTPException):
            return False

    def ask(self, method: str, path: str, headers: Any = None, body: bytes | None = None) -> Told:
        """What it answers, on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            raw = answer.read()
            packed = raw and answer.headers.get("Content-Encoding") == "gzip"
            return Told(answer.status, answer.headers.get("Content-Type", ""), gzip.decompress(raw) if packed else raw)
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """Its workers; a new master that USR2 started has children of its own."""
        return [pid for pid in children(self.master) if not children(pid)]

    def megabytes(self) -> int:
        """Memory of the largest worker."""
        sizes = [0]
        for pid in self.workers():
            with suppress(OSError, IndexError):  # it ends just now
                sizes.append(int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) // 1024)
        return max(sizes)

    def cpu_seconds(self) -> float:
        """What its workers have used of a processor."""
        used = 0
        for pid in self.workers():
            with suppress(OSError):
                used += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return used / TICKS

    def kill(self, pid: int) -> None:
        """SIGKILL one of its processes."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if pid == self.master:
            self.ended()

    def ended(self) -> bool:
        """Whether its master ends in time."""
        master = self.master
        try:
            return wait_for(lambda: os.waitpid(master, os.WNOHANG)[0] == master, END_SECONDS)
        except ChildProcessError:  # USR2's isn't ours to wait for
            return wait_for(lambda: not alive(master), END_SECONDS)
        finally:
            for process in self.started:
                process.poll()  # else each warns that nobody waited for it

    def stop(self) -> None:
        """End it, in peace where it lets us."""
        with suppress(ProcessLookupError):
            os.kill(self.master, signal.SIGTERM)
        if not self.ended():
            self.kill(self.master)


Attacked = TypeVar("Attacked", bound=Service)


class OnSmallDisk(Service):
    """A service whose data folder is a small file system of its own, in a mount namespace that goes with it."""

    def command(self) -> list[str]:
        mount = f'mount -t tmpfs -o size={FOLDER_MEBIBYTES}m attacked {self.data} && exec "$@"'
        own = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
        return [*own, "sh", "-c", mount, "sh", *super().command()]

    def inside(self) -> Path:
        """Its data folder, from outside."""
        return Path(f"/proc/{self.master}/root{self.data}")


@contextmanager
def attacked(kind: type[Attacked], database: str | None = None) -> Iterator[Attacked]:
    """A service of that kind over a database, until the end."""
    with TemporaryDirectory(prefix="chokepoint-attack-") as folder:
        service = kind(Path(folder), database)
        service.start()
        try:
            yield service
        finally:
            service.stop()
