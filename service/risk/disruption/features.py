"""Every number the model sees, defined once for training and serving.

A feature is a plain function of an ``Exposure``; its docstring is its public documentation: unit, what it is in
training, what it is in serving. ``nan`` means unknown. Families are additive in the model; ``monotone`` is the
direction that theory fixes (+1: more is riskier, 0: free).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.risk.evidence.market import NAN, BuyerMarket, PriceState, WorldVolume
from service.risk.mix import Mix, herfindahl
from service.risk.supply_chain.borders import CONTROL_LEVELS

FAMILIES = ("concentration", "export_control", "substitution", "market")


@dataclass(frozen=True)
class Exposure:
    """What a purchase is exposed to on a date: the input of ``encode``, assembled in ``exposure.assemble`` only."""

    mix: Mix
    governance: dict[str, float]
    export_shares: Mix
    stage_origins: tuple[Mix, ...]
    stage_worlds: tuple[Mix, ...]
    market_size: float | None
    controls: tuple[float, ...]
    recycling: float
    saving: float
    substitution_difficulty: float
    price: PriceState
    all_prices: PriceState
    world_volume: WorldVolume
    buyer_market: BuyerMarket


@dataclass(frozen=True)
class Feature:
    """Name, family, monotone direction and function of one feature. Features of one ``block``, a part of a family, may
    meet in one tree and are unknown together when the model serves."""

    name: str
    family: str
    monotone: int
    block: str
    compute: Callable[[Exposure], float]

    @property
    def doc(self) -> str:
        """The feature's public documentation."""
        return self.compute.__doc__ or ""


FEATURES: list[Feature] = []


def feature(
    family: str, monotone: int, block: str = ""
) -> Callable[[Callable[[Exposure], float]], Callable[[Exposure], float]]:
    """Register a feature function at the end of ``FEATURES``; without a block of its own it is of its family's."""

    def register(compute: Callable[[Exposure], float]) -> Callable[[Exposure], float]:
        FEATURES.append(Feature(compute.__name__, family, monotone, block or family, compute))
        return compute

    return register


def _largest(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return max(known, default=NAN)


@feature("concentration", 1)
def weakest_stage_origin_hhi(x: Exposure) -> float:
    """HHI (0..1) of the countries of origin at the most concentrated stage behind the purchase, each stage traced
    through its own buyers. Training: the importer's mix in BACI two years back (operational) or in the year
    (hindcast), and separation behind metals. Serving: the line's declared supply, else the same mixes; all stages."""
    return _largest([herfindahl(mix) for mix in x.stage_origins])


@feature("concentration", 1)
def weakest_stage_world_hhi(x: Exposure) -> float:
    """HHI (0..1) of world supply at the most concentrated stage. Training: HHI of world exports of the code (BACI),
    and published stage shares from their publication on. Serving: stage shares of the claims on that date, as an
    interval where they disagree, else exports."""
    return _largest([herfindahl(mix) for mix in x.stage_worlds])


@feature("concentration", 1)
def dominance(x: Exposure) -> float:
    """Mean share (0..1) that the purchase's supplier countries hold of world exports of the code: dependence on
    dominant exporters. Training and serving: BACI. Unknown where the code's trade isn't held (magnets, ores)."""
    if not x.mix or not x.export_shares:
        return NAN
    return sum(share * x.export_shares.get(country, 0.0) for country, share in x.mix.items())


@feature("concentration", 1)
def governance_risk(x: Exposure) -> float:
    """Political instability of the supplier countries, share-weighted, 0 (stable) to 1. Training and serving: the
    Worldwide Governance Indicators' political stability estimate, rescaled (Kaufmann and Kraay, World Bank)."""
    known = {c: s for c, s in x.mix.items() if c in x.governance}
    total = sum(known.values())
    return sum(s * x.governance[c] for c, s in known.items()) / total if total > 0 else NAN


@feature("concentration", -1)
def market_size(x: Exposure) -> float:
    """Natural log of the buyer country's imports of the code, thousand USD: thin markets are disrupted more often.
    Training: BACI, masked at random. Serving: the same, unknown for a company that declares its own supply."""
    return math.log(x.market_size) if x.market_size and x.market_size > 0 else NAN


CONTROL_DECIMALS = 2
"""Shares under control enter in whole percents: finer ones would claim more than shares of trade can tell."""


def _control(x: Exposure, level: str) -> float:
    return round(x.controls[CONTROL_LEVELS.index(level)], CONTROL_DECIMALS)


@feature("export_control", 1)
def control_any(x: Exposure) -> float:
    """Share (0..1) of supply that crosses a border under any export control in force, of administrative severity or
    worse, controls on the technology of its stage included. Training and serving: the register on the date."""
    return _control(x, "any")


@feature("export_control", 1)
def control_moderate(x: Exposure) -> float:
    """Share (0..1) of supply that crosses a border under a control in force of moderate severity or worse.
    Training and serving: the register on the date."""
    return _control(x, "moderate")


@feature("export_control", 1)
def control_strong(x: Exposure) -> float:
    """Share (0..1) of supply that crosses a border under a control in force of strong severity or worse.
    Training and serving: the register on the date."""
    return _control(x, "strong")


@feature("export_control", 1)
def control_prohibitive(x: Exposure) -> float:
    """Share (0..1) of supply that crosses a border under a prohibitive control in force.
    Training and serving: the register on the date."""
    return _control(x, "prohibitive")


@feature("export_control", 1)
def control_recent(x: Exposure) -> float:
    """Share (0..1) of supply under a control of moderate severity or worse that took effect within 24 months, or is
    announced and not yet in force. Renewals count from the first of their chain. Training and serving: the register
    on the date."""
    return _control(x, "recent")


@feature("export_control", 1)
def control_fresh(x: Exposure) -> float:
    """Share (0..1) of supply under a control of moderate severity or worse that took effect within 12 months.
    Training and serving: the register on the date."""
    return _control(x, "fresh")


@feature("export_control", 1)
def control_strong_recent(x: Exposure) -> float:
    """Share (0..1) of supply under a strong or prohibitive control that took effect within 24 months, or is announced
    and not yet in force. Training and serving: the register on the date."""
    return _control(x, "strong_recent")


@feature("substitution", 1)
def primary_dependence(x: Exposure) -> float:
    """Share (0..1) of demand that primary supply must meet: (1 - EoL-RIR) x (1 - saving). Training: EoL-RIR of the
    European Commission's criticality studies, no saving. Serving: recycling and saving claims on the date; a saving
    that is a target counts in the favourable case only."""
    if math.isnan(x.recycling):
        return NAN
    return (1.0 - x.recycling) * (1.0 - x.saving)


@feature("substitution", 1)
def substitution_difficulty(x: Exposure) -> float:
    """How hard the commodity is to substitute, 1 (low) to 3 (high): the Critical Materials Atlas's reading of the
    European Commission's criticality study of 2023. Training and serving: by commodity; unknown where it gives
    none."""
    return x.substitution_difficulty


@feature("market", 0)
def price_trend(x: Exposure) -> float:
    """Log change of the world price on the year before. Training: matched-flow unit-value index of the code (BACI).
    Serving after the last trade year: the element's published price series, one series, dated."""
    return x.price.trend


@feature("market", 0)
def price_deviation_3y(x: Exposure) -> float:
    """Log gap of the world price to the median of the last three years. Sources as ``price_trend``."""
    return x.price.deviation_3y


@feature("market", 0)
def price_deviation_5y(x: Exposure) -> float:
    """Log gap of the world price to the mean of the last five years. Sources as ``price_trend``."""
    return x.price.deviation_5y


@feature("market", 1)
def price_volatility(x: Exposure) -> float:
    """Standard deviation of the last five yearly log changes of the world price. Sources as ``price_trend``."""
    return x.price.volatility


@feature("market", 0, "all_prices")
def all_prices_trend(x: Exposure) -> float:
    """Mean log change on the year before of the world prices of all goods: booms and slumps strike together. Training:
    the unit-value indices of all codes (BACI), so that what a year had in common isn't credited to what its goods
    differed in. Serving: unknown in every forecast, since nobody publishes it in time and there are few years."""
    return x.all_prices.trend


@feature("market", 0, "all_prices")
def all_prices_deviation_5y(x: Exposure) -> float:
    """Mean log gap of the world prices of all goods to their means of five years. Sources as ``all_prices_trend``."""
    return x.all_prices.deviation_5y


@feature("market", 0, "world_volume")
def world_volume_deviation_3y(x: Exposure) -> float:
    """Log gap of world imports of the code, tonnes, to their median of three years. Training and serving: BACI, two
    years back (operational) or of the year (hindcast); unknown where the code's trade isn't held."""
    return x.world_volume.deviation_3y


@feature("market", 0, "buyer_market")
def unit_value_level(x: Exposure) -> float:
    """Log of the unit value of the buyer country's imports over that of world imports of the code: what is cheap for
    its kind has further to rise, and grades differ. Training: BACI as for ``market_size``, masked at random with it.
    Serving: the same, unknown for a company that declares its own supply."""
    return x.buyer_market.unit_value_level


@feature("market", -1, "buyer_market")
def supplier_count(x: Exposure) -> float:
    """Log of the number of countries that the buyer country imports the code from. Sources as ``unit_value_level``."""
    return x.buyer_market.suppliers


@feature("market", 1, "buyer_market")
def volume_volatility(x: Exposure) -> float:
    """Root mean square of the yearly log changes, over five years, of the tonnes that the buyer country imports of the
    code. Sources as ``unit_value_level``."""
    return x.buyer_market.volume_volatility


@feature("market", 1, "buyer_market")
def unit_value_volatility(x: Exposure) -> float:
    """Root mean square of the yearly log changes, over five years, of the unit value of the buyer country's imports,
    net of the world price index: how unsteady its own prices are. Sources as ``unit_value_level``."""
    return x.buyer_market.unit_value_volatility


NAMES = tuple(f.name for f in FEATURES)
BLOCKS = tuple(dict.fromkeys(f.block for f in FEATURES))
BLOCK_COLUMNS = {block: [i for i, f in enumerate(FEATURES) if f.block == block] for block in BLOCKS}
FAMILY_COLUMNS = {family: [i for i, f in enumerate(FEATURES) if f.family == family] for family in FAMILIES}

TRAINING_ONLY = BLOCK_COLUMNS["all_prices"]


def as_forecast(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Encoded rows, shape (rows, features), as a forecast sees them: what only training knows is unknown."""
    seen = rows.copy()
    seen[:, TRAINING_ONLY] = NAN
    return seen


def encode(exposures: Sequence[Exposure]) -> NDArray[np.float64]:
    """Matrix of shape (exposures, features), columns in the order of ``FEATURES``; unknown is ``nan``."""
    rows = [[f.compute(x) for f in FEATURES] for x in exposures]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))


def encode_controls(row: NDArray[np.float64], exposure: Exposure) -> NDArray[np.float64]:
    """``row``, of shape (features,), with the control features of an exposure that differs in its controls alone."""
    changed, columns = row.copy(), FAMILY_COLUMNS["export_control"]
    changed[columns] = [FEATURES[column].compute(exposure) for column in columns]
    return changed
