"""The panel of exporters: one row for each country, mineral, code and origin (31 December), with what was known then.

A row's event is a serious restriction on the code that takes effect in the year after the origin. It is a head act, not
suspended before its first day, and general: every buyer, every use. ``limited`` also counts acts on some destinations,
``any_act`` those on an end use too; neither is trained on. For a code of rare earths an act must name a fifth of its
elements.

Known then are exports two years back (mean of three years) and mine output two years back. World Mining Data of
year y appears in the spring of y + 2; the archive holds 2018 on. Known are also shares of rare earths as published,
governance of the year before, and acts by their day of publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

import numpy as np
import polars as pl

from service.risk.controls.register import CODE_ELEMENTS, Register
from service.risk.evidence.claims import Evidence
from service.risk.evidence.facts import Facts
from service.risk.evidence.trade import Trade
from service.risk.mix import SHARE_DECIMALS
from service.risk.source_shock import power
from service.risk.source_shock.acts import (
    RARE_EARTH_MINERALS,
    Act,
    Acts,
    companions_of,
    never_began,
    stopped_by,
)
from service.risk.source_shock.features import Sources, faded
from service.risk.vocabulary import SCOPES
from training.data.archive import read_production
from training.data.facts import facts_of
from training.data.workspace import Workspace
from training.tables import minerals
from training.tables.minerals import Mineral, codes_of

FIRST_ORIGIN = 2003
"""The register holds few rows of earlier years."""
KNOWN_DAYS = 183
"""Days after an origin that the register must know: half of the year that its rows are judged by."""
HUBS = frozenset({"NLD", "BEL", "BLX", "HKG", "SGP", "ARE", "MAC", "LUX", "CHE", "PAN", "CYP", "MLT"})
"""Their exports are mostly other countries' goods: they are no sources."""
DISSOLVED = frozenset({"SUN", "BLX", "SDX", "SCG", "YUG", "CSK"})
LEAST_BREADTH = 0.2
"""Part of a code's elements that an act must name to count as an act on the code."""
PRODUCTION_LAG = 2
KEYS = ("country", "mineral", "code", "year")

Output = Mapping[str, Mapping[int, Mapping[str, float]]]
"""Table of World Mining Data -> year -> country -> output, as ``archive.read_production`` gives it."""


@dataclass(frozen=True)
class Origin:
    """One 31 December with everything that its rows share."""

    on: date
    facts: Facts
    acts: Acts
    exports: Mapping[str, Mapping[int, Mapping[str, float]]]
    output: Output

    @property
    def window_end(self) -> date:
        """Last day of the twelve months after the origin."""
        return date(self.on.year + 1, 12, 31)


def panel(
    flows: pl.DataFrame,
    facts: Facts,
    output: Output,
    goods: Sequence[Mineral],
    origins: Iterable[int] | None = None,
) -> pl.DataFrame:
    """All exporters and producers: ``KEYS``, the arrays of ``Sources``, ``specialty``, ``event``, ``limited``,
    ``any_act``, ``pending``, ``acts`` (ids) and ``serious_age``.

    ``origins`` are all years that can be judged, unless some are given. ``pending`` is a general act on the code
    announced, its first day within the window. ``serious_age`` is months since the country's newest serious act on the
    mineral, ``nan`` without one.
    """
    acts = Acts(facts.register, codes_of(goods))
    exports = mean_exports(flows, {code for mineral in goods for code in mineral.share_codes})
    rows: list[dict[str, object]] = []
    for year in range(FIRST_ORIGIN, last_origin(facts.register) + 1) if origins is None else origins:
        origin = Origin(date(year, 12, 31), facts, acts, exports, output)
        for mineral in goods:
            rows += rows_of(mineral, origin)
    return pl.DataFrame(rows, infer_schema_length=None).sort(KEYS)


def last_origin(register: Register) -> int:
    """Year of the newest origin, the last 31 December after which the register knows half a year or more."""
    newest = register.newest(date.max)
    return (newest - timedelta(days=KNOWN_DAYS)).year - 1 if newest else FIRST_ORIGIN


def mean_exports(flows: pl.DataFrame, codes: Iterable[str]) -> dict[str, dict[int, dict[str, float]]]:
    """Code -> year -> country -> mean share of world exports over the three years to it, of flows with a quantity:
    what ``power.exported`` gives of one code."""
    measured = flows.filter(pl.col("k").is_in(sorted(codes)) & (pl.col("q") > 0))
    world = measured.group_by("k", "t", "i").agg(pl.col("v").sum())
    world = world.with_columns((pl.col("v") / pl.col("v").sum().over("k", "t")).round(SHARE_DECIMALS).alias("s"))
    years = [world.select("k", "i", (pl.col("t") + back).alias("t"), "s") for back in range(power.MEAN_YEARS)]
    mean = pl.concat(years).group_by("k", "t", "i").agg(pl.col("s").sum() / power.MEAN_YEARS).filter(pl.col("s") > 0)
    shares: dict[str, dict[int, dict[str, float]]] = {}
    for code, year, country, share in mean.sort("k", "t", "i").select("k", "t", "i", "s").iter_rows():
        shares.setdefault(code, {}).setdefault(year, {})[country] = share
    return shares


def shares_of(mineral: Mineral, origin: Origin) -> dict[str, float]:
    """Country -> share of the mineral's world supply as known at the origin."""
    shares: dict[str, float] = {}
    for code in sorted(mineral.share_codes):
        shares = power.larger(shares, dict(origin.exports.get(code, {}).get(power.trade_year(origin.on), {})))
    if mineral.name in RARE_EARTH_MINERALS:
        made = mean_produced(origin.facts.evidence, SCOPES[mineral.name], origin.on)
    else:
        made = mined(origin.output.get(mineral.production, {}), origin.on)
    return power.larger(shares, made)


def mean_produced(evidence: Evidence, elements: Iterable[str], on: date) -> dict[str, float]:
    """Country -> mean over elements of its published share."""
    each = [power.produced(evidence, element, on) for element in sorted(elements)]
    return {c: fmean(shares.get(c, 0.0) for shares in each) for c in {c for shares in each for c in shares}}


def mined(years: Mapping[int, Mapping[str, float]], on: date) -> dict[str, float]:
    """Country -> share of world output of the newest year published by the end of a year."""
    known = [year for year in years if year <= on.year - PRODUCTION_LAG]
    world = years[max(known)] if known else {}
    total = sum(world.values())
    return {country: tonnes / total for country, tonnes in world.items() if tonnes > 0} if total else {}


def rows_of(mineral: Mineral, origin: Origin) -> Iterator[dict[str, object]]:
    """Rows of one mineral at one origin, for each of its codes ("" where it has none)."""
    year = power.governance_year(origin.on)
    common = {
        "mineral": mineral.name,
        "year": origin.on.year,
        "specialty": mineral.specialty,
        "difficulty": _figure(origin, "substitution_difficulty_class", mineral.difficulty),
        "recycling": _figure(origin, "eol_rir", mineral.recycling),
    }
    for country, share in sorted(shares_of(mineral, origin).items()):
        if share <= 0 or country in DISSOLVED:
            continue
        known = {y: v for y, v in origin.facts.governance.get(country, {}).items() if y <= year}
        own = origin.acts.newest(country, origin.on, serious=False).get(mineral.name)
        serious = origin.acts.newest(country, origin.on, serious=True)
        source = {
            "country": country,
            "share": share,
            "instability": known[max(known)] if known else np.nan,
            "own_age": np.nan if own is None else float(own),
            "companions": faded(companions_of(mineral.name, serious)),
            "serious_age": float(serious.get(mineral.name, np.nan)),
        }
        for code in mineral.codes or ("",):
            yield {**common, **source, "code": code, **outcome(country, mineral.name, code, origin)}


def _figure(origin: Origin, quantity: str, scope: str) -> float:
    claim = origin.facts.evidence.value(quantity, scope, origin.on) if scope else None
    return claim.central if claim is not None else np.nan


def outcome(country: str, mineral: str, code: str, origin: Origin) -> dict[str, object]:
    """What came in the year after the origin, and what was announced before."""
    serious = [
        a for a in origin.acts.find_acts(country) if a.serious and on_code(a, mineral, code) and _begins(a, origin)
    ]
    came = [a for a in serious if not never_began(a.measure)]
    pending = (a for a in serious if a.general and a.measure.published <= origin.on)
    return {
        "event": any(a.general for a in came),
        "limited": any(not a.measure.end_uses for a in came),
        "any_act": bool(came),
        "pending": any(not stopped_by(a.measure, origin.on) for a in pending),
        "acts": " ".join(a.measure.measure_id for a in came),
    }


def _begins(act: Act, origin: Origin) -> bool:
    begins = act.measure.effective
    return begins is not None and origin.on < begins <= origin.window_end


def on_code(act: Act, mineral: str, code: str) -> bool:
    """Whether an act is one on the code: see ``LEAST_BREADTH``. Without a code the mineral's name decides."""
    if not code:
        return mineral in act.minerals
    if code not in act.measure.hs92:
        return False
    inside = CODE_ELEMENTS.get(code)
    return inside is None or len(inside & act.measure.elements) >= LEAST_BREADTH * len(inside)


def read(space: Workspace) -> pl.DataFrame:
    """The panel from the archive and the tables of a workspace; trade enters by its flows alone. It is made once."""
    if space.panel is None:
        known = facts_of(Trade(), space.governance, unverified=space.unverified)
        space.panel = panel(space.flows, known, read_production(space.cache), minerals.load())
    return space.panel


def of_day(space: Workspace, on: date) -> pl.DataFrame:
    """The sources of every mineral on any day, as known then: columns of ``panel`` without what came after."""
    facts = facts_of(Trade(), space.governance, unverified=space.unverified)
    goods = minerals.load()
    exports = mean_exports(space.flows, {code for mineral in goods for code in mineral.share_codes})
    origin = Origin(on, facts, Acts(facts.register, codes_of(goods)), exports, read_production(space.cache))
    rows = [row for mineral in goods for row in rows_of(mineral, origin)]
    return pl.DataFrame(rows, infer_schema_length=None).drop("event", "limited", "any_act", "acts").sort(KEYS)


def sources(rows: pl.DataFrame) -> Sources:
    """The rows of a panel as the features read them."""
    names = ("share", "instability", "own_age", "companions", "difficulty", "recycling")
    return Sources(*(rows[name].cast(pl.Float64).to_numpy() for name in names))


def is_source(rows: pl.DataFrame, least_share: float) -> pl.DataFrame:
    """Rows of countries that make or own what they sell, with at least a share of the mineral."""
    return rows.filter((pl.col("share") >= least_share) & ~pl.col("country").is_in(sorted(HUBS)))
