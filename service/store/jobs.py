"""Jobs in and out of the database: who may work on one, how far it came, and what it left.

A worker holds a job by a lease. Whoever commits a step proves in the same transaction that the lease is still its own.
A worker that was thought dead, or whose job was cancelled, changes nothing any more, whatever the clocks say.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, Select, and_, delete, func, insert, or_, select, text, update

from service.store.database import Transaction
from service.store.schema import job_pages, jobs
from service.store.watch.notices import note_job

MEBIBYTE = 1024 * 1024
LEASE = timedelta(seconds=20)
KEPT = timedelta(days=7)
MOST_UNFINISHED, MOST_KEPT, MOST_BYTES = 20, 200, 256 * MEBIBYTE
"""Of a tenant: jobs that wait or run, jobs that are kept at all, and bytes that all of them hold."""
MOST_DEATHS = 3
"""Workers that may die, or fail, at one step of a job before it is given up."""
ERRORS, ITEMS, RESULTS, PARTS = "error", "item", "result", "part"
"""Kinds of pages: what a row leaves open, what is still to be done, what was made of it, and what is known of an upload
that is partly read."""
PAGE_ROWS = 500
RANDOM_BYTES = 5
SHOWN = tuple(column for column in jobs.c if column.name != "upload")


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
COUNTED = ("scored", "stored", "failed")
"""What became of the BOMs of a job."""


class LostError(Exception):
    """The job is no longer this worker's: it was cancelled, or another took it. Nothing of the step was kept."""


class QueueFullError(Exception):
    """A tenant has as many jobs as it may; the message says which bound is met."""


@dataclass(frozen=True)
class NewJob:
    """What is asked for: ``asked`` is JSON that the job's kind reads, ``upload`` a file that goes with it."""

    tenant: str
    kind: str
    asked: Mapping[str, Any]
    created_by: str | None = None
    upload: bytes | None = None


@dataclass(frozen=True)
class Lease:
    """A job in a worker's hands, as it was last committed. ``position`` is where its kind goes on, ``counts`` what it
    tells; ``ended`` says that nothing is left to do."""

    job_id: str
    tenant: str
    kind: str
    asked: Mapping[str, Any]
    created_by: str | None
    worker: str
    done: int
    total: int | None
    position: str
    counts: Mapping[str, int]
    errors: int
    ended: bool = False


@dataclass(frozen=True)
class JobStep:
    """What a step changes: the job as it is ``after``, and rows that are added to its pages by kind. Items that are
    done go. ``part`` is what was read of the upload, and the number of its first row; all parts go with the upload."""

    after: Lease
    errors: Sequence[Mapping[str, Any]] = ()
    items: Sequence[Any] = ()
    result: tuple[int, Any] | None = None
    summary: Mapping[str, Any] | None = None
    part: tuple[int, Sequence[Any]] | None = None


class Jobs:
    """The jobs of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def add(self, new: NewJob, now: datetime) -> str:
        """Keep a job until a worker takes it; its id. The oldest finished ones make room for it. Raises
        ``QueueFullError``."""
        job_id = id_of(new, now)
        upload = None if new.upload is None else zlib.compress(new.upload, 1)
        size = len(upload or b"")
        row: dict[str, Any] = {
            "job_id": job_id,
            "tenant": new.tenant,
            "kind": new.kind,
            "asked": json.dumps(dict(new.asked)),
        }
        row |= {"state": JobState.QUEUED, "created_by": new.created_by, "created_at": now, "turn_at": now}
        row |= {"deaths": 0, "done": 0, "position": "", "counts": "{}", "errors": 0}
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":  # so that a tenant's requests count one after the other
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:tenant))"), {"tenant": new.tenant})
            _make_room(connection, new.tenant, size)
            connection.execute(insert(jobs).values(row | {"upload": upload, "bytes": size}))
        return job_id

    def get(self, tenant: str, job_id: str) -> RowMapping | None:
        """A job, without its upload."""
        with self._reading() as connection:
            return connection.execute(select(*SHOWN).where(*_mine(tenant, job_id))).mappings().one_or_none()

    def page(
        self, tenant: str, limit: int, before: str | None = None, state: str | None = None, kind: str | None = None
    ) -> list[RowMapping]:
        """Jobs of a tenant, newest first, at most ``limit``, older than ``before``."""
        query = select(*SHOWN).where(jobs.c.tenant == tenant)
        for column, value in ((jobs.c.state, state), (jobs.c.kind, kind)):
            query = query if value is None else query.where(column == value)
        if before is not None:
            query = query.where(jobs.c.job_id < before)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(jobs.c.job_id.desc()).limit(limit)).mappings())

    def rows(self, tenant: str, job_id: str, kind: str, offset: int, limit: int | None = None) -> list[Any]:
        """Rows of a job's pages of a kind, from the row number ``offset`` on: all, or at most ``limit``."""
        query = select(job_pages.c.first, job_pages.c.content).join(jobs, jobs.c.job_id == job_pages.c.job)
        query = query.where(*_mine(tenant, job_id), job_pages.c.kind == kind)
        query = query.where(job_pages.c.first + job_pages.c.rows > offset)
        if limit is not None:
            query = query.where(job_pages.c.first < offset + limit)
        with self._reading() as connection:
            pages = connection.execute(query.order_by(job_pages.c.first)).all()
        numbered = ((first + place, row) for first, raw in pages for place, row in enumerate(_read(raw)))
        return [row for number, row in numbered if offset <= number and (limit is None or number < offset + limit)]

    def cancel(self, tenant: str, job_id: str, now: datetime) -> bool:
        """End a job that isn't finished; what it did stays. A worker that is at it can't commit any more."""
        with self._writing() as connection:
            held = select(jobs.c.job_id).where(*_mine(tenant, job_id), jobs.c.state.in_(UNFINISHED))
            if connection.execute(held.with_for_update()).scalar() is None:
                return False
            _end(connection, job_id, JobState.CANCELLED, now, None)
        return True

    def forget(self, tenant: str, job_id: str) -> bool:
        """Take a finished job away with what it left; False where there is none."""
        query = delete(jobs).where(*_mine(tenant, job_id), jobs.c.state.not_in(UNFINISHED))
        with self._writing() as connection:
            return connection.execute(query).rowcount > 0

    def prune(self, now: datetime) -> int:
        """Take away jobs that were finished longer ago than they are kept; how many they were."""
        with self._writing() as connection:
            return connection.execute(delete(jobs).where(jobs.c.finished_at < now - KEPT)).rowcount

    def claim(self, worker: str, now: datetime, job_id: str | None = None) -> Lease | None:
        """The next job for a worker, or that with ``job_id``: of the tenant whose turn is longest ago. One at which
        workers die again and again is given up."""
        with self._writing() as connection:
            while (row := connection.execute(_next(now, job_id)).mappings().one_or_none()) is not None:
                deaths = row["deaths"] + (row["state"] == JobState.RUNNING)
                if deaths >= MOST_DEATHS:
                    _end(connection, row["job_id"], JobState.FAILED, now, None)
                    continue
                held = {"state": JobState.RUNNING, "worker": worker, "lease_until": now + LEASE, "deaths": deaths}
                held |= {"turn_at": now, "started_at": row["started_at"] or now}
                connection.execute(update(jobs).where(jobs.c.job_id == row["job_id"]).values(**held))
                return _claim(row, worker)
        return None

    def upload(self, claim: Lease) -> bytes:
        """The file that came with a job."""
        with self._reading() as connection:
            kept = connection.execute(select(jobs.c.upload).where(*_held(claim))).scalar()
        if kept is None:
            raise LostError
        return zlib.decompress(kept)

    def parts(self, claim: Lease) -> list[Any]:
        """What earlier steps read of the upload."""
        return self.rows(claim.tenant, claim.job_id, PARTS, 0)

    def item(self, claim: Lease, number: int) -> Any:
        """What is to be done as number ``number``. Raises ``LostError`` where it is done."""
        rows = self.rows(claim.tenant, claim.job_id, ITEMS, number, 1)
        if not rows:
            raise LostError
        return rows[0]

    def commit(self, connection: Connection, step: JobStep) -> None:
        """Keep a step in a transaction that holds what it did. Raises ``LostError``, which undoes it."""
        after = step.after
        pages = list(_pages(step))
        values: dict[str, Any] = {"done": after.done, "total": after.total, "position": after.position}
        values |= {"counts": json.dumps(dict(after.counts)), "errors": after.errors, "deaths": 0}
        size = jobs.c.bytes + sum(len(page["content"]) for page in pages)
        if step.summary is not None:
            values |= {"summary": _packed(step.summary), "upload": None}
            size = size - func.coalesce(func.length(jobs.c.upload), 0)
        query = update(jobs).where(*_held(after)).values(**values, bytes=size)
        if connection.execute(query).rowcount != 1:
            raise LostError
        if step.summary is not None:
            connection.execute(delete(job_pages).where(job_pages.c.job == after.job_id, job_pages.c.kind == PARTS))
        if step.result is not None:
            gone = and_(job_pages.c.kind == ITEMS, job_pages.c.first == step.result[0])
            connection.execute(delete(job_pages).where(job_pages.c.job == after.job_id, gone))
        if pages:
            connection.execute(insert(job_pages), [{"job": after.job_id} | page for page in pages])

    def keep(self, step: JobStep) -> None:
        """Keep a step that did nothing else. Raises ``LostError``."""
        with self._writing() as connection:
            self.commit(connection, step)

    def renew(self, claim: Lease, now: datetime) -> bool:
        """Hold a job for longer; False where it is no longer this worker's."""
        with self._writing() as connection:
            query = update(jobs).where(*_held(claim)).values(lease_until=now + LEASE)
            return connection.execute(query).rowcount == 1

    def release(self, claim: Lease, *, failed: bool = False) -> None:
        """Give a job back to the queue; ``failed`` counts as a worker that died at it."""
        with self._writing() as connection:
            given = {
                "state": JobState.QUEUED,
                "worker": None,
                "lease_until": None,
                "deaths": jobs.c.deaths + int(failed),
            }
            connection.execute(update(jobs).where(*_held(claim)).values(**given))

    def finish(self, claim: Lease, now: datetime, problem: bytes | None = None) -> None:
        """End a job that is done, or that failed for the reason ``problem``."""
        with self._writing() as connection:
            if connection.execute(select(jobs.c.job_id).where(*_held(claim)).with_for_update()).scalar() is not None:
                _end(connection, claim.job_id, JobState.FAILED if problem else JobState.DONE, now, problem)

    def counts(self) -> dict[str, int]:
        """Jobs of all tenants by state."""
        query = select(jobs.c.state, func.count().label("number")).group_by(jobs.c.state)
        with self._reading() as connection:
            kept = {row.state: row.number for row in connection.execute(query)}
        return {str(state): kept.get(state, 0) for state in JobState}


def id_of(_new: NewJob, now: datetime) -> str:
    """An id that grows with time and tells nothing of how much others do."""
    return f"{int(now.timestamp() * 1_000_000):014x}{secrets.token_hex(RANDOM_BYTES)}"


def _next(now: datetime, job_id: str | None) -> Select[Any]:
    """A job that nobody holds. PostgreSQL passes over those that others are just taking; SQLite has one writer."""
    late = and_(jobs.c.state == JobState.RUNNING, jobs.c.lease_until < now)
    free = or_(jobs.c.state == JobState.QUEUED, late)
    query = select(*SHOWN).where(free) if job_id is None else select(*SHOWN).where(free, jobs.c.job_id == job_id)
    others = jobs.alias()
    turn = select(func.max(others.c.turn_at)).where(others.c.tenant == jobs.c.tenant, others.c.started_at.is_not(None))
    order = (func.coalesce(turn.scalar_subquery(), jobs.c.created_at), jobs.c.turn_at, jobs.c.job_id)
    return query.order_by(*order).limit(1).with_for_update(skip_locked=True, of=jobs)


def _claim(row: RowMapping, worker: str) -> Lease:
    same = {name: row[name] for name in ("job_id", "tenant", "kind", "created_by", "done", "total", "position")}
    asked, counts = json.loads(row["asked"]), json.loads(row["counts"])
    return Lease(**same, asked=asked, counts=counts, errors=row["errors"], worker=worker)


def _mine(tenant: str, job_id: str) -> tuple[Any, Any]:
    return jobs.c.tenant == tenant, jobs.c.job_id == job_id


def _held(claim: Lease) -> tuple[Any, Any, Any]:
    return jobs.c.job_id == claim.job_id, jobs.c.worker == claim.worker, jobs.c.state == JobState.RUNNING


def _end(connection: Connection, job_id: str, state: JobState, now: datetime, problem: bytes | None) -> None:
    """End a job: what was still to be done goes, what it made stays. Webhooks are told in the same transaction."""
    connection.execute(delete(job_pages).where(job_pages.c.job == job_id, job_pages.c.kind.in_((ITEMS, PARTS))))
    kept = select(func.coalesce(func.sum(func.length(job_pages.c.content)), 0)).where(job_pages.c.job == job_id)
    values = {"state": state, "finished_at": now, "upload": None, "worker": None, "lease_until": None}
    values |= {"problem": None if problem is None else problem.decode(), "bytes": kept.scalar_subquery()}
    connection.execute(update(jobs).where(jobs.c.job_id == job_id).values(**values))
    row = connection.execute(select(*SHOWN).where(jobs.c.job_id == job_id)).mappings().one()
    note_job(connection, row["tenant"], _noted(row), now)


def _noted(row: RowMapping) -> dict[str, Any]:
    """What webhooks are told of a job that ended."""
    same = {name: row[name] for name in ("job_id", "kind", "state", "created_by")}
    progress = {"done": row["done"], "total": row["total"]}
    return same | {"progress": progress, "counts": counts_of(row)}


def counts_of(row: RowMapping) -> dict[str, int]:
    """What became of a job's BOMs, and how many rows of errors it has."""
    kept = json.loads(row["counts"])
    return {name: kept.get(name, 0) for name in COUNTED} | {"errors": row["errors"]}


def _make_room(connection: Connection, tenant: str, size: int) -> None:
    """Take away a tenant's oldest finished jobs until another of ``size`` bytes fits. Raises ``QueueFullError``."""
    query = select(jobs.c.job_id, jobs.c.state, jobs.c.bytes).where(jobs.c.tenant == tenant)
    rows = connection.execute(query.order_by(jobs.c.job_id.desc())).all()
    waiting = [row for row in rows if row.state in UNFINISHED]
    if len(waiting) >= MOST_UNFINISHED:
        raise QueueFullError(f"{len(waiting)} jobs wait or run, at most {MOST_UNFINISHED} may")
    held, number = sum(row.bytes for row in waiting) + size, len(waiting) + 1
    if held > MOST_BYTES:
        raise QueueFullError(f"jobs that wait or run hold {held:,} bytes, at most {MOST_BYTES:,} may be held")
    gone = []
    for row in rows:
        if row.state not in UNFINISHED:
            number, held = number + 1, held + row.bytes
            if number > MOST_KEPT or held > MOST_BYTES:
                gone.append(row.job_id)
    if gone:
        connection.execute(delete(jobs).where(jobs.c.job_id.in_(gone)))


def _pages(step: JobStep) -> Iterator[dict[str, Any]]:
    """Rows as pages: results and items one each, since they go and come one by one."""
    before = step.after.errors - len(step.errors)
    for start in range(0, len(step.errors), PAGE_ROWS):
        yield _page(ERRORS, before + start, step.errors[start : start + PAGE_ROWS])
    for number, item in enumerate(step.items):
        yield _page(ITEMS, number, [item])
    if step.part is not None:
        yield _page(PARTS, *step.part)
    if step.result is not None:
        yield _page(RESULTS, step.result[0], [step.result[1]])


def _page(kind: str, first: int, rows: Sequence[Any]) -> dict[str, Any]:
    return {"kind": kind, "first": first, "rows": len(rows), "content": _packed(rows)}


def _packed(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value))


def _read(raw: bytes) -> Any:
    return orjson.loads(zlib.decompress(raw))


def summary_of(row: RowMapping) -> dict[str, Any]:
    """What a job tells as a whole; empty where it isn't that far."""
    return {} if row["summary"] is None else dict(_read(row["summary"]))
