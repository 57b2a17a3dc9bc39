"""A database with many stored BOMs, written past the service: lists read their rows alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from service.store.boms import Store
from service.store.database import connect, writing
from service.store.schema import boms, facets, states

SUPPLIERS = 500
BANDS = ("low", "guarded", "elevated", "high", "severe")


def fill(url: str, numbers: range) -> None:
    """Add BOMs of these numbers, scored, each with a supplier and a tag."""
    Store(url).prepare()
    drawn, now = random.Random(numbers.start), datetime.now(UTC)
    engine = connect(url, pooled=False)
    with writing(engine) as connection:
        state = connection.execute(select(states.c.id).limit(1)).scalar_one()
        connection.execute(insert(boms), [_bom(number, state, now, drawn) for number in numbers])
        kinds = {"supplier": lambda number: f"Supplier {number % SUPPLIERS}", "tag": lambda _number: "series"}
        rows = [(kind, value(number), 1_000_000 + number) for kind, value in kinds.items() for number in numbers]
        mine = {"tenant": "own", "lines": 1}
        connection.execute(insert(facets), [mine | {"kind": k, "value": v, "bom": b} for k, v, b in rows])
    engine.dispose()


def _bom(number: int, state: int, now: datetime, drawn: random.Random) -> dict[str, Any]:
    score = 100 * drawn.random()
    moments = dict.fromkeys(("created_at", "updated_at", "changed_at", "scored_at"), now - timedelta(seconds=number))
    numbers = {"score": score, "rank": score, "low": score / 2, "high": score, "percentile": score / 100}
    kept = {"id": 1_000_000 + number, "tenant": "own", "bom_id": f"many-{number:06}", "name": "Motor", "tags": "[]"}
    counts = {"revision": 1, "confirmed": 0, "scored_revision": 1, "scored_confirmed": 0, "unread": 0}
    words = {"status": "scored", "band": drawn.choice(BANDS), "state": state, "as_of": now.date()}
    return kept | moments | numbers | counts | words
