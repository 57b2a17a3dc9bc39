"""What export controls did, within commodity and year: event rates of the exposed against the rest of the same code and
year, clustered by measure, by severity and by instrument. It describes; nothing of it is fitted into the model."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.controls.measures import SEVERITIES
from service.risk.controls.register import Register
from service.risk.disruption.exposure import Facts
from training.data.disruption_panel import CODE_ELEMENT, VINTAGES, Panel
from training.metrics.year_draws import drawn, drawn_together, interval
from training.metrics.year_splits import EXPOSED_SHARE

UNTOUCHED_SHARE = 0.05
SURGE = (2010, 2011)
MINIMUM_CELLS = 10
NORMAL_95 = 1.959963984540054
"""Normal quantile of a central 95 % interval."""
MINIMUM_MEASURES = 3
"""Fewer measures than this give no interval: resampling them would show none of the chance in it."""


def exposures(panel: Panel, facts: Facts) -> pl.DataFrame:
    """Cell x measure: the share (0..1) of the cell's supply of two years before that comes from the measure's country
    while it acts on the code, and whether that began within the year (``first_year``). Columns ``row, measure,
    severity, instrument, first_year, share``."""
    issuers = {m.jurisdiction for m in facts.register.measures}
    acting: dict[tuple[str, str, int, str], tuple[tuple[str, bool], ...]] = {}
    out = []
    for row, (k, j, t) in enumerate(panel.cells.select("k", "j", "t").iter_rows()):
        element, form = CODE_ELEMENT.get(k, (None, None))
        shares: dict[tuple[str, bool], float] = {}
        for i, share in facts.trade.import_mix(k, j, t - VINTAGES["operational"]).items():
            if i not in issuers or panel.event[row] < 0:
                continue
            key = (i, k, t, j)
            if key not in acting:
                found = facts.register.acting(i, date(t, 12, 31), hs92=k, element=element, form=form, destination=j)
                acting[key] = tuple((a.measure_id, a.since.year == t) for a in found if a.in_force)
            for measure in acting[key]:
                shares[measure] = shares.get(measure, 0.0) + share
        for (name, first_year), share in shares.items():
            one = facts.register[name]
            out.append((row, name, one.severity, one.instrument, first_year, share))
    schema = {"row": pl.Int64, "measure": pl.String, "severity": pl.String, "instrument": pl.String,
              "first_year": pl.Boolean, "share": pl.Float64}  # fmt: skip
    return pl.DataFrame(out, schema=schema, orient="row")


def effect(panel: Panel, touched: pl.DataFrame, rows: pl.DataFrame, years: NDArray[np.bool_]) -> dict[str, Any] | None:
    """Mean over exposed cells of event less the event rate of untouched cells of the same code and year, with a 95 %
    interval from resampling measures (none below three); ``None`` below ten cells. ``touched`` is every cell x measure,
    ``rows`` the part asked about."""
    worst = rows.sort("share", "measure", descending=True).unique("row", keep="first", maintain_order=True)
    exposed = worst.filter(pl.col("share") > EXPOSED_SHARE)
    exposed = exposed.filter(pl.Series(years[exposed["row"].to_numpy()], dtype=pl.Boolean))
    total = np.zeros(panel.cells.height)
    np.maximum.at(total, touched["row"].to_numpy(), touched["share"].to_numpy())
    free = pl.Series((total < UNTOUCHED_SHARE) & (panel.event >= 0))
    rest = panel.cells.filter(free).group_by("k", "t").agg(pl.col("event").mean().alias("rest"))
    cells = panel.cells.select("k", "t", "event").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    joined = exposed.join(cells, on="row").join(rest, on=["k", "t"], how="inner").sort("row")
    if joined.height < MINIMUM_CELLS:
        return None
    by = joined.group_by("measure", maintain_order=True).agg(
        (pl.col("event") - pl.col("rest")).sum().alias("gap"), pl.len().alias("n")
    )
    gap, n = by["gap"].to_numpy(), by["n"].to_numpy()
    draws = drawn(len(gap))
    return {
        "cells": joined.height,
        "measures": by.height,
        "effect": float(gap.sum() / n.sum()),
        "effect_95": interval((draws @ gap) / (draws @ n)) if by.height >= MINIMUM_MEASURES else None,
        "events_exposed": float(joined["event"].mean()),  # type: ignore[arg-type]
    }


def control_effects(panel: Panel, facts: Facts) -> dict[str, dict[str, Any]]:
    """Effects by severity and instrument: all years, without 2010-11, of measures in their first year, and with the
    register's unverified rows."""
    rows = exposures(panel, facts)
    unverified = Register(facts.register.measures, facts.register.revision, unverified=True)
    everything = np.ones(panel.cells.height, np.bool_)
    wider = exposures(panel, dataclasses.replace(facts, register=unverified))
    cuts = {
        "all": (rows, rows, everything),
        "without_2010_11": (rows, rows, ~np.isin(panel.year, SURGE)),
        "in_first_year": (rows, rows.filter("first_year"), everything),
        "in_first_year_without_2010_11": (rows, rows.filter("first_year"), ~np.isin(panel.year, SURGE)),
        "with_unverified_rows": (wider, wider, everything),
    }
    found: dict[str, dict[str, Any]] = {}
    for cut, (touched, rows_asked, years) in cuts.items():
        asked = {f"severity: {s}": rows_asked.filter(pl.col("severity") == s) for s in SEVERITIES}
        names = sorted(rows_asked["instrument"].unique())
        asked |= {f"instrument: {n}": rows_asked.filter(pl.col("instrument") == n) for n in names}
        for name, part in asked.items():
            one = effect(panel, touched, part, years)
            if one is not None:
                found.setdefault(name, {})[cut] = one
    for kind in ("severity", "instrument"):
        for cut in cuts:
            pool([one[cut] for name, one in found.items() if name.startswith(kind) and cut in one])
    return found


def pool(effects: list[dict[str, Any]]) -> None:
    """Give each effect its ``pooled`` one: drawn towards the common mean of its kind (severities or instruments) as far
    as its own interval leaves it uncertain. One without an interval gets none."""
    sure = [one for one in effects if one["effect_95"]]
    if not sure:
        return
    means = np.array([one["effect"] for one in sure])
    variances = np.array([((one["effect_95"][1] - one["effect_95"][0]) / (2 * NORMAL_95)) ** 2 for one in sure])
    for one, value in zip(sure, drawn_together(means, variances).tolist(), strict=True):
        one["pooled"] = value
