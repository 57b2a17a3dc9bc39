"""Do products come out right? Random baskets of one buyer country and year, forecast against what happened.

A pseudo-BOM is 1 to 15 cells of one importer and year, drawn from the walk-forward: every purchase in it has an
outcome. Its probability of at least one event uses the quadrature that serves, with the nesting that generic baskets
have: year, commodity group, HS code. Importers are drawn in proportion to their cells, so that the cells in the baskets
are those that the forecasts are calibrated on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm

from service.risk.disruption.joint_probability import Dependence, Peril, Quadrature
from service.risk.disruption.model import sigmoid
from training.data.disruption_panel import Panel
from training.fit.dependence import latent_correlation
from training.fit.disruption_model import WalkForward
from training.metrics.reliability import reliability
from training.metrics.year_draws import SEED

Floats = NDArray[np.float64]
BASKETS = 6_000
LARGEST_BASKET = 15


def frame_of(panel: Panel, forward: WalkForward, group_of: Mapping[str, str], until: int) -> pl.DataFrame:
    """Forecast cells with an outcome, base years to ``until``: ``k, j, t, group, p, y`` and, for the moment estimate,
    the residual ``r`` and the density at the threshold ``d``."""
    known = forward.made & (panel.event >= 0) & (panel.year <= until)
    p = sigmoid(forward.calibrated[known])
    return (
        panel.cells.filter(pl.Series(known))
        .select("k", "j", "t", pl.col("k").replace_strict(dict(group_of)).alias("group"))
        .with_columns(
            pl.Series("p", p),
            pl.Series("y", panel.event[known]),
            pl.Series("r", panel.event[known] - p),
            pl.Series("d", norm.pdf(norm.ppf(p))),
        )
    )


def nesting(frame: pl.DataFrame) -> Dependence:
    """Latent variance that two purchases of one buyer and year share: ``outer`` under codes of any groups, ``code``
    what a commodity group adds; moment estimates as in ``dependence``."""
    frame = frame.with_columns(pl.col("k").alias("code"))
    any_codes = max(0.0, latent_correlation(frame, ["j", "t"], "group"))
    one_group = max(any_codes, latent_correlation(frame, ["j", "t", "group"], "code"))
    return Dependence(any_codes, one_group - any_codes, 0.0)


def draw(frame: pl.DataFrame, dependence: Dependence, baskets: int = BASKETS, seed: int = SEED) -> pl.DataFrame:
    """Random baskets: ``t``, ``size``, ``forecast`` (P of at least one event) and ``independent`` (the same without
    dependence), ``happened`` (0 or 1)."""
    rng = np.random.default_rng(seed)
    rows = frame.sort("t", "j", "k")
    p, y = rows["p"].to_numpy(), rows["y"].to_numpy()
    groups, codes, years = rows["group"].to_list(), rows["k"].to_list(), rows["t"].to_numpy()
    _, start, count = np.unique(
        rows.select(pl.struct("t", "j").rank("dense"))["t"], return_index=True, return_counts=True
    )
    quadrature = Quadrature(dependence)
    found = []
    for owner in rng.choice(len(start), size=baskets, p=count / count.sum()):
        size = int(rng.integers(1, min(LARGEST_BASKET, count[owner]) + 1))
        chosen = start[owner] + rng.choice(count[owner], size=size, replace=False)
        perils = [Peril(groups[i], codes[i], {}) for i in chosen]
        chance = quadrature.any_of(perils, quadrature.rates(p[chosen].tolist()), range(size))
        alone = 1.0 - float(np.prod(1.0 - p[chosen]))
        found.append((int(years[chosen[0]]), size, chance, alone, int(y[chosen].max())))
    return pl.DataFrame(found, schema=["t", "size", "forecast", "independent", "happened"], orient="row")


def judged(drawn: pl.DataFrame, column: str = "forecast") -> dict[str, Any]:
    """``reliability`` of the baskets under one of the two forecasts."""
    return reliability(*(drawn[name].to_numpy() for name in (column, "happened", "t")))


def by_year(drawn: pl.DataFrame) -> list[dict[str, float]]:
    """Mean forecast and frequency of baskets by year."""
    table = drawn.group_by("t").agg(pl.len().alias("n"), pl.col("forecast").mean(), pl.col("happened").mean()).sort("t")
    return [{"year": t, "baskets": n, "forecast": f, "happened": h} for t, n, f, h in table.iter_rows()]


def report(
    panel: Panel, forward: WalkForward, group_of: Mapping[str, str], split: int = 2014, baskets: int = BASKETS
) -> dict[str, Any]:
    """Pseudo-BOMs of the years after ``split`` under the nesting known by then, and of all years under that of all
    years: reliability with and without dependence, by year, and the nesting used."""
    whole = frame_of(panel, forward, group_of, int(panel.year.max()))
    earlier = whole.filter(pl.col("t") <= split)
    found = {}
    for name, learned, tested in (
        ("all_years", whole, whole),
        (f"after_{split}", earlier, whole.filter(pl.col("t") > split)),
    ):
        nested = nesting(learned)
        drawn = draw(tested, nested, baskets)
        found[name] = {
            "outer": nested.outer,
            "group": nested.code,
            "baskets": drawn.height,
            "nested": judged(drawn),
            "independent": judged(drawn, "independent"),
            "by_year": by_year(drawn),
        }
    return found
