"""Points by day: those of the portfolio, worked out by the database, and those of elements, kept once made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Date,
    RowMapping,
    Select,
    and_,
    case,
    column,
    delete,
    func,
    select,
    values,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite

from service.store.database import Transaction
from service.store.lists import Filters, conditions
from service.store.schema import boms, element_points, points, states
from service.store.scores import ScoreState, state_id

OF_STATE = ("model", "evidence", "register")
LEAST_MOVE = 0.05
"""Points that a page shows."""
OF_POINT = ("score", "low", "high", "band")


@dataclass(frozen=True)
class Series:
    """Reads points of one database, and keeps those of elements."""

    reading: Transaction
    writing: Transaction

    def portfolio(
        self, tenant: str, filters: Filters, days: Sequence[date], event: str, bands: Sequence[str]
    ) -> list[RowMapping]:
        """For each of some days, what a tenant's BOMs come to that the filters leave, each by its newest point by
        then. Points of another event than ``event`` are counted by themselves. It takes a look-up a BOM and day."""
        asked = values(column("day", Date)).data([(day,) for day in days]).cte("asked")
        newest = _newest_by(asked.c.day)
        same = states.c.event == event
        counts = [_number(and_(same, points.c.band == band)).label(band) for band in bands]
        query = select(
            asked.c.day.label("as_of"),
            _number(same).label("boms"),
            _number(and_(same, points.c.score.is_not(None))).label("scored"),
            func.avg(case((same, points.c.score))).label("mean_score"),
            func.max(case((same, points.c.score))).label("highest_score"),
            *counts,
            _number(and_(same, points.c.band.is_(None))).label("without_band"),
            _number(~same).label("other_event"),
        )
        query = query.select_from(asked).join(boms, and_(*conditions(tenant, filters)))
        query = query.join(points, and_(points.c.bom == boms.c.id, newest)).join(states, states.c.id == points.c.state)
        with self.reading() as connection:
            return list(connection.execute(query.group_by(asked.c.day).order_by(asked.c.day)).mappings())

    def movers(self, tenant: str, filters: Filters, since: date, event: str, most: int) -> list[RowMapping]:
        """BOMs whose score moved most since a day, with what it hangs on now and then; those that moved at all."""
        now, moved = states.alias("now"), func.abs(boms.c.score - points.c.score)
        of_then = [points.c.revision.label("revision_was"), *(states.c[name].label(f"{name}_was") for name in OF_STATE)]
        of_now = [boms.c.scored_revision.label("revision"), *(now.c[name] for name in OF_STATE)]
        query = select(
            boms.c.bom_id,
            boms.c.name,
            boms.c.score,
            points.c.score.label("was"),
            points.c.as_of.label("since"),
            *of_now,
            *of_then,
        )
        query = query.join_from(boms, points, and_(points.c.bom == boms.c.id, _newest_by(since)))
        query = query.join(states, states.c.id == points.c.state).join(now, now.c.id == boms.c.state)
        mine = (*conditions(tenant, filters), states.c.event == event, now.c.event == event, moved >= LEAST_MOVE)
        with self.reading() as connection:
            return list(
                connection.execute(query.where(*mine).order_by(moved.desc(), boms.c.bom_id).limit(most)).mappings()
            )

    def element(self, state: ScoreState, element: str, form: str, days: Sequence[date]) -> dict[date, RowMapping]:
        """The points of an element that are kept, by day."""
        columns = [element_points.c.as_of, *(element_points.c[name] for name in OF_POINT)]
        query: Select[Any] = select(*columns).join(states, states.c.id == element_points.c.state)
        mine = (states.c.digest == state.digest, element_points.c.element == element, element_points.c.form == form)
        with self.reading() as connection:
            rows = connection.execute(query.where(*mine, element_points.c.as_of.in_(days))).mappings()
            return {row["as_of"]: row for row in rows}

    def keep_element(self, state: ScoreState, element: str, form: str, rows: Sequence[dict[str, Any]]) -> None:
        """Keep points of an element (``as_of`` and ``OF_POINT``); those of what was served before go."""
        with self.writing() as connection:
            key = {"state": state_id(connection, state), "element": element, "form": form}
            connection.execute(delete(element_points).where(element_points.c.state != key["state"]))
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            connection.execute(dialect.insert(element_points).on_conflict_do_nothing(), [key | row for row in rows])


def _newest_by(day: Any) -> Any:
    """Whether a point is the newest of its BOM by a day: of the newest day, the newest revision."""
    others = points.alias("others")
    mine = others.c.bom == boms.c.id
    newest = select(others.c.as_of, others.c.revision).where(mine, others.c.as_of <= day)
    newest = newest.order_by(others.c.as_of.desc(), others.c.revision.desc()).limit(1)
    outer = [boms] if isinstance(day, date) else [boms, day.table]
    on, revision = (
        newest.with_only_columns(others.c[name]).correlate(*outer).scalar_subquery() for name in ("as_of", "revision")
    )
    return and_(points.c.as_of == on, points.c.revision == revision)


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
