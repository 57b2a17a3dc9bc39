"""Fitting X: the logistic regression for codes other than rare earths, and the measurement behind the rare earths'
constant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from service.risk.source_shock.collapse import FEATURES, RARE_EARTH_PROBABILITY, CollapseModel, Structure, rows_of
from service.risk.vocabulary import LABELLED_CODES
from training.data.collapse_panel import CollapsePanel
from training.metrics.year_draws import with_interval, year_draws

FIRST_YEAR = 2003
"""The register holds few rows before: that no measure is in it says little there."""
LABEL_DELAY = 3
"""Years until a label is known: the event is of the year after the forecast, and its trade comes two years later."""
INVERSE_PENALTY = 1 / 3
"""scikit-learn's ``C`` on z-scores: an L2 penalty of 3, as in the restriction model."""
MINIMUM_ROWS = 300
LARGE = 0.10
"""Share of a code from which an exporter counts as a large producer in the report."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def learnable(panel: CollapsePanel) -> Mask:
    """Rows that the regression learns from once their label is known: sources of codes other than rare earths."""
    rows = panel.rows
    rare = rows["k"].is_in(sorted(LABELLED_CODES))
    return (rows["source"] & ~rare & rows["event"].is_not_null() & (rows["year"] >= FIRST_YEAR)).to_numpy()


def fit(rows: Floats, event: Floats) -> CollapseModel:
    """The model of feature ``rows`` (rows, features) and their 0/1 ``event``. Raises ``ValueError`` with one class."""
    mean, sd = rows.mean(axis=0), rows.std(axis=0)
    sd = np.where(sd > 0, sd, 1.0)
    estimator = LogisticRegression(C=INVERSE_PENALTY, max_iter=1000).fit((rows - mean) / sd, event)
    return CollapseModel(estimator, mean, sd)


def walk_forward(panel: CollapsePanel, years: Iterable[int], without: Collection[str] = ()) -> dict[int, CollapseModel]:
    """The model at the end of each year, from labels known then; years with too few of them are left out. Features
    named in ``without`` are held at none throughout: what they earn is the difference."""
    rows, event = _rows(panel.structure, without), panel.rows["event"].cast(pl.Float64).to_numpy()
    year, able = panel.rows["year"].to_numpy(), learnable(panel)
    models = {}
    for now in years:
        known = able & (year <= now - LABEL_DELAY)
        if known.sum() >= MINIMUM_ROWS:
            models[now] = fit(rows[known], event[known])
    return models


def _rows(structure: Structure, without: Collection[str]) -> Floats:
    return rows_of(structure) * [name not in without for name in FEATURES]


def forecasts(panel: CollapsePanel, years: Iterable[int], without: Collection[str] = ()) -> pl.DataFrame:
    """Walk-forward probability of a collapse in the year after each of ``years``: ``k, i, year, p`` for every exporter
    of the panel. Rare earths have the constant. A row with a blank ``i`` is for exporters too small to be in it."""
    codes = panel.rows["k"].unique().sort()
    nobody = pl.DataFrame({"k": codes, "i": [""] * len(codes)})
    rows, year = _rows(panel.structure, without), panel.rows["year"].to_numpy()
    smallest = _rows(Structure(*np.zeros((len(FEATURES), len(codes)))), without)
    tables = []
    for now, model in walk_forward(panel, years, without).items():
        known = panel.rows.filter(year == now).select("k", "i")
        for pairs, features in ((known, rows[year == now]), (nobody, smallest)):
            p = pl.Series("p", model.probability(features))
            tables.append(pairs.with_columns(p, pl.lit(now, pl.Int64).alias("year")))
    rare = pl.col("k").is_in(sorted(LABELLED_CODES))
    constant = pl.when(rare).then(RARE_EARTH_PROBABILITY).otherwise("p")
    return pl.concat(tables).with_columns(constant.alias("p")).select("k", "i", "year", "p")


def rare_earth_rate(panel: CollapsePanel, restricted: pl.DataFrame) -> dict[str, Any]:
    """How often exports of rare earths collapse: ``rate`` over sources, and ``large`` over those with a tenth of a code
    or more. Each is ``pairs, events, value, interval_95`` (years resampled). Years in which a serious act of their own
    takes effect are left out because R counts those. ``restricted`` is that of ``restricted_flows``."""
    acts = restricted.select("i", "k", (pl.col("t") - 1).alias("year")).unique()
    rows = panel.rows.filter(
        pl.col("source") & pl.col("k").is_in(sorted(LABELLED_CODES)) & pl.col("event").is_not_null()
    )
    rows = rows.join(acts, on=["i", "k", "year"], how="anti")
    return {"rate": _rate(rows), "large": _rate(rows.filter(pl.col("share_3y") >= LARGE))}


def _rate(rows: pl.DataFrame) -> dict[str, Any]:
    event = rows["event"].cast(pl.Int64).to_numpy()
    position, draws = year_draws(rows["year"].to_numpy())
    pairs, events = np.bincount(position).astype(np.float64), np.bincount(position, event)
    return {"pairs": len(event), "events": int(event.sum())} | with_interval(
        lambda w: float(w @ events / (w @ pairs)), draws
    )
