"""What changed for a tenant, noted in the transaction that changes it: once, or not at all.

A score of another event doesn't compare with the one before, so no band is crossed there. A condition is met or not,
whatever was before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from service.store.audit import begins, timed_id
from service.store.database import Transaction
from service.store.schema import boms, notices
from service.store.watch.conditions import Condition, condition_of, met
from service.store.watch.messages import fan_out, of_tenant

BAND, REGISTER, JOB = "band_crossed", "register_changed", "job_finished"
MET, LEFT = "condition_met", "condition_left"
KEPT = timedelta(days=90)
MOST_CHANGES = 100
"""Measures that one notice tells of."""


@dataclass(frozen=True)
class ScoreStanding:
    """How a score stands. ``met`` is the status of the measures that it met; ``None`` where that wasn't kept."""

    event: str
    model_version: str
    revision: int
    confirmed: int
    as_of: date
    score: float | None
    band: str | None
    met: Mapping[str, str] | None


@dataclass(frozen=True)
class Watched:
    """A BOM before its score is replaced: how that stands (``None`` before the first), and the webhooks that are told
    of it. With each webhook go the conditions that it meets. The BOM is held until the transaction ends."""

    bom: RowMapping
    standing: ScoreStanding | None
    hooks: Mapping[int, RowMapping]
    met: Collection[int]


def watched(connection: Connection, bom: RowMapping, standing: ScoreStanding | None) -> Watched:
    """What a BOM's score is now, to be compared with what it becomes."""
    hooks = {hook["id"]: hook for hook in of_tenant(connection, bom["tenant"])}
    return Watched(bom, standing, hooks, met(connection, bom["id"], _conditions(hooks)))


def note_changes(connection: Connection, before: Watched, after: ScoreStanding, now: datetime) -> None:
    """Note what is otherwise since a BOM's score was another."""
    bom, standing = before.bom, before.standing
    content = {"before": None if standing is None else _told(standing), "after": _told(after)}
    comparable = standing is not None and standing.event == after.event
    for kind, change in _changes(standing, after) if standing and comparable else ():
        told = [hook for hook in before.hooks.values() if kind in hook["kinds"].split()]
        note(connection, bom["tenant"], kind, content | change, now, bom["id"], told)
    meets = met(connection, bom["id"], _conditions(before.hooks))
    for key in sorted(meets ^ set(before.met)):
        hook, kind = before.hooks[key], MET if key in meets else LEFT
        about = {"webhook_id": hook["webhook_id"], "condition": json.loads(hook["condition"])}
        note(connection, bom["tenant"], kind, content | about, now, bom["id"], [hook])


def note_job(connection: Connection, tenant: str, job: Mapping[str, Any], now: datetime) -> None:
    """Note that a job of a tenant finished: ``job`` is what its webhooks are told of it, and may hold no secret."""
    told = [hook for hook in of_tenant(connection, tenant) if JOB in hook["kinds"].split()]
    note(connection, tenant, JOB, {"job": dict(job)}, now, hooks=told)


def note(
    connection: Connection,
    tenant: str,
    kind: str,
    content: Mapping[str, Any],
    now: datetime,
    bom: int | None = None,
    hooks: Iterable[RowMapping] = (),
) -> None:
    """Keep a notice with a message to each of ``hooks``, and forget the tenant's old ones. ``bom`` is the row of the
    BOM that it goes with."""
    old = notices.c.tenant == tenant, notices.c.notice < begins(now - KEPT)
    connection.execute(delete(notices).where(*old))
    row = {"notice": timed_id(now), "tenant": tenant, "at": now, "kind": kind, "bom": bom}
    connection.execute(insert(notices).values(**row, content=json.dumps(content, ensure_ascii=False)))
    fan_out(connection, hooks, str(row["notice"]), kind, now)


def _conditions(hooks: Mapping[int, RowMapping]) -> dict[int, Condition]:
    asked = {key: hook["condition"] for key, hook in hooks.items() if hook["condition"] is not None}
    return {key: condition_of(json.loads(condition)) for key, condition in asked.items()}


def _changes(before: ScoreStanding, after: ScoreStanding) -> Iterator[tuple[str, dict[str, Any]]]:
    if before.band != after.band:
        yield BAND, {}
    same_bom = (before.revision, before.confirmed) == (after.revision, after.confirmed)
    if same_bom and before.met is not None and after.met is not None and before.met != after.met:
        yield REGISTER, _measures(before.met, after.met)


def _measures(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """Measures whose status changed, or that came or went, at most ``MOST_CHANGES``, and how many there are."""
    ids = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    rows = [{"measure_id": name, "before": before.get(name), "after": after.get(name)} for name in ids[:MOST_CHANGES]]
    return {"measures": rows, "measure_count": len(ids)}


def _told(standing: ScoreStanding) -> dict[str, Any]:
    names = ("score", "band", "revision", "model_version")
    return {name: getattr(standing, name) for name in names} | {"as_of": standing.as_of.isoformat()}


@dataclass(frozen=True)
class Notices:
    """The notices of one database."""

    reading: Transaction

    def newest(self, tenant: str, kinds: Collection[str], most: int) -> list[RowMapping]:
        """A tenant's notices of some kinds with id and name of their BOM, the newest first, at most ``most``."""
        query = select(notices, boms.c.bom_id, boms.c.name).join_from(notices, boms, isouter=True)
        query = query.where(notices.c.tenant == tenant, notices.c.kind.in_(sorted(kinds)))
        with self.reading() as connection:
            return list(connection.execute(query.order_by(notices.c.notice.desc()).limit(most)).mappings())
