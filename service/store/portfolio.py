"""All BOMs of a tenant together, computed by the database from their current scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, case, func, select

from service.store.database import Transaction
from service.store.lists import Filters, Today, conditions, listed, out_of_date
from service.store.schema import boms, chokepoints, exposures, facets, states
from service.store.scores import UNSCORED


@dataclass(frozen=True)
class Spend:
    """What lines of BOMs cost together in one currency, ``None`` where nobody says in which."""

    currency: str | None
    amount: float
    boms: int


@dataclass(frozen=True)
class Exposed:
    """Mass and spend of the lines that depend on a place. ``mass_boms`` is in how many BOMs some line states a mass;
    spends in several currencies are never added."""

    mass_g: float | None
    mass_boms: int
    spend: tuple[Spend, ...]


NOTHING = Exposed(None, 0, ())


@dataclass(frozen=True)
class Shared:
    """A country at a stage on which BOMs depend, how many, and for which elements. ``share`` is the largest of a need,
    ``probability`` the highest of a shock there. What depends on it is as in ``Exposed``."""

    country: str
    stage: str
    boms: int
    share: float
    probability: float
    elements: tuple[str, ...]
    mass_g: float | None
    mass_boms: int
    spend: tuple[Spend, ...]


@dataclass(frozen=True)
class Depending:
    """A BOM that depends on a place: its row in lists, for which elements, and mass and spend of the lines that do."""

    row: RowMapping
    elements: tuple[str, ...]
    share: float
    probability: float
    lines: int | None
    mass_g: float | None
    spend: float | None
    currency: str | None


@dataclass(frozen=True)
class Portfolio:
    """Reads what BOMs come to together."""

    reading: Transaction

    def numbers(self, tenant: str, filters: Filters, today: Today | None) -> dict[str, Any]:
        """How many BOMs there are, have a score, and are out of date, with mean and median score. All are out of date
        where ``today`` isn't known."""
        all_of = conditions(tenant, filters)
        scored = boms.c.rank > UNSCORED
        late = func.count() if today is None else _number(out_of_date(today))
        query = select(
            func.count().label("boms"),
            _number(scored).label("scored"),
            late.label("stale"),
            func.avg(boms.c.score).label("mean_score"),
        )
        query = query.select_from(boms).join(states, isouter=True).where(*all_of)
        with self.reading() as connection:
            row = dict(connection.execute(query).mappings().one())
            middle = select(boms.c.rank).where(*all_of, scored).order_by(boms.c.rank, boms.c.id)
            count = row["scored"]
            middle = middle.offset(max(0, count - 1) // 2).limit(2 - count % 2)
            two = list(connection.execute(middle).scalars())
        return row | {"median_score": (two[0] + two[-1]) / 2 if two else None}

    def bands(self, tenant: str, filters: Filters) -> dict[str | None, int]:
        """How many BOMs are in each band; ``None`` those without one."""
        query = select(boms.c.band, func.count().label("boms")).where(*conditions(tenant, filters))
        with self.reading() as connection:
            return {row.band: row.boms for row in connection.execute(query.group_by(boms.c.band))}

    def chokepoints(self, tenant: str, filters: Filters) -> list[RowMapping]:
        """Countries at a stage for an element that BOMs share, those of most BOMs first: tens, however many BOMs."""
        key = (chokepoints.c.country, chokepoints.c.stage, chokepoints.c.element)
        many, share = func.count(), func.max(chokepoints.c.share)
        chance = func.max(chokepoints.c.probability)
        query = select(*key, many.label("boms"), share.label("share"), chance.label("shock_probability"))
        query = query.where(*_depending(tenant, filters)).group_by(*key).order_by(many.desc(), share.desc(), *key)
        with self.reading() as connection:
            return list(connection.execute(query).mappings())

    def shared(self, tenant: str, filters: Filters, named: Iterable[RowMapping], most: int) -> list[Shared]:
        """Countries at a stage, whatever the element, that BOMs depend on: those first of which a shock would most
        probably hit most of them. ``named`` are all ``chokepoints``; what is left to count is who depends on several
        of them."""
        key, count = (chokepoints.c.country, chokepoints.c.stage), func.count(chokepoints.c.bom.distinct())
        query = select(*key, count).where(*_depending(tenant, filters)).group_by(*key)
        with self.reading() as connection:
            counts = {(country, stage): number for country, stage, number in connection.execute(query)}
        places: dict[tuple[str, str], list[RowMapping]] = {}
        for row in named:
            places.setdefault((row["country"], row["stage"]), []).append(row)
        exposed = self._exposed(tenant, filters)
        all_of = [
            Shared(
                *place, counts.get(place, 0), max(row["share"] for row in rows),
                max(row["shock_probability"] for row in rows), tuple(sorted(row["element"] for row in rows)),
                **vars(exposed.get(place, NOTHING)),
            )
            for place, rows in places.items()
        ]  # fmt: skip
        return sorted(all_of, key=lambda one: (-one.boms * one.probability, one.country, one.stage))[:most]

    def _exposed(self, tenant: str, filters: Filters) -> dict[tuple[str, str], Exposed]:
        """Mass and spend by country and stage."""
        key = (exposures.c.country, exposures.c.stage, exposures.c.currency)
        masses = (func.sum(exposures.c.mass_g), func.count(exposures.c.mass_g))
        spends = (func.sum(exposures.c.spend), func.count(exposures.c.spend))
        query = select(*key, *masses, *spends).where(*_depending(tenant, filters, exposures))
        query = query.group_by(*key).order_by(*key)
        by_place: dict[tuple[str, str], Exposed] = {}
        with self.reading() as connection:
            for country, stage, currency, mass, mass_boms, spend, spend_boms in connection.execute(query):
                one = by_place.get((country, stage), NOTHING)
                known = [value for value in (one.mass_g, mass) if value is not None]
                more = (Spend(currency, spend, spend_boms),) if spend_boms else ()
                total = fsum(known) if known else None
                by_place[country, stage] = Exposed(total, one.mass_boms + mass_boms, (*one.spend, *more))
        return by_place

    def place(self, tenant: str, filters: Filters, country: str, stage: str) -> Shared | None:
        """One country at a stage; ``None`` where no BOM that the filters leave depends on it."""
        named = [row for row in self.chokepoints(tenant, filters) if (row["country"], row["stage"]) == (country, stage)]
        return next(iter(self.shared(tenant, filters, named, 1)), None)

    def depending(
        self, tenant: str, filters: Filters, country: str, stage: str, limit: int, offset: int = 0
    ) -> list[Depending]:
        """BOMs that depend on a country at a stage, those of the highest score first."""
        here = (chokepoints.c.country == country, chokepoints.c.stage == stage)
        mine = select(chokepoints.c.bom).where(*here, chokepoints.c.tenant == tenant)
        query = listed(tenant, filters).where(boms.c.id.in_(mine)).order_by(boms.c.rank.desc(), boms.c.bom_id)
        with self.reading() as connection:
            rows = list(connection.execute(query.limit(limit).offset(offset)).mappings())
            ids = [row["id"] for row in rows]
            passed: dict[int, list[RowMapping]] = {number: [] for number in ids}
            for one in connection.execute(select(chokepoints).where(*here, chokepoints.c.bom.in_(ids))).mappings():
                passed[one["bom"]].append(one)
            there = (exposures.c.country == country, exposures.c.stage == stage, exposures.c.bom.in_(ids))
            of_lines = {one["bom"]: one for one in connection.execute(select(exposures).where(*there)).mappings()}
        return [_one(row, passed[row["id"]], of_lines.get(row["id"])) for row in rows]

    def suppliers(self, tenant: str, limit: int, after: str) -> list[RowMapping]:
        """Suppliers in the order of their names, at most ``limit``, from behind ``after``."""
        highest = func.max(boms.c.score)
        columns = (facets.c.value, func.count().label("boms"), func.sum(facets.c.lines).label("lines"))
        query = select(*columns, highest.label("highest_score")).join_from(facets, boms, boms.c.id == facets.c.bom)
        query = query.where(facets.c.tenant == tenant, facets.c.kind == "supplier", facets.c.value > after)
        query = query.group_by(facets.c.value).order_by(facets.c.value).limit(limit)
        with self.reading() as connection:
            return list(connection.execute(query).mappings())


def _one(row: RowMapping, passed: Sequence[RowMapping], of_lines: RowMapping | None) -> Depending:
    elements = tuple(sorted(one["element"] for one in passed))
    largest = max(one["share"] for one in passed), max(one["probability"] for one in passed)
    told = (None,) * 4 if of_lines is None else [of_lines[name] for name in ("lines", "mass_g", "spend", "currency")]
    return Depending(row, elements, *largest, *told)


def _depending(tenant: str, filters: Filters, table: Table = chokepoints) -> list[ColumnElement[bool]]:
    """What is true of chokepoints, or exposures, of BOMs that the filters leave. Those BOMs are listed once: joined,
    each row would look its own up."""
    mine = [table.c.tenant == tenant]
    if filters != Filters():
        mine.append(table.c.bom.in_(select(boms.c.id).where(*conditions(tenant, filters))))
    return mine


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
