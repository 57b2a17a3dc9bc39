"""Price pressure on history: does the state of a world price say whether it rises by half within a year?

Walk-forward on the world prices of all codes, labels three years late. Then on the annual oxide prices of single
elements, which no model was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.evidence.claims import Evidence
from service.risk.evidence.market import price_state
from service.risk.evidence.price_series import FOB_CHINA
from service.risk.price_pressure.features import STRUCTURE_LAG, MarketState, row_of
from service.risk.price_pressure.model import PricePressureModel
from service.risk.vocabulary import LABELLED_CODES, Form, hs92_code
from training.data.price_years import PRICE_RISE, PriceYears, exports_hhi, price_years
from training.data.workspace import Workspace
from training.data.world_prices import price_indices
from training.fit.price_pressure import LABEL_DELAY, commodity_groups, walk_forward
from training.metrics.graded import graded
from training.metrics.reliability import reliability

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FIRST_YEAR = 2006
LATE = 2014
TESTED = ("Ce", "Dy", "Eu", "La", "Nd", "Tb")
"""Elements with annual prices of ten years."""


def forecasts(prices: PriceYears, models: dict[int, PricePressureModel]) -> tuple[Floats, Floats]:
    """Probability of every row that a model was made for, and the event rate known then; ``nan`` elsewhere."""
    made, base = np.full(len(prices.year), np.nan), np.full(len(prices.year), np.nan)
    known = ~np.isnan(prices.ratio)
    for year, model in models.items():
        here = known & (prices.year == year)
        if not here.any():
            continue  # the newest year's outcome isn't in yet
        made[here] = model.probability(prices.rows[here])
        base[here] = prices.event[known & (prices.year <= year - LABEL_DELAY)].mean()
    return made, base


def _metrics_of(prices: PriceYears, made: Floats, base: Floats, mask: Mask) -> dict[str, Any]:
    event, year = prices.event[mask].astype(np.float64), prices.year[mask]
    measures = graded({"model": made[mask]}, {}, base[mask], event, year).metrics_of("model")
    return {
        "code_years": int(mask.sum()),
        "events": int(event.sum()),
        "mean_forecast": float(made[mask].mean()),
        **measures,
    }


def on_oxides(
    evidence: Evidence, models: dict[int, PricePressureModel], concentration: Mapping[tuple[str, int], float]
) -> dict[str, Any]:
    """AUC over element-years of annual oxide prices, FOB China, with forecasts made from the same series."""
    made, event, years = [], [], []
    for element in TESTED:
        series = {p.year: p.value for p in evidence.prices(element, FOB_CHINA, date.max) if p.whole}
        for year in sorted(series.keys() & models.keys()):
            price = price_state(series, year)
            if year + 1 in series and not np.isnan(price.volatility):
                code = hs92_code(element, Form.OXIDE)
                state = MarketState(price, concentration.get((code, year - STRUCTURE_LAG), np.nan))
                made.append(float(models[year].probability(row_of(state))[0]))
                event.append(float(series[year + 1] >= PRICE_RISE * series[year]))
                years.append(year)
    outcome = np.array(event)
    metrics: dict[str, Any] = {
        "element_years": len(event),
        "events": int(outcome.sum()),
        "mean_forecast": float(np.mean(made)),
    }
    if 0 < outcome.sum() < len(outcome):
        metrics |= graded({}, {"model": np.array(made)}, outcome, outcome, np.array(years)).metrics_of("model")
    return metrics


def measured(space: Workspace) -> dict[str, Any]:
    """``cuts`` of code-years, ``tenths`` of them all, ``oxides`` and ``rises``. ``rises`` holds the mean rise after an
    event of rare earths at the end of each year with one: as served and as it came."""
    concentration = exports_hhi(space.flows)
    prices, groups = price_years(price_indices(space.flows), concentration), commodity_groups()
    newest = int(prices.year.max())
    models = walk_forward(prices, range(FIRST_YEAR, newest + 1), groups)
    made, base = forecasts(prices, models)
    done, rare = ~np.isnan(made), np.isin(prices.code, sorted(LABELLED_CODES))
    cuts = {"all": done, "since_2015": done & (prices.year >= LATE), "rare_earths": done & rare}
    event = prices.event == 1
    rises = [
        {"year": year, "served": models[year].mean_rise,
         "came": float((prices.ratio[done & rare & event & (prices.year == year)] - 1).mean())}
        for year in np.unique(prices.year[done & rare & event]).tolist()
    ]  # fmt: skip
    return {
        "cuts": {name: _metrics_of(prices, made, base, mask) for name, mask in cuts.items()},
        "tenths": reliability(made[done], prices.event[done], prices.year[done]),
        "oxides": on_oxides(space.facts.evidence, models, concentration),
        "rises": rises,
        "mean_rise": models[newest].mean_rise,
    }


def text(evaluation: dict[str, Any]) -> list[str]:
    """What ``measured`` found, a line each."""
    lines = ["Price pressure: world price half as high again within a year"]
    for name, row in evaluation["cuts"].items():
        (a, b), (c, d) = row["auc_95"], row["brier_skill_95"]
        lines.append(
            f"  {name} ({row['code_years']:,} code-years, {row['events']} events): AUC {row['auc']:.3f} ({a:.3f} to "
            f"{b:.3f}), skill {row['brier_skill']:.3f} ({c:.3f} to {d:.3f})"
        )
    tenths = ", ".join(f"{100 * d['forecast']:.1f}/{100 * d['observed']:.1f}" for d in evaluation["tenths"]["deciles"])
    lines.append(f"  tenths, forecast/came in %: {tenths}")
    oxides, auc = evaluation["oxides"], evaluation["oxides"].get("auc", float("nan"))
    lines.append(f"  oxide prices: {oxides['element_years']} element-years, {oxides['events']} events, AUC {auc:.2f}")
    lines.append(f"  mean rise after an event, rare earths: {evaluation['mean_rise']:+.0%}")
    return lines
