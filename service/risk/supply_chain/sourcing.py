"""Default sources of an element on a day, worked out once and asked by buyer: what all purchases of a day share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import chain as joined
from itertools import count
from math import fsum
from typing import TypeVar

from service.risk.controls.measures import EU27
from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.trade import Trade, structure_year
from service.risk.mix import Mix, normalised
from service.risk.supply_chain.branches import Ranked, Row, Source, ranked, row_of
from service.risk.supply_chain.default_mix import Flows, Traced, blended, flows_of, home_shares, traced
from service.risk.supply_chain.feed import FEED_SHARE, Feed, feed_of_stranger, feeds, first_feed, published_feed
from service.risk.supply_chain.makers import Grounds, Makers, makers_of
from service.risk.supply_chain.places import Assumption, Code, Place
from service.risk.supply_chain.routes import Gazetteer, Routes
from service.risk.vocabulary import CERIUM_COMPOUNDS, CHAIN, OTHER_COMPOUNDS, SCOPES, STAGE_FORM, Form, Stage, hs92_code

MANUFACTURING = "manufacturing_share_of_world"
MINED, MINED_ELEMENT = "mine_production", "mine_output_of_element"
RECYCLING = "eol_rir"
WORLD = "WLD"
READ = ("stage_share", FEED_SHARE, MANUFACTURING, MINED, MINED_ELEMENT, RECYCLING)
"""Quantities that default sources rest on."""
TRADED = (Stage.SEPARATION, Stage.METAL)
"""Stages whose good has a code of its own in the trade tables. Ore and magnets have none there."""
SUPPLIES_KEPT = 160
"""Sixteen elements under three views on some days, with what their buyers ask: at most half a megabyte each."""
MOST_ASKED = 192
"""Buyers and stages whose sources one of them keeps: beyond it they are forgotten. All countries would be 2.6 MB."""
FLOWS_KEPT = 12
"""Three codes in four years of trade, a third of a megabyte each."""
ROUTES_KEPT = 16_384
"""Some 300 bytes each. Beyond it the next purchases begin a new table; those traced before keep theirs."""
PIECES_BYTES = 8 << 20
"""Of what stands behind sources, before a new table begins: some eight thousand of them."""


Key = TypeVar("Key")
Value = TypeVar("Value")


class Sourcing:
    """The default sources that one bundle's evidence and trade give. Keeps what the purchases of a day share: elements
    under views (``SUPPLIES_KEPT``) and codes in years (``FLOWS_KEPT``)."""

    def __init__(self, evidence: Evidence, trade: Trade) -> None:
        elements = sorted(evidence.query(MINED_ELEMENT, geography=WORLD), key=lambda c: (c.valid_from, c.claim_id))
        self.grounds = Grounds(evidence, trade, {c.scope: c.centre for c in elements if c.closed})
        self.evidence, self.trade = evidence, trade
        self._newest = trade.last_year
        self._changes = _days_of_change(joined.from_iterable(evidence.query(quantity) for quantity in READ))
        self._kept = lru_cache(maxsize=SUPPLIES_KEPT)(self._supply)
        self.flows = lru_cache(maxsize=FLOWS_KEPT)(self._flows)
        self.gazetteer = Gazetteer()
        self._routes = Routes(self.gazetteer)

    def routes(self) -> Routes:
        """The routes met so far; a new table where the last is full."""
        if len(self._routes) > ROUTES_KEPT or self._routes.pieces.held_bytes > PIECES_BYTES:
            self._routes = Routes(self.gazetteer)
        return self._routes

    def supply(self, element: str, on: date, view: str) -> Supply:
        """Who makes an element at every stage on a day under a view, and where countries get it."""
        return self._kept(element, self.epoch(on), view)

    def epoch(self, on: date) -> date:
        """First day with the same default sources as ``on``. Figures are published, periods begin and end, and a year
        of trade appears on the first of January."""
        new_year = date(on.year, 1, 1)
        at = bisect_right(self._changes, on)
        return max(new_year, self._changes[at - 1]) if at else new_year

    def _supply(self, element: str, on: date, view: str) -> Supply:
        return Supply(self, element, on, view, structure_year(on, self._newest))

    def _flows(self, code: str, year: int) -> Flows:
        return flows_of(self.trade, code, year)

    def world_tonnes(self, element: str, stage: Stage, year: int) -> float:
        """World output (t REO) of what a stage's code holds, as mined in the newest year of trade. That is cerium or
        all but cerium for compounds, the magnet elements for metals, which are what most metal is made of."""
        rows = [c for c in self.evidence.query(MINED, geography=WORLD) if c.valid_from and c.closed]
        if not rows:
            return 0.0
        nearest = min(rows, key=lambda c: (abs(int(c.valid_from[:4]) - year), c.rank))
        parts = self.grounds.output
        if not parts:
            return nearest.centre
        code = hs92_code(element, STAGE_FORM[stage])
        held = {CERIUM_COMPOUNDS: {"Ce"}, OTHER_COMPOUNDS: SCOPES["REE"] - {"Ce"}}.get(code, SCOPES["MAGNET_REE"])
        return nearest.centre * fsum(parts.get(s, 0.0) for s in held) / fsum(parts.values())

    def needs(self, on: date) -> dict[str, Claim]:
        """Country -> its part of the world's manufacturing, which stands for its need of a good without trade figures.
        Before the first publication the first published stand in."""
        claims = self.evidence.query(MANUFACTURING)
        known = self.evidence.speaking(claims, on) or _first(claims)
        return {claim.geography: claim for claim in sorted(known, key=lambda c: c.rank, reverse=True)}


def _first(claims: Sequence[Claim]) -> list[Claim]:
    day = min((c.published for c in claims), default=None)
    return [c for c in claims if c.published == day]


def _days_of_change(claims: Iterable[Claim]) -> list[date]:
    days: set[date] = set()
    for claim in claims:
        days.add(claim.published)
        if claim.valid_from:
            days.add(date.fromisoformat(claim.valid_from))
        if claim.valid_to:
            days.add(date.fromisoformat(claim.valid_to) + timedelta(days=1))
    return sorted(days)


def _remembered(table: dict[Key, Value], key: Key, value: Value) -> Value:
    """Keep a value in a table of bounded size, which is emptied when it is full."""
    if len(table) >= MOST_ASKED:
        table.clear()
    table[key] = value
    return value


@dataclass(eq=False)
class Supply:
    """An element on a day under a view: makers by stage, default sources by buyer, and the feed of separators. One is
    equal to itself alone."""

    sourcing: Sourcing
    element: str
    on: date
    view: str
    year: int
    serial: int = field(default_factory=count().__next__)
    """Another one in every supply of a process: what is kept by it doesn't keep the supply."""
    _asked: dict[tuple[Stage, str | None], Ranked] = field(default_factory=dict)
    _rows: dict[tuple[Stage, str | None], Row] = field(default_factory=dict)
    _fed: dict[str | None, tuple[float, Row | None]] = field(default_factory=dict)
    _upstream: dict[tuple[str, tuple[Stage, ...]], Row] = field(default_factory=dict)
    _strangers: dict[str, Feed] = field(default_factory=dict)
    _unknown: dict[tuple[Stage, tuple[str, ...]], tuple[Assumption, ...]] = field(default_factory=dict)

    @cached_property
    def makers(self) -> dict[Stage, Makers]:
        """Who makes the element at each stage."""
        grounds = self.sourcing.grounds
        return {s: makers_of(grounds, self.element, s, self.on, self.view, self.year) for s in Stage}

    @cached_property
    def made(self) -> frozenset[Stage]:
        """Stages with makers."""
        return frozenset(stage for stage, makers in self.makers.items() if makers.shares)

    @cached_property
    def complete(self) -> frozenset[Form]:
        """Forms with makers at every stage."""
        return frozenset(form for form, stages in CHAIN.items() if self.made.issuperset(stages))

    def unknown_makers(self, stage: Stage, declared: tuple[str, ...]) -> tuple[Assumption, ...]:
        """What is assumed of declared countries that no figure names among the makers at a stage."""
        doubts = self._unknown.get((stage, declared))
        if doubts is None:
            known = self.makers[stage].shares
            unknown = [
                Assumption(Code.DECLARED_UNKNOWN, stage, country) for country in declared if country not in known
            ]
            doubts = _remembered(self._unknown, (stage, declared), tuple(unknown))
        return doubts

    def code(self, stage: Stage) -> str:
        """HS 1992 code of the stage's good."""
        return hs92_code(self.element, STAGE_FORM[stage])

    @cached_property
    def _imports(self) -> dict[Stage, Traced]:
        return {s: traced(self.sourcing.flows(self.code(s), self.year), self.makers[s].weights) for s in TRADED}

    def imported(self, stage: Stage, country: str) -> Mix:
        """The makers behind a country's imports of a stage's good; empty where its trade isn't held."""
        return self._imports[stage].find_imports(country) if stage in TRADED else {}

    @cached_property
    def home(self) -> dict[Stage, Mix]:
        """Part of its need that a maker's own output covers, by stage."""
        by_stage: dict[Stage, Mix] = {}
        for stage in TRADED:
            tonnes = self.sourcing.world_tonnes(self.element, stage, self.year)
            flows = self.sourcing.flows(self.code(stage), self.year)
            by_stage[stage] = home_shares(flows, self.makers[stage], tonnes)
        magnets = self.makers[Stage.MAGNET].own
        needs = {country: claim.centre for country, claim in self._needs.items()}
        by_stage[Stage.MAGNET] = {c: min(1.0, s / needs[c]) if c in needs else 1.0 for c, s in magnets.items()}
        return by_stage

    @cached_property
    def _needs(self) -> dict[str, Claim]:
        return self.sourcing.needs(self.on)

    def need_figures(self, countries: Iterable[str]) -> tuple[str, ...]:
        """Claims behind the magnets that these countries need."""
        return tuple(self._needs[c].claim_id for c in sorted(countries) if c in self._needs)

    def sources(self, stage: Stage, country: str | None) -> Ranked:
        """Where a country gets the stage's good by default; the world's sources where no country is stated. Empty where
        the stage doesn't exist for the element. Kept, since all purchases of a day ask for the same few."""
        usual = self._asked.get((stage, country))
        if usual is None:
            sources = {Source(Place(stage, c)): share for c, share in self.mix(stage, country).items()}
            usual = _remembered(self._asked, (stage, country), ranked(sources))
        return usual

    def row(self, stage: Stage, country: str | None) -> Row:
        """``sources`` as numbers."""
        numbered = self._rows.get((stage, country))
        if numbered is None:
            row = row_of(dict(self.sources(stage, country)), self.sourcing.gazetteer)
            numbered = _remembered(self._rows, (stage, country), row)
        return numbered

    def upstream(self, country: str, stages: tuple[Stage, ...]) -> Row:
        """A country's usual sources at the first of some stages, going up from behind the last."""
        sources = self._upstream.get((country, stages))
        if sources is None:
            parts = {country: 1.0}
            for stage in reversed(stages):
                above: dict[str, float] = {}
                for one, part in parts.items():
                    for source, share in self.sources(stage, one):
                        above[source.place.country] = above.get(source.place.country, 0.0) + part * share
                parts = above
            shares = {Source(Place(stages[0], one)): part for one, part in parts.items()}
            sources = _remembered(self._upstream, (country, stages), row_of(shares, self.sourcing.gazetteer))
        return sources

    def feed_row(self, separator: str | None) -> tuple[float, Row | None]:
        """How much of its feed a separator takes as ore (0..1), and the compounds that it works on besides, if any."""
        fed = self._fed.get(separator)
        if fed is None:
            feed = self.feed(separator or "")
            shares = {Source(Place(Stage.SEPARATION, c)): s for c, s in normalised(feed.compounds).items()}
            row = row_of(shares, self.sourcing.gazetteer) if shares else None
            fed = _remembered(self._fed, separator, (fsum(feed.ore.values()), row))
        return fed

    def mix(self, stage: Stage, country: str | None) -> Mix:
        """A country's default sources as shares that sum to 1."""
        world = self.makers[stage].shares
        if country is None or not world:
            return world
        if stage is Stage.MINING:
            return self.feed(country).ore or world
        return blended(country, world, self.imported(stage, country), self.home[stage].get(country, 0.0))

    @cached_property
    def _feeds(self) -> dict[str, Feed]:
        return feeds(
            self.makers[Stage.MINING].shares,
            self.makers[Stage.SEPARATION].shares,
            published_feed(self.sourcing.evidence, self.element, self.on),
            lambda country: self.imported(Stage.SEPARATION, country),
        )

    def feed(self, separator: str) -> Feed:
        """What a separator works on. Kept for those that no source names, as for the others."""
        feed = self._feeds.get(separator) or self._strangers.get(separator)
        if feed is None:
            mining, makers = self.makers[Stage.MINING], self.makers[Stage.SEPARATION].shares
            bought = {c: s for c, s in self.imported(Stage.SEPARATION, separator).items() if c in makers}
            later = first_feed(self.sourcing.evidence, self.element, separator)
            miners = mining.shares.keys() | mining.later
            stranger = feed_of_stranger(separator, miners, mining.shares, later, bought)
            feed = _remembered(self._strangers, separator, stranger)
        return feed

    def members(self, stage: Stage) -> Mix:
        """The European Union's makers at a stage by production; empty where no figure names one."""
        return normalised({c: s for c, s in self.makers[stage].shares.items() if c in EU27})

    @cached_property
    def recycled(self) -> tuple[float, float, tuple[str, ...]]:
        """Default recycling: the part of the mined feed that scrap replaces under the view, and the claims behind it.
        Beside it stands the further part that the favourable view takes of the bought form."""
        rate = self.sourcing.evidence.value(RECYCLING, self.element, self.on)
        if rate is None:
            return 0.0, 0.0, ()
        part = rate.at(self.view, worse="low")
        return part, part if self.view == "favourable" else 0.0, rate.figures
