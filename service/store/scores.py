"""Keeping scores: the current one with its answer, a point of history a day and revision, and what lists filter by."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store.schema import answers, boms, chokepoints, exposures, facets, points, receipts, states
from service.store.watch.notices import ScoreStanding, note_changes, watched

NUMBERS = ("status", "score", "low", "high", "percentile", "band", "unread", "unread_may_hold")
"""What a row of a list and a point of history tell of a score beside its days."""
BESIDE = ("standing", "mass_g", "spend")
"""What a row of a list tells beside them."""
OF_ANSWER = ("element", "country", "measure")
"""Kinds of facets that come with the current score."""
UNSCORED = -1.0


@dataclass(frozen=True)
class ScoreState:
    """What a score hangs on beside the BOM and the day: model (the start of the bundle's SHA-256), evidence, register.
    ``event`` is what it forecasts."""

    model_version: str
    model: str
    evidence: str
    register: str
    event: str

    @property
    def digest(self) -> str:
        """Of all of it."""
        return hashlib.sha256("\n".join(vars(self).values()).encode()).hexdigest()


@dataclass(frozen=True)
class KeptChokepoint:
    """A country at a stage for an element: the largest share of a purchase's need that passes it, and the probability
    of a shock there."""

    country: str
    stage: str
    element: str
    share: float
    probability: float


@dataclass(frozen=True)
class Exposure:
    """What of a BOM depends on a country at a stage, whatever the element. It is its lines, the mass of those that
    state one and the spend of those that state a price. ``currency`` is the spend's."""

    country: str
    stage: str
    lines: int
    mass_g: float | None
    spend: float | None
    currency: str | None


@dataclass(frozen=True)
class Scored:
    """A score ready to be kept. ``answers`` is the JSON as it is served by view, ``facets`` values by kind of
    ``OF_ANSWER``, ``data_ages`` JSON. ``met`` is the status of the measures that it met by their ids."""

    as_of: date
    state: ScoreState
    receipt: str
    numbers: Mapping[str, Any]
    answers: Mapping[str, bytes]
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    chokepoints: tuple[KeptChokepoint, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    data_ages: str | None = None
    met: Mapping[str, str] = field(default_factory=dict)


def packed(raw: bytes) -> bytes:
    """Bytes as the database keeps them."""
    return zlib.compress(raw)


def unpacked(kept: bytes) -> bytes:
    """Bytes as they were before ``packed``."""
    return zlib.decompress(kept)


def state_id(connection: Connection, state: ScoreState) -> int:
    """The row of a state, which is made where it is missing."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"digest": state.digest, **vars(state)}
    connection.execute(dialect.insert(states).values(row).on_conflict_do_nothing())
    return int(connection.execute(select(states.c.id).where(states.c.digest == state.digest)).scalar_one())


def keep(connection: Connection, bom: RowMapping, revision: int, confirmed: int, scored: Scored, now: datetime) -> None:
    """Keep a point of history: one a day and per revision, of which the newest stays."""
    row = {name: scored.numbers.get(name) for name in NUMBERS} | {"confirmed": confirmed, "scored_at": now}
    row["state"] = state_id(connection, scored.state)
    key = {"bom": bom["id"], "as_of": scored.as_of, "revision": revision}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    point = dialect.insert(points).values(**key, **row)
    connection.execute(point.on_conflict_do_update(index_elements=list(key), set_=row))
    receipt = {"bom": bom["id"], "revision": revision, "confirmed": confirmed, "receipt": scored.receipt}
    connection.execute(dialect.insert(receipts).values(receipt).on_conflict_do_nothing())


def keep_current(
    connection: Connection, bom: RowMapping, revision: int, confirmed: int, scored: Scored, now: datetime
) -> None:
    """Make a score the current one, with its answer and what lists filter by, and note what changed with it."""
    before = watched(connection, bom, _standing(connection, bom))
    row = {name: scored.numbers.get(name) for name in NUMBERS}
    moved = bom["scored_revision"] != revision or any(bom[name] != value for name, value in row.items())
    row |= {"state": state_id(connection, scored.state), "as_of": scored.as_of, "scored_at": now}
    row |= {"scored_revision": revision, "scored_confirmed": confirmed, "data_ages": scored.data_ages}
    row |= {name: scored.numbers.get(name) for name in BESIDE}
    row["met"] = json.dumps(scored.met, sort_keys=True)
    row["rank"] = UNSCORED if row["score"] is None else row["score"]
    if moved:
        row["changed_at"] = now
    connection.execute(update(boms).where(boms.c.id == bom["id"]).values(**row))
    connection.execute(delete(answers).where(answers.c.bom == bom["id"]))
    bodies = {view: packed(body) for view, body in scored.answers.items()}
    connection.execute(insert(answers).values(bom=bom["id"], **bodies))
    _keep_facets(connection, bom, scored)
    of_bom = scored.state.event, scored.state.model_version, revision, confirmed
    after = ScoreStanding(*of_bom, scored.as_of, row["score"], row["band"], scored.met)
    note_changes(connection, before, after, now)


def _standing(connection: Connection, bom: RowMapping) -> ScoreStanding | None:
    """How a BOM's current score stands; ``None`` before the first."""
    if bom["state"] is None:
        return None
    query = select(states.c.event, states.c.model_version).where(states.c.id == bom["state"])
    event, version = connection.execute(query).one()
    met = None if bom["met"] is None else json.loads(bom["met"])
    of_bom = bom["scored_revision"], bom["scored_confirmed"], bom["as_of"]
    return ScoreStanding(event, version, *of_bom, bom["score"], bom["band"], met)


def _keep_facets(connection: Connection, bom: RowMapping, scored: Scored) -> None:
    for kind in OF_ANSWER:
        values = dict.fromkeys(scored.facets.get(kind, ()), 0)
        put_facets(connection, bom, kind, values)
    mine = {"tenant": bom["tenant"], "bom": bom["id"]}
    for table, rows in ((chokepoints, scored.chokepoints), (exposures, scored.exposures)):
        connection.execute(delete(table).where(table.c.bom == bom["id"]))
        if rows:
            connection.execute(insert(table), [mine | vars(one) for one in rows])


def put_facets(connection: Connection, bom: RowMapping, kind: str, values: Mapping[str, int]) -> None:
    """Let ``values`` (with numbers of lines) be the BOM's of this kind."""
    mine = (facets.c.bom == bom["id"], facets.c.kind == kind)
    query = select(facets.c.value, facets.c.lines).where(*mine)
    kept = {row.value: row.lines for row in connection.execute(query)}
    if kept == values:
        return
    connection.execute(delete(facets).where(*mine))
    if values:
        row = {"tenant": bom["tenant"], "kind": kind, "bom": bom["id"]}
        connection.execute(insert(facets), [row | {"value": one, "lines": n} for one, n in values.items()])
