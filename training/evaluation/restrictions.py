"""How well serious restrictions are forecast: walk-forward on the exporters' panel, beside baselines and ablations.

Tested are sources with 3 % or more of a mineral at each 31 December from 2009 on. ``unannounced`` leaves out rows whose
act had been announced before. Intervals are 95 % from resampled years (Künsch 1989), because one act covers many rows
of a year and rows of a year share its news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from service.risk.source_shock.acts import RARE_EARTH_MINERALS, Minerals
from service.risk.source_shock.features import FAMILIES, FEATURES
from training.data.exporters import is_source, read
from training.data.workspace import Workspace
from training.evaluation import blind_lists
from training.fit.restriction import fit, restriction_forecasts, trainable
from training.metrics.year_draws import interval, year_draws
from training.tables import minerals

Floats = NDArray[np.float64]

FIRST_ORIGIN = 2009
LEAST_SHARE = 0.03
"""Share of a mineral's world supply from which a country counts in the test."""
DRAWS = 200
"""Resampled histories behind an interval: more move no figure by more than 0.002."""
RECENT = 2015
FOLDS = 5
SEED = 20261130
PLACEBOS = 10
"""One run scatters by 0.04 around 0.5 with fifty events: the mean is what tells."""
PRIOR_ROWS = 30.0
"""Rows at the rate of all by which a country's own rate is shrunk."""
BINS = (0.0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1.0)
ROW = ["country", "mineral", "code", "year"]

UNANNOUNCED = ~pl.col("pending")
SUBSETS: Mapping[str, pl.Expr] = {
    "all": pl.lit(True),
    "since_2015": pl.col("year") >= RECENT,
    "specialty_metals": pl.col("specialty"),
    "rare_earths": pl.col("mineral").is_in(sorted(RARE_EARTH_MINERALS)),
    "without_china": pl.col("country") != "CHN",
}
"""Cuts that are reported, of the unannounced rows."""


def measured(space: Workspace) -> dict[str, Any]:
    """Everything that the evaluation tells of restrictions, as plain data."""
    return of_panel(read(space), minerals.codes_of(minerals.load()))


def origins_of(rows: pl.DataFrame) -> range:
    """Years at whose end the rows of a panel are forecast."""
    return range(FIRST_ORIGIN, int(rows["year"].max()) + 1)  # type: ignore[arg-type]


def of_panel(panel: pl.DataFrame, codes: Minerals) -> dict[str, Any]:
    """The same of a panel: metrics by subset, baselines, ablations, calibration, placebo, vintages and blind lists."""
    rows = is_source(panel, 0.0).filter(pl.col("share") >= min(LEAST_SHARE, 0.01))
    forecasts = restriction_forecasts(rows, codes, origins_of(rows))
    told = tested(forecasts.filter(UNANNOUNCED))
    return {
        "metrics": {name: metrics(told.filter(cut)) for name, cut in SUBSETS.items()},
        "wider_outcomes": wider_outcomes(rows, codes, forecasts),
        "unseen": unseen(rows, codes, told),
        "baselines": baselines(forecasts, told),
        "ablations": ablations(rows, codes, told),
        "calibration": calibration(told),
        "placebo": placebo(rows, codes),
        "vintages": vintages(rows, codes),
        "blind_lists": blind_lists.measured(tested(forecasts)),
    }


def tested(forecasts: pl.DataFrame) -> pl.DataFrame:
    """Rows of the test."""
    return forecasts.filter(pl.col("share") >= LEAST_SHARE)


def metrics(rows: pl.DataFrame, event: str = "event") -> dict[str, Any]:
    """``rows``, ``events``, and with their intervals ``auc``, ``lift`` (average precision over the base rate) and
    ``brier_skill`` over the rate of the rows trained on. Metrics are absent where there is no event."""
    outcome = rows[event].to_numpy().astype(np.int64)
    figures: dict[str, Any] = {"rows": len(rows), "events": int(outcome.sum())}
    if not 0 < figures["events"] < figures["rows"]:
        return figures
    p, base = rows["p"].to_numpy(), rows["base_rate"].to_numpy()
    scores: dict[str, Callable[[Floats], float]] = {
        "auc": lambda w: float(roc_auc_score(outcome, p, sample_weight=w)),
        "lift": lambda w: float(average_precision_score(outcome, p, sample_weight=w) / np.average(outcome, weights=w)),
        "brier_skill": lambda w: float(_skill(outcome, p, base, w)),
    }
    for name, score in scores.items():
        figures[name], figures[f"{name}_95"] = over_years(rows, score, outcome)
    return figures


def _skill(outcome: NDArray[np.int64], p: Floats, base: Floats, weight: Floats) -> float:
    """1 - Brier score over that of the base rate."""
    own, reference = (brier_score_loss(outcome, f, sample_weight=weight) for f in (p, base))
    return float(1.0 - own / reference)


def over_years(
    rows: pl.DataFrame, score: Callable[[Floats], float], outcome: NDArray[np.int64]
) -> tuple[float, list[float]]:
    """A statistic of row weights, and its interval from resampled years; draws without both outcomes don't count."""
    position, draws = year_draws(rows["year"].to_numpy())
    aucs = []
    for times in draws[:DRAWS]:
        weight = times[position]
        if 0 < float(weight @ outcome) < float(weight.sum()):
            aucs.append(score(weight))
    return score(np.ones(len(rows))), interval(np.array(aucs))


def auc_difference(rows: pl.DataFrame, other: Floats, event: str = "event") -> dict[str, Any]:
    """AUC of ``other`` (an order of the rows), and by how much the model's is above it, with the interval."""
    outcome, p = rows[event].to_numpy().astype(np.int64), rows["p"].to_numpy()

    def difference(weight: Floats) -> float:
        model, index = (roc_auc_score(outcome, order, sample_weight=weight) for order in (p, other))
        return float(model - index)

    value, bounds = over_years(rows, difference, outcome)
    return {"auc": float(roc_auc_score(outcome, other)), "model_above": value, "model_above_95": bounds}


def wider_outcomes(rows: pl.DataFrame, codes: Minerals, told: pl.DataFrame) -> dict[str, Any]:
    """Metrics where acts limited to some destinations, and acts on an end use too, count as events and are trained on.
    Also of all rows ``told``, where an announced act is forecast at the rate at which announced acts began
    (``blind_lists``)."""
    by_outcome = {}
    for event in ("limited", "any_act"):
        forecasts = restriction_forecasts(rows, codes, origins_of(rows), event=event)
        by_outcome[event] = metrics(tested(forecasts.filter(UNANNOUNCED)), event)
    by_outcome["with_announced"] = metrics(blind_lists.with_announced(tested(told)))
    return by_outcome


def unseen(rows: pl.DataFrame, codes: Minerals, told: pl.DataFrame) -> dict[str, Any]:
    """Metrics of minerals that weren't trained on: each in one of five folds, and the rare earths as a whole. ``loses``
    is the AUC that they lose to the model that was trained on them."""
    names = np.array(sorted(rows["mineral"].unique()))
    fold = {name: n % FOLDS for n, name in enumerate(np.random.default_rng(SEED).permutation(names))}
    parts = [[name for name in names if fold[name] == n] for n in range(FOLDS)]
    strange = pl.concat([_left_out(rows, codes, part) for part in parts])
    rare = sorted(RARE_EARTH_MINERALS)
    pairs = {
        "minerals": (tested(strange), told),
        "rare_earths": (tested(_left_out(rows, codes, rare)), told.filter(pl.col("mineral").is_in(rare))),
    }
    by_split = {}
    for name, (left_out, seen) in pairs.items():
        by_split[name] = metrics(left_out)
        by_split[name]["loses"] = metrics(seen)["auc"] - by_split[name]["auc"]
    return by_split


def _left_out(rows: pl.DataFrame, codes: Minerals, names: Iterable[str]) -> pl.DataFrame:
    """Unannounced forecasts of some minerals by models that were trained on the others."""
    inside = pl.col("mineral").is_in(list(names))
    parts = []
    for year in origins_of(rows):
        known = rows.filter((pl.col("year") < year) & ~inside)
        asked = rows.filter((pl.col("year") == year) & inside)
        parts.append(restriction_forecasts(pl.concat([known, asked]), codes, [year]))
    return pl.concat(parts).filter(UNANNOUNCED)


def baselines(forecasts: pl.DataFrame, told: pl.DataFrame) -> dict[str, Any]:
    """AUC of simple indices on the unannounced rows and the model's lead over each. GeoPolRisk is the term that a
    country adds for a buyer of the world's mix, HHI of supply x instability x share. It is that of Gemechu et al.
    (2016, eq. 1)."""
    apart = told.join(_concentration(forecasts), on=["mineral", "year"], how="left")
    instability = apart["instability"].fill_nan(None).fill_null(strategy="mean").to_numpy()
    hhi, share = apart["hhi"].to_numpy(), apart["share"].to_numpy()
    orders = {
        "country_rate": _country_rates(forecasts, told),
        "hhi": hhi,
        "geopolrisk": hhi * instability * share,
        "governance": instability,
        "share": share,
    }
    return {name: auc_difference(told, order) for name, order in orders.items()}


def _concentration(forecasts: pl.DataFrame) -> pl.DataFrame:
    """HHI of each mineral's supply at an origin, from the shares of its sources scaled to sum to 1."""
    one = forecasts.unique(["country", "mineral", "year"])
    part = pl.col("share") / pl.col("share").sum().over("mineral", "year")
    return one.with_columns(part.pow(2).alias("hhi")).group_by("mineral", "year").agg(pl.col("hhi").sum())


def _country_rates(forecasts: pl.DataFrame, told: pl.DataFrame) -> Floats:
    """Each country's own rate of events in earlier years, drawn to the rate of all by ``PRIOR_ROWS`` rows."""
    counts: dict[tuple[str, int], tuple[int, int]] = {}
    by = forecasts.filter(UNANNOUNCED).group_by("country", "year").agg(pl.col("event").sum(), pl.len())
    for country, year, events, size in by.select("country", "year", "event", "len").iter_rows():
        counts[country, year] = (events, size)
    rates = []
    for country, year, base in told.select("country", "year", "base_rate").iter_rows():
        past = [counts.get((country, y), (0, 0)) for y in range(FIRST_ORIGIN, year)]
        events, size = (sum(column) for column in zip(*past, strict=True)) if past else (0, 0)
        rates.append((events + PRIOR_ROWS * base) / (size + PRIOR_ROWS))
    return np.array(rates, np.float64)


def ablations(rows: pl.DataFrame, codes: Minerals, told: pl.DataFrame) -> dict[str, Any]:
    """AUC without each family, and what the family adds, with the interval; ``power`` is concentration and substitution
    together, since either stands in for the other."""
    left_out = {family: {family} for family in FAMILIES} | {"power": {"concentration", "substitution"}}
    differences = {}
    for name, families in left_out.items():
        features = [feature for feature in FEATURES if feature.family not in families]
        without = tested(restriction_forecasts(rows, codes, origins_of(rows), features).filter(UNANNOUNCED))
        aligned = told.select(ROW).join(without.select([*ROW, "p"]), on=ROW, how="left", maintain_order="left")
        differences[name] = auc_difference(told, aligned["p"].to_numpy())
    return differences


def calibration(told: pl.DataFrame) -> dict[str, Any]:
    """Observed and expected events by bin of the forecast; ``ratio`` is expected over observed. ``slope`` is that of a
    logistic regression of the event on the forecast's log-odds (Cox 1958), with the interval."""
    p, outcome = told["p"].to_numpy(), told["event"].to_numpy().astype(np.int64)
    bins = np.digitize(p, BINS[1:-1])
    log_odds = np.log(p / (1.0 - p))[:, None]

    def slope(weight: Floats) -> float:
        return float(LogisticRegression(C=np.inf).fit(log_odds, outcome, weight).coef_[0, 0])

    value, bounds = over_years(told, slope, outcome)
    return {
        "bins": [
            {
                "from": BINS[n],
                "to": BINS[n + 1],
                "rows": int((bins == n).sum()),
                "observed": int(outcome[bins == n].sum()),
                "expected": float(p[bins == n].sum()),
            }
            for n in range(len(BINS) - 1)
        ],
        "ratio": float(p.sum() / outcome.sum()),
        "slope": value,
        "slope_95": bounds,
    }


def placebo(rows: pl.DataFrame, codes: Minerals) -> dict[str, Any]:
    """AUC after the events were dealt out anew among the rows of each year, ``mean`` of some ``runs``: 0.5 if nothing
    leaks."""
    aucs = []
    for seed in range(PLACEBOS):
        random = np.random.default_rng(seed)
        dealt = pl.concat(
            [
                year.with_columns(pl.Series("event", random.permutation(year["event"].to_numpy())))
                for year in rows.filter(UNANNOUNCED).partition_by("year", maintain_order=True)
            ]
        )
        told = tested(restriction_forecasts(dealt, codes, origins_of(dealt)))
        aucs.append(float(roc_auc_score(told["event"].to_numpy(), told["p"].to_numpy())))
    return {"mean": float(np.mean(aucs)), "runs": aucs}


def vintages(rows: pl.DataFrame, codes: Minerals) -> list[dict[str, Any]]:
    """What each vintage learned: events trained on, log-odds per unit of each feature, features left out."""
    rows_of_vintages = []
    for year in range(FIRST_ORIGIN, origins_of(rows).stop + 1):
        known = rows.filter(pl.col("year") < year)
        fitted = fit(known, codes, draws=0)
        slopes = fitted.model.coefficients / fitted.model.deviations
        rows_of_vintages.append(
            {
                "year": year,
                "events": int(trainable(known)["event"].sum()),
                "slopes": dict(zip(fitted.model.features, slopes.tolist(), strict=True)),
                "left_out": list(fitted.dropped),
            }
        )
    return rows_of_vintages
