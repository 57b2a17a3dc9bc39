"""The register's large tightenings as cases: what the walk-forward forecast when each was announced, and what came."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from service.risk.bundle import storage
from service.risk.bundle.kernel import RECORD
from service.risk.bundle.track_record import Record, decode
from service.risk.controls.measures import SEVERITIES
from service.risk.disruption.features import FAMILY_COLUMNS
from training.data.disruption_panel import Panel
from training.data.workspace import Workspace
from training.evaluation import pending_controls
from training.metrics.year_splits import EXPOSED_SHARE

LARGE = ("strong", "prohibitive")
OWN, OWN_LARGE = "rare earths", ("moderate", *LARGE)
"""Of the rare earths moderate ones count as well, licences among them: they are what users ask about."""
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
    """Strong and prohibitive tightenings, of the rare earths also moderate ones, by year of announcement (else of
    effect), jurisdiction and commodity."""
    found: dict[tuple[int, str, str], list[Mapping[str, Any]]] = {}
    for row in register:
        day = row["announced"] or row["effective"]
        large = OWN_LARGE if row["commodity"] == OWN else LARGE
        if row["sign"] == "tightening" and row["severity"] in large and day:
            found.setdefault((int(day[:4]), row["jurisdiction"], row["commodity"]), []).append(row)
    return dict(sorted(found.items()))


def cases(register: Sequence[Mapping[str, Any]], record: Record, panel: Panel, vintage: str) -> list[dict[str, Any]]:
    """Each case with the day on which its severest measure was announced first, and the forecasts for the codes under
    control, as (cells, mean forecast, base rate, event rate; None without cells): of all importers in the base year
    before (made without the measure) and that of the announcement (made at its end, knowing it), and of the importers
    exposed, in both."""
    controlled = np.nan_to_num(panel.features[vintage][:, FAMILY_COLUMNS["export_control"]]).max(axis=1) > EXPOSED_SHARE
    keys = panel.cells.select("k", "j", "t").rows()
    exposed_keys = {key for key, is_exposed in zip(keys, controlled, strict=True) if is_exposed}
    buyers = list(zip(record.code.tolist(), record.importer.tolist(), strict=True))
    out = []
    for (year, jurisdiction, commodity), rows in large_tightenings(register).items():
        codes = sorted({code for row in rows for code in (row["hs92"] or "").split()})
        exposed = np.array([(*buyer, year) in exposed_keys for buyer in buyers], bool)
        before, at = (np.isin(record.code, codes) & (record.year == base) for base in (year - 1, year))
        out.append({
            "announced": _announced(rows), "jurisdiction": jurisdiction,
            "commodity": commodity, "codes": codes, "measures": [row["measure_id"] for row in rows],
            "year_before": _outcome(record.where(before)), "all": _outcome(record.where(at)),
            "exposed_before": _outcome(record.where(before & exposed)), "exposed": _outcome(record.where(at & exposed)),
        })  # fmt: skip
    return out


def _announced(rows: Sequence[Mapping[str, Any]]) -> str:
    worst = max(SEVERITIES[row["severity"]] for row in rows)
    return min(str(row["announced"] or row["effective"]) for row in rows if SEVERITIES[row["severity"]] == worst)


def of_bundle(folder: Path, space: Workspace) -> dict[str, Any]:
    """``cases`` of a bundle's own register and frozen forecasts; ``now``: what it says today of those whose outcome
    isn't known (``announcements``); ``left_out``: those without either, by reason. Raises ``BundleError`` when the
    bundle doesn't load."""
    kernel = storage.load(folder)
    register = json.loads((folder / storage.EVIDENCE).read_bytes())["controls"]
    record = decode(kernel.papers[RECORD])
    found = cases(register, record, space.panel, str(kernel.manifest["vintage"]))
    last = int(record.year.max())
    grouped = large_tightenings(register)
    late = [{**case, "rows": rows} for case, rows in zip(found, grouped.values(), strict=True)
            if int(case["announced"][:4]) > last]  # fmt: skip
    now = pending_controls.told(space, kernel, late)
    told = {name for one in now for name in one["measures"]}
    told |= {name for case in found if case["year_before"] or case["all"] for name in case["measures"]}
    forecast = set(space.panel.cells["k"].unique().to_list())
    left_out: dict[str, list[str]] = {}
    for (year, _, _), rows in grouped.items():
        for row in rows:
            if row["measure_id"] not in told:
                left_out.setdefault(_why_not(row, year, record, forecast), []).append(row["measure_id"])
    return {"cases": found, "now": now, "left_out": left_out}


def _why_not(row: Mapping[str, Any], year: int, record: Record, forecast: Collection[str]) -> str:
    if not row["hs92"]:
        return "no HS code in the register"
    if not set(row["hs92"].split()) & set(forecast):
        return "none of its HS codes is forecast"
    if year < int(record.year.min()):
        return f"announced before {record.year.min()}, the first year forecast"
    return "nobody imported its codes enough for a forecast in those years"


def text(told: Mapping[str, Any]) -> str:
    """All that ``of_bundle`` found, as tables; no large tightening is missing."""
    lines = [_seen(told["cases"])]
    if told["now"]:
        lines += ["", *pending_controls.lines(told["now"])]
    if told["left_out"]:
        lines += ["", "Not told:"]
        lines += [f"- {why}: {' '.join(names)}" for why, names in sorted(told["left_out"].items())]
    return "\n".join(lines)


def _seen(found: Sequence[Mapping[str, Any]]) -> str:
    """Mean forecast, and the event rate that came in the year after."""
    seen = [case for case in found if case["year_before"] or case["all"]]
    lines = [
        f"{len(found)} large tightenings, {len(seen)} with forecasts whose outcome is known. Forecast -> event rate of",
        "the year after (cells), of the base year before the announcement and of that year, whose forecast knows the",
        f"measure. Exposed: importers with over {EXPOSED_SHARE:.0%} of supply under a control in the latter year.",
        "",
        f"{'announced':<11}{'by':<5}{'exposed: before':<22}{'of announcement':<22}{'all: before':<22}"
        f"{'of announcement':<22}commodity (HS92)",
    ]
    for case in seen:
        told = (case[name] for name in ("exposed_before", "exposed", "year_before", "all"))
        columns = "".join(f"{_words(one):<22}" for one in told)
        good = f"{case['commodity']} ({' '.join(case['codes'])})"
        lines.append(f"{case['announced']:<11}{case['jurisdiction']:<5}{columns}{good}")
    return "\n".join(lines)


def _words(found: tuple[int, float, float, float] | None) -> str:
    return "-" if found is None else f"{found[1]:.2f} -> {found[3]:.2f} ({found[0]})"


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
