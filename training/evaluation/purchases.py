"""Purchases on history: was the forecast of losing supply worth anything to the importers of 74 codes since 2008?

A forecast is made at the end of the year before, from the buyer's own mix and the hazards of its sources as known then.
Restrictions (R) come from the walk-forward of their model, collapses (X) from theirs. Both are joined for each country.
It is judged against the share of the purchase whose sources were hit, the tolerance integrated (uniform on 0.25-0.75)
and at 0.25, 0.5 and 0.75.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from service.risk.source_shock.acts import Acts, Minerals
from service.risk.source_shock.collapse import CONTROL_FEATURES
from service.risk.source_shock.features import FEATURES
from service.risk.vocabulary import LABELLED_CODES
from training.data.collapse_panel import collapse_panel
from training.data.exporters import DISSOLVED, HUBS, read
from training.data.purchases import Purchases, purchases
from training.data.restrictions import announced_flows, restricted_flows
from training.data.workspace import Workspace
from training.evaluation.loss import TOLERANCES, exceedance, exceeded
from training.fit.collapse import LABEL_DELAY, forecasts
from training.fit.restriction import restriction_forecasts
from training.metrics.graded import Graded, graded
from training.metrics.reliability import reliability
from training.metrics.year_draws import interval
from training.tables import minerals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Tables = Mapping[str, pl.DataFrame]

FIRST_BASE_YEAR = 2007
FIRST_CALIBRATED = 2012
"""Base year from which three years of the forecasts' own outcomes are known."""
UNLISTED = 0.001
"""Hazard of a restriction where the model of restrictions holds no such pair of country and code."""
LATE = 2014
"""First base year of the cut since 2015."""
CHINA_SHOCK = (2009, 2010, 2011)
HUB_SHARE = 0.2
LARGEST_SOURCE = (0.25, 0.333, 0.5, 0.7, 0.9, 0.99)
"""Upper ends of the bins that outcomes are shown in by the share of the largest source."""
SMALLEST_FORECAST = 1e-6
JUDGED = ("integrated", *(f"at_{tolerance}" for tolerance in TOLERANCES))
"""Rows of every array of outcomes and forecasts."""
MODEL = "model"
COMPARED = ("without_mix", "without_controls", "without_substitution", "without_announcements", "independent")
"""Forecasts of which it is told what the model has over them."""


@dataclass(frozen=True)
class Judged:
    """Forecasts by name, the ``reference`` (the mean outcome known at the time) and the ``outcome``, each of shape
    (``JUDGED``, purchases). ``orders`` are indices of shape (purchases,)."""

    bought: Purchases
    forecasts: Mapping[str, Floats]
    orders: Mapping[str, Floats]
    reference: Floats
    outcome: Floats

    @property
    def year(self) -> Ints:
        """Base year of each purchase."""
        return self.bought.base_year

    @property
    def made(self) -> Mask:
        """Purchases that a forecast was made for."""
        return np.asarray(self.year >= FIRST_BASE_YEAR)


def hazards(bought: Purchases, table: pl.DataFrame, missing: float) -> Floats:
    """Hazard of every source of every purchase, shape (purchases, sources), from a ``table`` with ``i, k, year, p``. A
    source that isn't in it takes the row of its code and year with a blank ``i``, else ``missing``. Hubs have none."""
    size = bought.share.shape[1]
    rows = bought.rows.select("k", pl.Series("year", bought.base_year))
    asked = rows[np.repeat(np.arange(rows.height), size)].with_columns(pl.Series("i", bought.country.ravel()))
    small = table.filter(pl.col("i") == "").select("k", "year", pl.col("p").alias("small"))
    joined = asked.join(table, on=["i", "k", "year"], how="left", maintain_order="left")
    joined = joined.join(small, on=["k", "year"], how="left", maintain_order="left")
    p = joined.select(pl.coalesce("p", "small", pl.lit(missing)))["p"].to_numpy().reshape(-1, size)
    return np.where(np.isin(bought.country, sorted({"", *HUBS, *DISSOLVED})), 0.0, p)


def _joined(one: Floats, other: Floats) -> Floats:
    """Chance of at least one of two hits, independent."""
    return 1.0 - (1.0 - one) * (1.0 - other)


def known_mean(outcome: Floats, year: Ints) -> Floats:
    """Mean outcome of the purchases whose labels were known at the end of each one's base year, (..., purchases)."""
    out = np.full(outcome.shape, np.nan)
    for now in np.unique(year):
        known = year <= now - LABEL_DELAY
        if known.any():
            out[..., year == now] = outcome[..., known].mean(axis=-1, keepdims=True)
    return out


def announced_hazard(bought: Purchases, announced: pl.DataFrame) -> Floats:
    """Chance that an act announced by the end of the base year begins and reaches the purchase, by source; 0 without
    one. ``announced`` is that of ``announced_flows``."""
    size = bought.share.shape[1]
    rows = bought.rows.select("k", "j", pl.Series("year", bought.base_year))
    asked = rows[np.repeat(np.arange(rows.height), size)].with_columns(pl.Series("i", bought.country.ravel()))
    joined = asked.join(announced, on=["i", "k", "j", "year"], how="left", maintain_order="left")
    return joined["p"].fill_null(0.0).to_numpy().reshape(-1, size)


def judge(bought: Purchases, restriction: Tables, announced: pl.DataFrame, collapse: Tables) -> Judged:
    """All forecasts of the purchases. ``restriction`` and ``collapse`` hold tables of hazards (see ``hazards``) under
    ``model``, ``without_controls`` and, the first, ``without_substitution``. ``announced`` is that of
    ``announced_flows``, known to all but ``without_controls``."""
    r = {name: hazards(bought, table, UNLISTED) for name, table in restriction.items()}
    pending = announced_hazard(bought, announced)
    r = {name: p if name == "without_controls" else np.maximum(p, pending) for name, p in r.items()}
    x = {name: hazards(bought, table, 0.0) for name, table in collapse.items()}
    both = {name: _joined(r[name], x.get(name, x[MODEL])) for name in r}
    made = {name: exceedance(bought.share, hazard) for name, hazard in both.items()}
    named = bought.share.sum(axis=1)
    mean = (bought.share * both[MODEL]).sum(axis=1) / named
    made["without_mix"] = np.tile(mean, (len(JUDGED), 1))
    made["independent"] = exceedance(bought.share, both[MODEL], 0.0)
    unannounced = hazards(bought, restriction[MODEL], UNLISTED)
    made["without_announcements"] = exceedance(bought.share, _joined(unannounced, x[MODEL]))
    made["restrictions_alone"] = exceedance(bought.share, r[MODEL])
    outcome = exceeded(bought.lost)
    orders = {"import_hhi": (bought.share**2).sum(axis=1), "largest_source": bought.share[:, 0]}
    return Judged(bought, made, orders, known_mean(outcome, bought.base_year), outcome)


def masks_by_cut(judged: Judged, specialty: Collection[str]) -> dict[str, Mask]:
    """The purchases that are reported together."""
    made, late = judged.made, judged.year >= LATE
    rare, special = judged.bought.is_code(LABELLED_CODES), judged.bought.is_code(specialty)
    hub = np.isin(judged.bought.country, sorted(HUBS))
    from_hubs = (judged.bought.share * hub).sum(axis=1) >= HUB_SHARE
    masks = {
        "all": made,
        "since_2015": late,
        "specialty": special,
        "specialty_since_2015": special & late,
        "rare_earths": rare,
        "rare_earths_since_2015": rare & late,
        "rare_earths_without_2010_12": rare & ~np.isin(judged.year, CHINA_SHOCK),
        "without_hubs": ~from_hubs,
    }
    return {name: made & mask for name, mask in masks.items()}


def of_cut(judged: Judged, mask: Mask) -> dict[str, Any]:
    """Measures of a cut: counts, under each of ``JUDGED`` AUC and Brier skill of the model, and ``mean_skill`` over the
    three stated tolerances. With the tolerance integrated, also what the model has over each ablation and index."""
    orders = {name: order[mask] for name, order in judged.orders.items()}
    rows = []
    for n in range(len(JUDGED)):
        made = {name: forecast[n, mask] for name, forecast in judged.forecasts.items()}
        rows.append(graded(made, orders, judged.reference[n, mask], judged.outcome[n, mask], judged.year[mask]))
    whole = rows[0]
    return {
        "purchases": int(mask.sum()),
        "hit_at_half": int(judged.outcome[JUDGED.index("at_0.5"), mask].sum()),
        "mean_outcome": float(judged.outcome[0, mask].mean()),
        "mean_forecast": float(judged.forecasts[MODEL][0, mask].mean()),
        **{name: metrics.metrics_of(MODEL) for name, metrics in zip(JUDGED, rows, strict=True)},
        "mean_skill": _mean_skill(rows[1:]),
        "over": {name: whole.difference(MODEL, name) for name in (*COMPARED, *judged.orders)},
        "alone": {name: whole.metrics_of(name) for name in whole.names if name != MODEL},
    }


def _mean_skill(rows: list[Graded]) -> dict[str, Any]:
    column = rows[0].names.index(MODEL)
    value = float(np.mean([row.skill[column] for row in rows]))
    draws = np.mean([row.skill_draws[:, column] for row in rows], axis=0)
    return {"value": value, "interval_95": interval(draws)}


def recalibrated(forecast: Floats, outcome: Floats, year: Ints) -> tuple[Floats, dict[int, tuple[float, float]]]:
    """Forecasts moved by an affine map of their log-odds (Platt 1999; Cox 1958). It is fitted for each base year on the
    forecasts of three years earlier and before. The map's intercept and slope stand by year. ``nan`` stands before
    there are any."""
    z = _log_odds(forecast)[:, None]
    out, maps = np.full(len(forecast), np.nan), {}
    for now in np.unique(year[year >= FIRST_CALIBRATED]).tolist():
        known = (year >= FIRST_BASE_YEAR) & (year <= now - LABEL_DELAY)
        weight = np.concatenate([outcome[known], 1.0 - outcome[known]])
        labels = np.repeat([1, 0], known.sum())
        curve = LogisticRegression(C=np.inf).fit(np.vstack([z[known]] * 2), labels, weight)
        out[year == now] = curve.predict_proba(z[year == now])[:, 1]
        maps[now] = (float(curve.intercept_[0]), float(curve.coef_[0, 0]))
    return out, maps


def _log_odds(p: Floats) -> Floats:
    q = np.clip(p, SMALLEST_FORECAST, 1.0 - SMALLEST_FORECAST)
    return np.asarray(np.log(q / (1.0 - q)), np.float64)


def calibration(judged: Judged, masks: Mapping[str, Mask]) -> dict[str, Any]:
    """Tenths of the forecast as it is and after recalibration, in the years that have both, by cut, with the largest
    gap; and the maps."""
    outcome, made = judged.outcome[0], judged.forecasts[MODEL][0]
    moved, maps = recalibrated(made, outcome, judged.year)
    by_name: dict[str, Any] = {"maps": maps}
    for name, mask in masks.items():
        rows = mask & ~np.isnan(moved)
        both = {"as_forecast": made[rows], "recalibrated": moved[rows]}
        by_name[name] = {way: _tenths(p, outcome[rows], judged.year[rows]) for way, p in both.items()}
        measures = graded(both, {}, judged.reference[0, rows], outcome[rows], judged.year[rows])
        by_name[name]["skill"] = {way: measures.metrics_of(way) for way in both}
    return by_name


def _tenths(forecast: Floats, outcome: Floats, year: Ints) -> dict[str, Any]:
    reliable = reliability(forecast, outcome, year)
    return reliable | {"largest_gap": max(abs(d["forecast"] - d["observed"]) for d in reliable["deciles"])}


def by_largest_source(judged: Judged) -> list[dict[str, float]]:
    """Forecast and outcome by the share of the largest source: ``to`` (upper end of the bin), ``purchases``."""
    largest, rows = judged.orders["largest_source"], []
    group = np.digitize(largest, LARGEST_SOURCE)
    for n, end in enumerate((*LARGEST_SOURCE, 1.0)):
        mask = judged.made & (group == n)
        rows.append({
            "to": end, "purchases": int(mask.sum()), "forecast": float(judged.forecasts[MODEL][0, mask].mean()),
            "observed": float(judged.outcome[0, mask].mean()),
        })  # fmt: skip
    return rows


@dataclass(frozen=True)
class History:
    """What the evaluations of purchases share: the judged forecasts, the masks of ``cuts`` and the hazards of every
    source. The hazards (``restriction``, ``collapse``) are those of the model, announced acts included."""

    judged: Judged
    cuts: Mapping[str, Mask]
    restriction: Floats
    collapse: Floats


def history(space: Workspace) -> History:
    """Purchases of the archive with walk-forward forecasts of all their sources."""
    goods = minerals.load()
    acts = Acts(space.facts.register, minerals.codes_of(goods))
    importers = space.flows["j"].unique().sort().to_list()
    table = space.exports
    bought = purchases(space.flows, table, restricted_flows(acts, importers))
    years = range(FIRST_BASE_YEAR, int(bought.base_year.max()) + 1)
    panel = collapse_panel(table, space.facts.register.measures)
    x = {MODEL: forecasts(panel, years), "without_controls": forecasts(panel, years, CONTROL_FEATURES)}
    r = restriction_tables(read(space), minerals.codes_of(goods), years)
    announced = announced_flows(acts, importers, years)
    judged = judge(bought, r, announced, x)
    specialty = {code for mineral in goods if mineral.specialty for code in mineral.codes}
    restriction = np.maximum(hazards(bought, r[MODEL], UNLISTED), announced_hazard(bought, announced))
    return History(judged, masks_by_cut(judged, specialty), restriction, hazards(bought, x[MODEL], 0.0))


def restriction_tables(panel: pl.DataFrame, codes: Minerals, years: Sequence[int]) -> dict[str, pl.DataFrame]:
    """Walk-forward hazards of restrictions by exporter and code, ``i, k, year, p``: of the model and without the
    features of a family. A code of two minerals takes the larger."""
    families = {MODEL: "", "without_controls": "export_control", "without_substitution": "substitution"}
    tables = {}
    for name, family in families.items():
        made = restriction_forecasts(panel, codes, years, [f for f in FEATURES if f.family != family])
        pairs = made.filter(pl.col("code") != "").rename({"country": "i", "code": "k"})
        tables[name] = pairs.group_by("i", "k", "year").agg(pl.col("p").max())
    return tables


def measured(space: Workspace, known: History | None = None) -> dict[str, Any]:
    """All of it: ``cuts`` (see ``of_cut``), ``calibration`` and ``by_largest_source``."""
    known = known or history(space)
    told = {name: known.cuts[name] for name in ("all", "since_2015", "rare_earths")}
    return {
        "cuts": {name: of_cut(known.judged, mask) for name, mask in known.cuts.items()},
        "calibration": calibration(known.judged, told),
        "by_largest_source": by_largest_source(known.judged),
    }


def _with(metrics: Mapping[str, Any], metric: str) -> str:
    low, high = metrics[f"{metric}_95"]
    return f"{metrics[metric]:.3f} ({low:.3f} to {high:.3f})"


def text(evaluation: Mapping[str, Any]) -> list[str]:
    """What ``measured`` found, a line each."""
    lines = ["Purchases on history: AUC and Brier skill, tolerance integrated; mean skill at 0.25, 0.5, 0.75"]
    for name, cut in evaluation["cuts"].items():
        low, high = cut["mean_skill"]["interval_95"]
        whole = cut["integrated"]
        lines.append(
            f"  {name} ({cut['purchases']:,}; {cut['hit_at_half']:,} lost over half): AUC {_with(whole, 'auc')}, skill "
            f"{_with(whole, 'brier_skill')}; {cut['mean_skill']['value']:.3f} ({low:.3f} to {high:.3f})"
        )
    for name, over in evaluation["cuts"]["all"]["over"].items():
        lines.append(f"  all, over {name}: AUC {_with(over, 'auc')}")
    for name in ("all", "since_2015", "rare_earths"):
        gaps = evaluation["calibration"][name]
        lines.append(
            f"  {name}, largest gap of a tenth: {gaps['as_forecast']['largest_gap']:.3f}, recalibrated "
            f"{gaps['recalibrated']['largest_gap']:.3f}"
        )
    return lines
