"""How hazards of one buyer move together: estimated from outcomes between codes, from element prices within a code."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm

from service.risk.disruption.good_background import FOB_CHINA
from service.risk.disruption.model import sigmoid
from service.risk.evidence.claims import Evidence
from service.risk.vocabulary import ELEMENTS
from training.data.disruption_panel import Panel
from training.fit.disruption_model import WalkForward

Floats = NDArray[np.float64]
MINIMUM_PRICE_CHANGES = 4


def latent_correlation(frame: pl.DataFrame, keys: list[str], apart: str) -> float:
    """Moment estimate of the latent correlation of pairs that agree in ``keys`` and differ in ``apart``:
    the sum of residual products over the sum of normal density products (first order of the tetrachoric series,
    Pearson 1900). ``frame`` has ``r`` (event - probability) and ``d`` (density at the threshold)."""
    ordered = frame.sort("k", "j", "t")  # sums in one order: the same data give the same bytes
    whole = ordered.group_by(keys, maintain_order=True).agg(pl.col("r").sum(), pl.col("d").sum())
    same = ordered.group_by([*keys, apart], maintain_order=True).agg(pl.col("r").sum(), pl.col("d").sum())
    top = float((whole["r"] ** 2).sum()) - float((same["r"] ** 2).sum())
    bottom = float((whole["d"] ** 2).sum()) - float((same["d"] ** 2).sum())
    return top / bottom if bottom > 0 else 0.0


def price_comovement(evidence: Evidence, through: int) -> tuple[float, int]:
    """Mean correlation of yearly log price changes between rare-earth oxides, one series (FOB China), and the number
    of pairs, from the years to ``through``. Elements with fewer than four changes in common are left out."""
    changes: dict[str, dict[int, float]] = {}
    for element in ELEMENTS:
        series = yearly_prices(evidence, element, date(through, 12, 31))
        changes[element] = {
            y: float(np.log(series[y] / series[y - 1])) for y in series if y - 1 in series and series[y - 1] > 0
        }
    found = []
    for a, b in itertools.combinations(sorted(changes), 2):
        years = sorted(set(changes[a]) & set(changes[b]))
        if len(years) >= MINIMUM_PRICE_CHANGES:
            pair = np.corrcoef([changes[a][y] for y in years], [changes[b][y] for y in years])
            found.append(float(pair[0, 1]))
    return (float(np.mean(found)) if found else 0.0), len(found)


def estimate(panel: Panel, forward: WalkForward, evidence: Evidence, through: int) -> dict[str, float]:
    """Nested shares of latent variance: ``outer`` (year and group), ``code``, ``element``, with what they came from.

    ``outer``: outcomes of one buyer in one year under two rare-earth codes (under any two codes, if that is more).
    ``code``: what the elements of a code have in common beyond that, from the correlation of their prices.
    ``element``: what two buyers of one code have in common beyond ``outer``, as source mixes differ between them.
    """
    known = forward.made
    probability = sigmoid(forward.calibrated[known])
    frame = (
        panel.cells.filter(pl.Series(known))
        .select("k", "j", "t")
        .with_columns(
            pl.Series("r", panel.event[known] - probability),
            pl.Series("d", norm.pdf(norm.ppf(probability))),
            pl.Series("rare", panel.rare_earth[known]),
        )
    )
    rare = frame.filter(pl.col("rare"))
    any_codes = latent_correlation(frame, ["j", "t"], "k")
    rare_codes = latent_correlation(rare, ["j", "t"], "k")
    between_buyers = latent_correlation(rare, ["k", "t"], "j")
    prices, pairs = price_comovement(evidence, through)
    outer = min(max(rare_codes, any_codes, 0.0), 0.9)
    code = min(max(prices - outer, 0.0), 0.95 - outer)
    element = min(max(between_buyers - outer, 0.0), 0.97 - outer - code)
    return {
        "outer": outer,
        "code": code,
        "element": element,
        "outcomes_any_codes": any_codes,
        "outcomes_rare_earth_codes": rare_codes,
        "outcomes_same_code_other_buyers": between_buyers,
        "price_correlation": prices,
        "price_pairs": float(pairs),
    }


def yearly_prices(evidence: Evidence, element: str, on: date) -> dict[int, float]:
    """Averages of whole years of an element's oxide, FOB China, USD/kg, by year, as scores read them on a day."""
    return {point.year: point.value for point in evidence.prices(element, FOB_CHINA, on) if point.whole}
