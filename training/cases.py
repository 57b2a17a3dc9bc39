"""The register's large tightenings as cases: what the walk-forward forecast when each was announced, and what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from service.risk.features import FAMILY_COLUMNS
from service.risk.record import Record
from training.panel import Panel

LARGE = ("strong", "prohibitive")
EXPOSED = 0.3
"""Share of supply under a control from which a cell counts as exposed."""
SHOWN: dict[str, tuple[str, ...]] = {
    "rare-earth compounds (284690)": ("284690",),
    "rare-earth metals (280530)": ("280530",),
    "nickel ore (260400)": ("260400",),
    "cobalt oxides, metal (282200, 810510)": ("282200", "810510"),
    "gallium, germanium and others (811230)": ("811230",),
    "tin ore (260900)": ("260900",),
}
"""Commodities drawn year by year; the table holds every case."""


def large_tightenings(register: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str, str], list[Mapping[str, Any]]]:
    """Strong and prohibitive tightenings by year of announcement (else of effect), jurisdiction and commodity."""
    found: dict[tuple[int, str, str], list[Mapping[str, Any]]] = {}
    for row in register:
        day = row["announced"] or row["effective"]
        if row["sign"] == "tightening" and row["severity"] in LARGE and day:
            found.setdefault((int(day[:4]), row["jurisdiction"], row["commodity"]), []).append(row)
    return dict(sorted(found.items()))


def cases(register: Sequence[Mapping[str, Any]], record: Record, panel: Panel, vintage: str) -> list[dict[str, Any]]:
    """Each case with the forecasts of base year ``announced`` (made at its end, for the year after) for the codes under
    control: all importers, and those exposed, as (cells, mean forecast, base rate, event rate); None without cells."""
    controlled = np.nan_to_num(panel.features[vintage][:, FAMILY_COLUMNS["export_control"]]).max(axis=1) >= EXPOSED
    keys = panel.cells.select("k", "j", "t").rows()
    exposed_keys = {key for key, is_exposed in zip(keys, controlled, strict=True) if is_exposed}
    mine = zip(record.code.tolist(), record.importer.tolist(), record.year.tolist(), strict=True)
    exposed = np.array([key in exposed_keys for key in mine], bool)
    out = []
    for (year, jurisdiction, commodity), rows in large_tightenings(register).items():
        codes = sorted({code for row in rows for code in (row["hs92"] or "").split()})
        at = np.isin(record.code, codes) & (record.year == year)
        out.append({
            "announced": year, "jurisdiction": jurisdiction, "commodity": commodity, "codes": codes,
            "measures": [row["measure_id"] for row in rows],
            "year_before": _outcome(record.where(np.isin(record.code, codes) & (record.year == year - 1))),
            "all": _outcome(record.where(at)), "exposed": _outcome(record.where(at & exposed)),
        })  # fmt: skip
    return out


def _outcome(rows: Record) -> tuple[int, float, float, float] | None:
    if not len(rows):
        return None
    return len(rows), float(rows.forecast.mean()), float(rows.base_rate.mean()), float(rows.event.mean())


def lines(register: Sequence[Mapping[str, Any]], record: Record) -> dict[str, Any]:
    """Of each commodity drawn: base years, mean forecast, event rate, years of large tightenings."""
    out = {}
    for name, codes in SHOWN.items():
        rows = record.where(np.isin(record.code, codes))
        years = np.unique(rows.year)
        if not len(years):
            continue
        announced = sorted({
            year for (year, _, _), found in large_tightenings(register).items()
            if years[0] <= year <= years[-1] and any(set(codes) & set((r["hs92"] or "").split()) for r in found)
        })  # fmt: skip
        forecast = [float(rows.forecast[rows.year == y].mean()) for y in years]
        happened = [float(rows.event[rows.year == y].mean()) for y in years]
        out[name] = (years.tolist(), forecast, happened, announced)
    return out
