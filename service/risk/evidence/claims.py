"""What was known on a date: claims kept side by side, intervals where they disagree, one written precedence.

Precedence (``training/evidence/README.md``): the narrower scope first (a figure about dysprosium before one about all
rare earths), then the newest publication year. Within a year a statement attributed to an official source goes first,
then a share of capacity before one of output. Then come official statistic, agency, research, trade press and state
media, and last the newest year described. Targets and projections never move the central value; they only stretch the
interval. Which claims speak on a day is said once, by ``Evidence.speaking``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from service.risk.errors import NotFoundError
from service.risk.evidence.price_series import PricePoint, Quote, yearly
from service.risk.evidence.stage_supply import (
    WITHIN,
    PlacePart,
    StageSupply,
    StatedCountryShare,
    gap_of,
    speaks_of,
    split,
)
from service.risk.intervals import Interval
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.vocabulary import Stage, elements_of, named

CLASS_RANK = {"official_statistic": 0, "agency": 1, "research": 2, "trade_press": 3, "state_media": 4}
FORWARD_LOOKING = frozenset({"target", "projection"})
SLOW = frozenset({"eol_rir", "substitution_difficulty_class"})
"""Properties of a commodity that change over decades: before its first publication a statistic of these is used as
first published. Figures of the source documents are never used before their publication."""
DOCUMENT_PREFIX = "doc-"
SUPERSEDED = "superseded_by:"
UNVERIFIED = "unverified"
PRICE = "price"
MODEL = "model"
CAPACITY = "capacity"
PRICES_KEPT = 1_024
"""Series of an element on a day, 5 kilobytes each."""
NAMELESS = frozenset({UNKNOWN_COUNTRY, "WLD"})


@dataclass(frozen=True)
class Claim:
    """A figure with its source and place. Shares 0..1; ``value`` is the point, ``low``/``high`` the stated range."""

    claim_id: str
    quantity: str
    scope: str
    stage: str
    form: str
    geography: str
    basis: str
    low: float | None
    value: float | None
    high: float | None
    unit: str
    nature: str
    valid_from: str
    valid_to: str
    published: date
    document: str
    locator: str
    source_class: str
    attributed_to: str
    use: str
    flag: str
    note: str
    derived_from: tuple[str, ...] = ()
    """Ids of the claims that a figure of ours was worked out from."""
    compared: str = ""
    """What public statistics say to a document's figure, or why none compares."""
    compared_with: tuple[str, ...] = ()
    """Ids of these statistics."""

    @property
    def centre(self) -> float:
        """The point stated, else the middle of the range."""
        if self.value is not None:
            return self.value
        assert self.low is not None
        assert self.high is not None
        return (self.low + self.high) / 2

    @property
    def closed(self) -> bool:
        """Whether there is a point or a range with both ends: what ``centre`` and ``bounds`` need."""
        return self.value is not None or (self.low is not None and self.high is not None)

    @property
    def bounds(self) -> tuple[float, float]:
        """The range stated, else the point twice."""
        low = self.low if self.low is not None else self.centre
        high = self.high if self.high is not None else self.centre
        return low, high

    @property
    def rank(self) -> tuple[int, int, int, int, int, int, str]:
        """Sort key of the precedence: smaller goes first. The year described is that in which the period ends, or
        begins where no end is stated; a figure without a period goes last."""
        attributed = 0 if self.attributed_to and "unnamed" not in self.attributed_to else 1
        breadth = len(_covered(self.scope))
        return (
            breadth,
            -self.published.year,
            attributed,
            0 if self.basis == CAPACITY else 1,
            CLASS_RANK.get(self.source_class, 9),
            -int((self.valid_to or self.valid_from or "0")[:4]),
            self.claim_id,
        )

    @property
    def verified(self) -> bool:
        """Whether nobody flagged it as not verified."""
        return UNVERIFIED not in self.flag.split(";")

    @property
    def superseded_by(self) -> tuple[str, ...]:
        """Ids of the claims that stand in its place once they are published."""
        return tuple(f.removeprefix(SUPERSEDED) for f in self.flag.split(";") if f.startswith(SUPERSEDED))

    def covers(self, subject: str) -> bool:
        """Whether the claim speaks of an element (symbol), a group (``REE``) or a commodity (``coking coal``)."""
        return subject == self.scope or subject in named(self.scope) or subject in _covered(self.scope)

    def covers_all(self, scope: str) -> bool:
        """Whether the claim speaks of all that ``scope`` names: ``REE`` of ``Tb Dy``, not the other way round."""
        named = _covered(scope)
        return self.scope == scope or (bool(named) and named <= _covered(self.scope))

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Claim:
        """A claim from a row of the evidence tables."""
        names = (
            "claim_id quantity scope stage form geography basis unit nature valid_from valid_to document locator "
            "source_class attributed_to use flag note"
        ).split()

        def number(column: str) -> float | None:
            cell = row[column]
            return None if cell in ("", None) else float(cell)

        return cls(
            low=number("value_low"),
            value=number("value"),
            high=number("value_high"),
            published=date.fromisoformat(row["published"]),
            derived_from=tuple((row.get("derived_from") or "").split()),
            compared=row.get("compared") or "",
            compared_with=tuple((row.get("compared_with") or "").split()),
            **{name: row[name] or "" for name in names},
        )


@lru_cache(maxsize=4096)
def _covered(scope: str) -> frozenset[str]:
    return elements_of(" ".join(named(scope)))


def known(claim: Claim, on: date) -> bool:
    """Whether a claim counts on a day: a price from the end of its period on, all else from its publication."""
    if claim.quantity == PRICE and claim.valid_to:
        return claim.valid_to <= on.isoformat()
    return claim.published <= on


def _first_published(about: Sequence[Claim]) -> list[Claim]:
    """What is carried back to the days before any of these claims was published: the oldest statistics among them."""
    statistics = [c for c in about if c.quantity in SLOW and not c.document.startswith(DOCUMENT_PREFIX)]
    first = min((c.published for c in statistics), default=None)
    return [c for c in statistics if c.published == first]


def reconcile(claims: Sequence[Claim]) -> Interval | None:
    """Envelope of claims about one quantity, with the central value chosen by precedence; ``None`` without claims.

    Figures about a group and about one of its elements are both heard; the narrower gives the centre.
    """
    if not claims:
        return None
    ranked = sorted(claims, key=lambda c: c.rank)
    present = [c for c in ranked if c.nature not in FORWARD_LOOKING]
    lows, highs = zip(*(c.bounds for c in ranked), strict=True)
    central = present[0].centre if present else 0.0
    order = present[:1] + [c for c in ranked if c not in present[:1]]
    return Interval(min(*lows, central), central, max(*highs, central), tuple(c.claim_id for c in order))


class Evidence:
    """The claims of a bundle, asked by quantity, element, stage and date."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = sorted(claims, key=lambda c: c.claim_id)
        self._by_id = {c.claim_id: c for c in self.claims}
        self._by_quantity: dict[str, list[Claim]] = {}
        for claim in self.claims:
            self._by_quantity.setdefault(claim.quantity, []).append(claim)
        self.supply = lru_cache(maxsize=4096)(self._supply)
        self.value = lru_cache(maxsize=16384)(self._value)
        self.prices = lru_cache(maxsize=PRICES_KEPT)(self._prices)

    def claim(self, claim_id: str) -> Claim:
        """The claim of an id. Raises ``NotFoundError``."""
        try:
            return self._by_id[claim_id]
        except KeyError:
            raise NotFoundError(f"no claim {claim_id!r}; GET /v1/claims lists them") from None

    def query(
        self, quantity: str = "", element: str = "", stage: str = "", geography: str = "", document: str = ""
    ) -> list[Claim]:
        """Claims that match every filter given; ``geography`` as in the tables."""
        return [
            c
            for c in (self._by_quantity.get(quantity, ()) if quantity else self.claims)
            if (not element or c.covers(element))
            and (not stage or stage in c.stage.split())
            and (not geography or c.geography == geography)
            and (not document or c.document == document)
        ]

    def standing(self, claims: Iterable[Claim], on: date) -> list[Claim]:
        """Those of the claims that are known on a day and that no other known by then supersedes."""
        return [c for c in claims if known(c, on) and not self._superseded(c, on)]

    def _superseded(self, claim: Claim, on: date) -> bool:
        return any(name in self._by_id and known(self._by_id[name], on) for name in claim.superseded_by)

    def speaking(self, claims: Iterable[Claim], on: date) -> list[Claim]:
        """Those of the claims about one quantity of one subject that speak on a day. For the model they have a value or
        both ends of a range, are known by then and not superseded. Of a ``SLOW`` quantity of which none is known yet,
        the statistics first published. Scores (``supply``, ``value``, ``prices``) and the ledger's views all ask
        here."""
        about = [c for c in claims if c.use == MODEL and c.closed]
        return self.standing(about, on) if any(known(c, on) for c in about) else _first_published(about)

    def _supply(self, subject: str, stage: Stage, on: date) -> StageSupply:
        """World supply of an element, group or commodity at a stage as published by ``on``."""

        def of_quantity(quantity: str) -> list[Claim]:
            rows = self._by_quantity.get(quantity, ())
            return self.speaking((c for c in rows if c.stage == stage and speaks_of(c.scope, subject, stage)), on)

        by_country: dict[str, list[Claim]] = {}
        for claim in of_quantity("stage_share"):
            if claim.geography not in NAMELESS:
                by_country.setdefault(claim.geography, []).append(claim)
        shares = split({country: _stated(rows) for country, rows in by_country.items()})
        within: dict[str, tuple[PlacePart, ...]] = {}
        for quantity, (country, name) in WITHIN.items():
            rows = of_quantity(quantity)
            if (share := reconcile(rows)) is not None:
                within[country] = (*within.get(country, ()), PlacePart(name, rows[0].scope, share))
        scopes = [claim.scope for rows in by_country.values() for claim in rows]
        return StageSupply(stage, shares, within, gap_of(scopes, subject, stage))

    def _value(self, quantity: str, subject: str, on: date, form: str = "") -> Interval | None:
        """Interval of a scalar quantity of an element, group or commodity, as published by ``on``."""
        about = [
            c
            for c in self._by_quantity.get(quantity, ())
            if c.covers(subject) and (not c.form or not form or form in c.form.split())
        ]
        return reconcile(self.speaking(about, on))

    def _prices(self, element: str, basis: str, on: date) -> tuple[PricePoint, ...]:
        """Yearly prices of the element's oxide in one series (``basis``), oldest first; see
        ``service.risk.evidence.price_series``. Series are never mixed."""
        rows = self._by_quantity.get(PRICE, ())
        mine = [c for c in rows if (c.scope, c.form, c.basis) == (element, "oxide", basis)]
        return yearly(map(_quote, self.speaking(mine, on)), on)


def _stated(rows: Sequence[Claim]) -> StatedCountryShare:
    """A country's share as its claims, of which there is at least one, state it."""
    interval = reconcile(rows)
    assert interval is not None
    lead = next(c for c in rows if c.claim_id == interval.figures[0])
    return StatedCountryShare(interval, lead.scope, len(_covered(lead.scope)), lead.valid_from, lead.valid_to)


def _quote(claim: Claim) -> Quote:
    """A price as a figure of a period; one without a first day is that of its last."""
    start, end = date.fromisoformat(claim.valid_from or claim.valid_to), date.fromisoformat(claim.valid_to)
    return Quote(start, end, claim.centre, claim.published, claim.claim_id)
