"""The chain behind a purchase: which countries stand at each stage, and which borders the material crosses.

Each stage's buyer is the country of the next stage. A country sources a stage at home as far as its share of that
stage's world output covers its share of the next stage's; the rest follows its import mix, else the world's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from service.risk.evidence.trade import Trade
from service.risk.mix import UNKNOWN_COUNTRY, Mix, normalised
from service.risk.vocabulary import CHAIN, Form, Stage, hs92_code

UNSEPARATED = frozenset({"MMR", "LAO"})
"""Their exports under the codes of compounds are taken as concentrate for separation elsewhere, not as separated goods:
China imports feed from both (claims atlas-2026-china-feed-2025-MMR, atlas-2026-china-feed-2025-LAO), and no source in
the tables names either among the separators (claims iea-gcmo-2026-separation-2025-*, eu-crm-2023-separation-*). An
assumption where the sources are silent."""
SELF_SUPPLYING_SHARE = 0.1
"""Where nothing is published on a stage, a country with a tenth of world exports of its good is taken to supply itself:
exports say little about what a large maker uses at home."""
UPSTREAM_SHARE = 0.01
"""Sellers below one percent of a country's purchases upstream of the bought form are left out of the trace."""

BUYER_IMPORT_MIX, WORLD_MIX, HOME, IMPORTS, WORLD = "buyer_import_mix", "world_mix", "home", "imports", "world"
"""The rules that name sellers where a line declares none; an answer's ``defaults`` carry them."""
SELLERS_KEPT = 500
"""Sets of buyers whose sellers a market remembers."""
FROM_IMPORTS = frozenset({BUYER_IMPORT_MIX, IMPORTS})

STAGE_FORM = {
    Stage.MINING: Form.ORE,
    Stage.SEPARATION: Form.OXIDE,
    Stage.METAL: Form.METAL,
    Stage.MAGNET: Form.MAGNET,
}


@dataclass(frozen=True)
class Good:
    """What is bought. Outside the rare earths ``element`` and ``form`` are ``None`` and the chain has one step."""

    code: str
    element: str | None = None
    form: Form | None = None
    commodity: str = "REE"
    companions: frozenset[str] = frozenset()
    """Other rare earths in the same magnet: they decide whether a magnet falls under a measure."""

    @property
    def subject(self) -> str:
        """What the claims call it: the element, else the group or commodity."""
        return self.element or self.commodity

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Stages passed, upstream first; empty for a good that isn't a rare earth."""
        return CHAIN[self.form] if self.form else ()


@dataclass(frozen=True)
class Step:
    """One step up the chain. ``origins`` are the countries that make the step's good for the buyer; ``world`` is the
    world's mix at that stage, empty when unknown."""

    stage: Stage | None
    good: Good
    origins: Mix
    world: Mix
    sellers_of: dict[str, Mix]
    """Buyer country -> its sellers at this step (shares sum to 1)."""
    rules: dict[str, str]
    """Buyer country -> the rule that named its sellers; empty where the line declares them."""


@dataclass(frozen=True)
class Chain:
    """Steps from the bought form up to the mine. ``gaps`` are stages that nothing was known of: the trace passes them
    over, as if their buyer bought one stage further up."""

    buyer: str
    steps: tuple[Step, ...]
    defaults: tuple[str, ...]
    gaps: tuple[Stage, ...]


class WorldSupply(Protocol):
    """World mix of an element at a stage on a date; ``None`` when nothing was published by then."""

    def __call__(self, subject: str, stage: Stage, on: date) -> Mix | None: ...


def structure_year(on: date, newest: int | None, lag: int = 2) -> int:
    """Year of trade structure known on a date: BACI's year y appears in January of y + 2."""
    year = on.year - lag
    return year if newest is None else min(year, newest)


class Sellers(NamedTuple):
    """Whom buyers buy from, by buyer, and which rule said so; empty where the line declares them."""

    mixes: dict[str, Mix]
    rules: dict[str, str]


@dataclass
class Market:
    """A stage as its buyers meet it: the ``world``'s mix there, whether it was ``published``, the world's mix at the
    next stage known ``downstream``, and whom countries buy from, worked out once."""

    code: str
    year: int
    trade: Trade
    world: Mix
    published: bool
    downstream: Mix

    def __post_init__(self) -> None:
        self.sellers = lru_cache(maxsize=SELLERS_KEPT)(self._sellers)
        self.sellers_to = lru_cache(maxsize=SELLERS_KEPT)(self._sellers_to)

    def _sellers(self, countries: tuple[str, ...], without: str | None) -> Sellers:
        """Sellers of several countries of the next stage, one country's part dispersed. Remembered by ``sellers``."""
        found = {country: self.sellers_to(country) for country in countries}
        mixes = {country: _dispersed(mix, without) for country, (mix, _) in found.items() if mix}
        return Sellers(_nameless(countries, mixes, without), {c: rule for c, (mix, rule) in found.items() if mix})

    def _sellers_to(self, country: str) -> tuple[Mix, str]:
        """Where ``country`` gets the good from, and which rule said so. Remembered by ``sellers_to``."""
        made, needed = self.world.get(country, 0.0), self.downstream.get(country, 0.0)
        home = min(1.0, made / needed) if needed else made
        if not self.published and made >= SELF_SUPPLYING_SHARE:
            home = 1.0
        if home >= 1.0:
            return {country: 1.0}, HOME
        imports = self.trade.import_mix(self.code, country, self.year)
        abroad = {c: s for c, s in imports.items() if c != country and c not in UNSEPARATED}
        rule = IMPORTS
        if not abroad:
            abroad, rule = {c: s for c, s in self.world.items() if c != country}, WORLD
        mix = {c: s * (1.0 - home) for c, s in normalised(abroad).items() if s >= UPSTREAM_SHARE}
        if home:
            mix[country] = home
        return normalised(mix), rule


MarketKey = tuple[str, str, Stage | None]
"""Subject, code and stage: all that a market depends on beside day, year, view and the stage below."""
Markets = dict[tuple[MarketKey, MarketKey | None], Market]


def _market(
    good: Good, stage: Stage | None, below: Step | None, on: date, year: int, trade: Trade, supply: WorldSupply
) -> Market:
    """The market of a stage: the published world mix, else exporters' shares of world trade in the stage's good."""
    known = supply(good.subject, stage, on) if stage is not None else None
    world = known or trade.export_shares(good.code, year)
    return Market(good.code, year, trade, world, bool(known), below.world if below else {})


def _market_key(good: Good, stage: Stage | None) -> MarketKey:
    return good.subject, good.code, stage


def trace(
    good: Good,
    buyer: str,
    on: date,
    year: int,
    trade: Trade,
    supply: WorldSupply,
    declared: dict[Stage, Mix] | None = None,
    without: str | None = None,
    kept: Markets | None = None,
) -> Chain:
    """The chain behind ``good`` bought in ``buyer`` on a date, with trade structure of ``year``.

    ``declared`` mixes (stage -> country shares) replace the defaults at their stage. ``without`` hands one country's
    part to many small sellers elsewhere that nobody controls (``ZZZ``). ``kept`` are the markets met so far on the same
    day, in the same year and by the same ``supply``; those met here are added.
    """
    declared = declared or {}
    kept = {} if kept is None else kept
    stages: tuple[Stage | None, ...] = tuple(reversed(good.stages)) or (None,)
    defaults: list[str] = []
    gaps: list[Stage] = []
    steps: list[Step] = []
    buyers: Mix = {buyer: 1.0}
    for position, stage in enumerate(stages):
        step_good = good if position == 0 else _stage_good(good.element, good.commodity, stage)
        below = steps[-1] if steps else None
        place = _market_key(step_good, stage), _market_key(below.good, below.stage) if below else None
        here = kept.get(place)
        if here is None:
            here = kept[place] = _market(step_good, stage, below, on, year, trade, supply)
        if stage is not None and stage in declared:
            mixes = dict.fromkeys(buyers, _dispersed(declared[stage], without))
            sellers, rules = Sellers(_nameless(buyers, mixes, without), {})
        elif steps:
            sellers, rules = here.sellers(tuple(buyers), without)
        else:
            sellers, rules = _first_sellers(buyer, step_good, year, trade, here.world, bought=position == 0)
            sellers = {b: _dispersed(mix, without) for b, mix in sellers.items()}
        origins = _blend(buyers, sellers)
        if origins:
            defaults.extend(f"{stage or 'traded'}:{rule}" for rule in sorted(set(rules.values())))
            steps.append(Step(stage, step_good, origins, here.world, sellers, rules))
            buyers = origins
        elif stage is not None:
            gaps.append(stage)
    return Chain(buyer, tuple(steps), tuple(defaults), tuple(gaps))


def _first_sellers(buyer: str, good: Good, year: int, trade: Trade, world: Mix, *, bought: bool) -> Sellers:
    """Whom the buyer buys from: its country's import mix of the bought form, else the world's mix. Where nothing is
    known of the bought form, the first stage known is the world's too: nobody knows whose goods they were."""
    imports = trade.import_mix(good.code, buyer, year) if bought else {}
    if imports:
        return Sellers({buyer: imports}, {buyer: BUYER_IMPORT_MIX})
    return Sellers({buyer: world}, {buyer: WORLD_MIX}) if world else Sellers({}, {})


@lru_cache(maxsize=256)
def _stage_good(element: str | None, commodity: str, stage: Stage | None) -> Good:
    assert stage is not None
    form = STAGE_FORM[stage]
    return Good(hs92_code(element or "", form), element, form, commodity)


def _nameless(buyers: Iterable[str], mixes: dict[str, Mix], without: str | None) -> dict[str, Mix]:
    """``mixes`` of the buyers, where many small hands buy from many small hands once a country's part is theirs."""
    return mixes | {UNKNOWN_COUNTRY: {UNKNOWN_COUNTRY: 1.0}} if without and UNKNOWN_COUNTRY in buyers else mixes


def _dispersed(mix: Mix, without: str | None) -> Mix:
    """``mix`` with a country's part, if any, in many small hands: the most that leaving it could help."""
    if without is None or without not in mix:
        return mix
    rest = {c: s for c, s in mix.items() if c != without}
    rest[UNKNOWN_COUNTRY] = rest.get(UNKNOWN_COUNTRY, 0.0) + mix[without]
    return normalised(rest)


def _blend(buyers: Mix, sellers: dict[str, Mix]) -> Mix:
    """Shares of the origins when each buyer's share is passed on to its sellers; buyers without sellers drop out."""
    out: dict[str, float] = defaultdict(float)
    for country, weight in buyers.items():
        for origin, share in sellers.get(country, {}).items():
            out[origin] += weight * share
    return normalised(out)
