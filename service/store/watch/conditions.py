"""Conditions on a stored score: which BOMs meet one now. The one definition serves counting and noticing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from service.store.schema import boms, chokepoints, facets


@dataclass(frozen=True)
class Condition:
    """All of what is given must hold. ``bands`` are those that count; ``country`` (alpha-3), ``stage`` and ``element``
    are of one chokepoint, which a quarter or more of a purchase's need passes."""

    min_score: float | None = None
    bands: tuple[str, ...] | None = None
    element: str | None = None
    country: str | None = None
    stage: str | None = None
    measure: str | None = None

    def holds(self) -> ColumnElement[bool]:
        """Whether a row of ``boms`` meets it."""
        all_of: list[ColumnElement[bool]] = [boms.c.state.is_not(None)]
        if self.min_score is not None:
            all_of.append(boms.c.rank >= self.min_score)
        if self.bands is not None:
            all_of.append(boms.c.band.in_(self.bands))
        if self.measure is not None:
            of_kind = facets.c.kind == "measure", facets.c.value == self.measure
            all_of.append(exists().where(facets.c.bom == boms.c.id, *of_kind))
        names = ("element", "country", "stage")
        passed = [chokepoints.c[name] == value for name in names if (value := getattr(self, name)) is not None]
        if passed:
            all_of.append(exists().where(chokepoints.c.bom == boms.c.id, *passed))
        return and_(*all_of)


def condition_of(kept: Mapping[str, Any]) -> Condition:
    """A condition from the JSON that is kept of it."""
    bands = kept.get("bands")
    return Condition(**{**kept, "bands": None if bands is None else tuple(bands)})


def met(connection: Connection, bom: int, conditions: Mapping[int, Condition]) -> set[int]:
    """Keys of the conditions that a BOM's current score meets, asked all at once."""
    if not conditions:
        return set()
    columns = [one.holds().label(f"c{key}") for key, one in conditions.items()]
    row = connection.execute(select(*columns).where(boms.c.id == bom)).one()
    return {key for key, holds in zip(conditions, row, strict=True) if holds}


def count(connection: Connection, tenant: str, condition: Condition) -> int:
    """How many BOMs of a tenant meet a condition."""
    query = select(func.count()).select_from(boms).where(boms.c.tenant == tenant, condition.holds())
    return int(connection.execute(query).scalar_one())
