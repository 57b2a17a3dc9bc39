"""Where a country gets a stage's good unless it says so: half the world's output, half its own trade, home first.

The trade half reads three years of imports. A supplier's part is the geometric mean of its shares by value and by
quantity (tracing is stable by year, not in its unit). It is weighted by how much more of the element it makes than of
all rare earths. A supplier that makes nothing at the stage passes on what it imports, two steps up. Where no maker is
known by then, the trade is left out and the rest scaled. That is the tracing of Kastner, Kastner and Nonhebel (2011),
"Tracing distant environmental impacts of agricultural products from a consumer perspective", Ecological Economics 70,
1032-1040. It is cut after two steps. It leaves out their stock balances, which the figures don't allow: several
countries export more than they make and import.

A maker keeps the smaller of its own need and its own output at home (``home_shares``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from service.risk.evidence.trade import Trade
from service.risk.mix import SHARE_DECIMALS, Mix, normalised
from service.risk.supply_chain.makers import Makers, trade_years

WORLD_HALF = 0.5
"""Weight of the world's output beside the buyer's own trade. Either alone is worse beside what is published: imports
show the last border only, output shares say nothing of the buyer (``training/evidence/SUPPLY.md``)."""
TRACED_STEPS = 2
SMALLEST_SHARE = 1e-4
"""Sources below are left out of a mix."""


@dataclass(frozen=True)
class Flows:
    """Trade in a code over some years: ``value[importer, exporter]`` in thousand USD and ``tonnes``, both per year."""

    position: Mapping[str, int]
    value: NDArray[np.float64]
    tonnes: NDArray[np.float64]


def flows_of(trade: Trade, code: str, year: int) -> Flows:
    """The flows of a code in the years of trade through ``year``. Empty where none are held."""
    rows = [
        (importer, exporter, share * (trade.market_size(code, importer, one) or 0.0), moved)
        for one in trade_years(year)
        for importer, mix in trade.imports.get(code, {}).get(one, {}).items()
        for exporter, share, moved in _moved(trade, code, importer, one, mix)
    ]
    names = sorted({name for row in rows for name in row[:2]})
    position = {name: n for n, name in enumerate(names)}
    value, tonnes = np.zeros((len(names), len(names))), np.zeros((len(names), len(names)))
    for importer, exporter, worth, moved in rows:
        value[position[importer], position[exporter]] += worth
        tonnes[position[importer], position[exporter]] += moved
    years = len(trade_years(year))
    return Flows(position, value / years, tonnes / years)


def _moved(trade: Trade, code: str, importer: str, year: int, mix: Mix) -> list[tuple[str, float, float]]:
    """Exporter, share by value, and tonnes moved; where shares of quantity aren't held, those of value serve."""
    by_quantity = trade.quantity_mix(code, importer, year) or mix
    total = trade.tonnes(code, importer, year) or 0.0
    return [(exporter, share, total * by_quantity.get(exporter, 0.0)) for exporter, share in mix.items()]


def _rows_to_one(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    total = matrix.sum(axis=1, keepdims=True)
    out: NDArray[np.float64] = np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0)
    return out


@dataclass(frozen=True)
class Traced:
    """Share (countries, makers) of each country's imports that each maker made; a row of zeros where none is found.
    Rounded, so that no library's order of summing shows."""

    position: Mapping[str, int]
    makers: tuple[str, ...]
    share: NDArray[np.float64]

    def find_imports(self, country: str) -> Mix:
        """A country's imports by maker; empty where its trade isn't held or no maker is found."""
        at = self.position.get(country)
        row = [] if at is None else self.share[at].tolist()
        return {maker: share for maker, share in zip(self.makers, row, strict=False) if share > 0}


def traced(flows: Flows, weights: Mapping[str, float]) -> Traced:
    """Every country's imports by maker. ``weights`` has every maker, with its weight for the element."""
    bought = _rows_to_one(np.sqrt(_rows_to_one(flows.value) * _rows_to_one(flows.tonnes)))
    makers = tuple(name for name in flows.position if weights.get(name, 0.0) > 0)
    columns = [flows.position[name] for name in makers]
    made = bought[:, columns] * np.array([weights[name] for name in makers])
    passed_on = bought.copy()
    passed_on[:, columns] = 0.0
    mixed = made
    for _ in range(TRACED_STEPS):
        mixed = made + passed_on @ mixed
    return Traced(flows.position, makers, _rows_to_one(mixed).round(SHARE_DECIMALS))


def home_shares(flows: Flows, makers: Makers, world_tonnes: float) -> Mix:
    """Part of each maker's own need that its own output covers, 0..1, at a stage whose trade is held.

    Output is the maker's share of ``world_tonnes``; need is output and imports from other makers less exports. Where a
    country exports more than it makes, its exports hold foreign material and both are drawn from one pot: output over
    output and imports. A share that only stands in for the element shows no output of it at home.
    """
    names = [c for c in makers.own if c in flows.position and c in makers.weights]
    kept: Mix = {}
    for country in names:
        row = flows.position[country]
        made = makers.own[country] * world_tonnes
        others = ((c, w) for c, w in makers.weights.items() if c != country and c in flows.position)
        bought = fsum(w * flows.tonnes[row, flows.position[c]] for c, w in others)
        sold = makers.weights[country] * float(flows.tonnes[:, row].sum())
        need = made + bought - sold if sold <= made else made + bought
        kept[country] = float(min(1.0, made / need)) if need > 0 else 1.0
    return kept


def blended(country: str, world: Mix, imported: Mix, home: float) -> Mix:
    """A country's sources: its own output as far as that goes, for the rest half the world's mix and half its own
    trade. Where no trade is known, it is the world's alone."""
    abroad = {c: s for c, s in world.items() if c != country or home == 0}
    bought = {c: s for c, s in imported.items() if c != country or home == 0}
    mix = _halves(normalised(abroad), normalised(bought))
    whole = {c: s * (1.0 - home) for c, s in mix.items()}
    if home or not whole:
        whole[country] = whole.get(country, 0.0) + (home or 1.0)
    kept = {c: s for c, s in normalised(whole).items() if s >= SMALLEST_SHARE}
    return normalised({c: round(s, SHARE_DECIMALS) for c, s in kept.items()})


def _halves(world: Mix, bought: Mix) -> Mix:
    if not bought or not world:
        return world or bought
    both = sorted({*world, *bought})
    return {c: WORLD_HALF * world.get(c, 0.0) + (1.0 - WORLD_HALF) * bought.get(c, 0.0) for c in both}
