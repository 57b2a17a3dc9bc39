"""Baskets: do forecasts hold for products that need several goods at once?

A basket is 1 to 15 codes that one importer bought in one year. It is hit when its largest lost share exceeds the
tolerance, so its forecast depends on how sources fail together. Two ways are held against what happened. ``served`` is
as the service has it: one latent number per country and peril for all that a basket buys there. ``apart`` has one for
each country and code. Both share a common factor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from training.data.workspace import Workspace
from training.evaluation.loss import DEPENDENCE, tolerated
from training.evaluation.purchases import FIRST_BASE_YEAR, History, history
from training.metrics.reliability import reliability
from training.metrics.year_draws import interval, year_draws

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

SIZES = (1, 2, 5, 10, 15)
BASKETS = 150
"""Baskets of each size and year."""
WORLDS = 1024
SEED = 20261130
WAYS = ("served", "apart")


@dataclass(frozen=True)
class Baskets:
    """Rows: ``year`` (base), ``size``, ``forecast`` by way and ``outcome`` (chance to exceed the tolerance)."""

    year: Ints
    size: Ints
    forecast: dict[str, Floats]
    outcome: Floats


def _drawn(importer: NDArray[np.str_], random: np.random.Generator) -> Iterator[tuple[int, Ints]]:
    """Size and rows of each basket, from the importers of one year's purchases (one row a code)."""
    names, where = np.unique(importer, return_inverse=True)
    counts = np.bincount(where)
    for size in SIZES:
        able = np.where(counts >= size, counts, 0)
        for chosen in random.choice(len(names), BASKETS, p=able / able.sum()):
            yield size, random.choice(np.flatnonzero(where == chosen), size, replace=False)


def _latent(groups: Ints, factor: Floats, random: np.random.Generator) -> Singles:
    """Uniform numbers of each group (sources that fail together) in each world, (groups, worlds)."""
    own = random.standard_normal((int(groups.max()) + 1, WORLDS))
    return np.asarray(ndtr(np.sqrt(DEPENDENCE) * factor + np.sqrt(1.0 - DEPENDENCE) * own), np.float32)


def _lost(share: Floats, perils: list[tuple[Floats, Ints]], random: np.random.Generator) -> Singles:
    """Lost share of purchases in worlds, (purchases, worlds). ``perils`` are pairs of hazards and groups, each of shape
    (purchases, sources)."""
    factor = random.standard_normal(WORLDS)
    latent = [_latent(groups, factor, random) for _, groups in perils]
    out = np.zeros((len(share), WORLDS), np.float32)
    for source in np.flatnonzero(share.any(axis=0)):
        here = np.flatnonzero(share[:, source] > 0)
        hit = np.zeros((len(here), WORLDS), bool)
        for (hazard, groups), numbers in zip(perils, latent, strict=True):
            hit |= numbers[groups[here, source]] < hazard[here, source, None]
        out[here] += share[here, source, None].astype(np.float32) * hit
    return out


def baskets(known: History) -> Baskets:
    """Baskets of every base year, with their forecasts and outcomes."""
    random, bought = np.random.default_rng(SEED), known.judged.bought
    codes = bought.rows["k"].to_numpy().astype(np.str_)
    rows: list[tuple[float, ...]] = []
    for year in range(FIRST_BASE_YEAR, int(bought.base_year.max()) + 1):
        here = np.flatnonzero(bought.base_year == year)
        country = bought.country[here]
        goods = np.char.add(np.char.add(country, "-"), codes[here, None])
        perils = (known.restriction[here], known.collapse[here])
        lost = {}
        for way, names in zip(WAYS, (country, goods), strict=True):
            groups = np.unique(names, return_inverse=True)[1].reshape(country.shape)
            lost[way] = _lost(bought.share[here], [(hazard, groups) for hazard in perils], random)
        came = bought.lost[here]
        for size, chosen in _drawn(bought.rows["j"].to_numpy().astype(np.str_)[here], random):
            made = [float(tolerated(lost[way][chosen].max(axis=0)).mean()) for way in WAYS]
            rows.append((year, size, *made, float(tolerated(came[chosen].max()))))
    table = np.array(rows)
    forecast = {way: table[:, 2 + n] for n, way in enumerate(WAYS)}
    return Baskets(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), forecast, table[:, -1])


def _gap(forecast: Floats, outcome: Floats, year: Ints) -> dict[str, Any]:
    """Mean forecast and outcome, and their gap with its interval from resampled years."""
    position, draws = year_draws(year)
    count, gap = np.bincount(position), np.bincount(position, outcome - forecast)
    means = {"forecast": float(forecast.mean()), "observed": float(outcome.mean())}
    away = float((outcome - forecast).mean())
    return means | {"gap": away, "gap_95": interval((draws @ gap) / (draws @ count))}


def measured(space: Workspace, known: History | None = None) -> dict[str, Any]:
    """By way: ``sizes`` (mean forecast and outcome of baskets of each size) and ``tenths`` of all baskets together with
    the ``largest_gap``."""
    drawn = baskets(known or history(space))
    by_way = {}
    for way, forecast in drawn.forecast.items():
        sizes = {}
        for size in SIZES:
            mask = drawn.size == size
            sizes[size] = _gap(forecast[mask], drawn.outcome[mask], drawn.year[mask])
        tenths = reliability(forecast, drawn.outcome, drawn.year)
        largest = max(abs(d["forecast"] - d["observed"]) for d in tenths["deciles"])
        by_way[way] = {"sizes": sizes, "tenths": tenths, "largest_gap": largest}
    return by_way


def text(by_way: dict[str, Any]) -> list[str]:
    """What ``measured`` found, a line each."""
    lines = ["Baskets of codes: mean forecast against what came"]
    for way, rows in by_way.items():
        for size, row in rows["sizes"].items():
            low, high = row["gap_95"]
            lines.append(
                f"  {way}, {size} codes: {row['forecast']:.3f} forecast, {row['observed']:.3f} came; gap "
                f"{row['gap']:+.3f} ({low:+.3f} to {high:+.3f})"
            )
        lines.append(f"  {way}, largest gap of a tenth: {rows['largest_gap']:.3f}")
    return lines
