"""Drift since training: do inputs still look as they did, how old is what is known, do forecasts still hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle import storage, track_record
from service.risk.bundle.kernel import Kernel
from service.risk.disruption.features import FEATURES, NAMES, encode
from service.risk.disruption.model import sigmoid
from service.risk.product.assessment import CENTRAL, points_of
from service.risk.purchase.hazards import read_bom
from training.data.workspace import Workspace
from training.fit import disruption_model
from training.metrics import record_differences
from training.publication import reference_portfolio

Floats = NDArray[np.float64]
BINS = 10
FLOOR = 1e-4
"""Smallest share of a bin: an empty one would make the index infinite."""
USUAL = (0.01, 0.99)
YEARLY = "all_prices"
"""Block of features that have one value for all cells of a year: no distribution to compare."""
NOTICEABLE, LARGE = 0.10, 0.25
"""Usual reading of a population stability index (Siddiqi 2006, Credit Risk Scorecards, ch. 11)."""


def stability(before: Floats, after: Floats) -> float:
    """Population stability index: sum over bins of (after - before) x ln(after / before), shares of rows. Bins are the
    deciles of the known values in ``before`` (fewer where values repeat), one more holds the unknown."""
    known = before[~np.isnan(before)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else known
    shares = [_shares(values, edges) for values in (before, after)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _shares(values: Floats, edges: Floats) -> Floats:
    unknown = np.isnan(values)
    place = np.where(unknown, len(edges) + 1, np.searchsorted(edges, values, side="left"))
    return np.maximum(np.bincount(place, minlength=len(edges) + 2) / max(len(values), 1), FLOOR)


def drift(space: Workspace, folder: Path, today: date) -> dict[str, Any]:
    """The whole report as plain data. Raises ``BundleError`` when the bundle doesn't load."""
    kernel = storage.load(folder)
    vintage = str(kernel.manifest["vintage"])
    panel = space.panel
    known = disruption_model.known_rows(panel, kernel.manifest["until"], vintage)
    newest = int(panel.year.max())
    matrix = panel.features[vintage]
    return {
        "bundle": kernel.version,
        "as_of": today.isoformat(),
        "newest_cells": newest,
        "features": inputs(matrix[known], matrix[panel.year == newest], served_rows(kernel, today)),
        "ages": ages(kernel, today),
        "outcomes": outcomes(space, kernel),
    }


def inputs(training: Floats, newest: Floats, served: Floats) -> list[dict[str, Any]]:
    """Per feature: stability index of the newest cells against the training rows; their usual ``range`` (1st to 99th
    percentile of the known values) and the share of the served portfolio's known values outside it; the share of
    unknown values (0..1) in each.

    The portfolio has no stability index: it holds one commodity group, so that its few hazards fill few of the
    deciles of all raw materials, and the index says no more than that."""
    return [
        {
            "name": feature.name,
            "family": feature.family,
            "stability_newest": None if feature.block == YEARLY else stability(training[:, n], newest[:, n]),
            "range": usual(training[:, n]),
            "outside_portfolio": outside(usual(training[:, n]), served[:, n]),
            "unknown_training": float(np.isnan(training[:, n]).mean()),
            "unknown_newest": float(np.isnan(newest[:, n]).mean()),
            "unknown_portfolio": float(np.isnan(served[:, n]).mean()),
        }
        for n, feature in enumerate(FEATURES)
    ]


def usual(values: Floats) -> tuple[float, float] | None:
    """1st and 99th percentile of the known values; ``None`` where none is known."""
    known = values[~np.isnan(values)]
    return (float(np.quantile(known, USUAL[0])), float(np.quantile(known, USUAL[1]))) if len(known) else None


def outside(ends: tuple[float, float] | None, values: Floats) -> float | None:
    """Share (0..1) of the known values beyond the ends; ``None`` where nothing is known to compare."""
    known = values[~np.isnan(values)]
    return float(((known < ends[0]) | (known > ends[1])).mean()) if ends and len(known) else None


def served_rows(kernel: Kernel, today: date) -> Floats:
    """Encoded hazards of the reference portfolio, central view, shape (hazards, features)."""
    keys = [key for bom in reference_portfolio.read() for key in read_bom(bom, today, kernel.resolver).keys]
    points = points_of(kernel, [(key, CENTRAL) for key in keys])
    found = [points[key, CENTRAL].assembly for key in keys]
    return encode([a.exposure for a in found if a is not None]).reshape(-1, len(NAMES))


def ages(kernel: Kernel, today: date) -> list[dict[str, Any]]:
    """What the bundle knows through when, and how many days ago that was (a year counts to its end)."""
    stated = kernel.manifest["data_ages"]
    years = {"outcomes": kernel.manifest["outcomes_through"], "trade": kernel.manifest["structure_through"]}
    through = {name: date(year, 12, 31) for name, year in years.items()}
    through |= {name: _day(stated[name]) for name in ("evidence", "prices", "register") if stated[name]}
    return [{"data": n, "through": day.isoformat(), "days": (today - day).days} for n, day in through.items()]


def _day(text: str) -> date:
    """The first day of a date of which only the year or the month may be stated."""
    return date.fromisoformat(f"{text}-01-01"[:10] if len(text) in (4, 7) else text)


def outcomes(space: Workspace, kernel: Kernel) -> list[dict[str, Any]]:
    """By base year after those trained on, for all cells and for the rare earths: the bundle's forecasts against what
    happened, ``track_record.summary`` with ``brier`` and ``gap`` (mean forecast - event rate). Empty until a newer
    year of trade is fetched."""
    panel = space.panel
    after = (panel.year > kernel.manifest["trained_through"]) & (panel.event >= 0)
    if not after.any():
        return []
    forecast, base = np.full(len(panel.year), np.nan), np.full(len(panel.year), kernel.manifest["event_rate"])
    rows = panel.features[str(kernel.manifest["vintage"])][after]
    forecast[after] = sigmoid(kernel.model.reference_log_odds(rows))
    made = record_differences.freeze(panel, forecast, base)
    found = []
    for year in np.unique(made.year).tolist():
        for group, mask in (("all", made.year == year), ("rare_earths", (made.year == year) & made.rare_earth)):
            part = made.where(mask)
            if len(part):
                found.append({"year": year, "group": group, **_fared(part)})
    return found


def _fared(part: track_record.Record) -> dict[str, Any]:
    told = dataclasses.asdict(track_record.summary(part))
    brier = float(((part.forecast - part.event) ** 2).mean())
    return {**told, "brier": brier, "gap": told["mean_forecast"] - told["event_rate"]}


def above(found: Mapping[str, Any], limit: float) -> list[str]:
    """Features whose newest cells are less stable than ``limit``."""
    return [row["name"] for row in found["features"] if (row["stability_newest"] or 0.0) > limit]


def _input(row: Mapping[str, Any]) -> str:
    index = row["stability_newest"]
    mark = " large" if (index or 0) > LARGE else " *" if (index or 0) > NOTICEABLE else ""
    shown = "-" if index is None else f"{index:.3f}"
    ends = "-" if row["range"] is None else f"{row['range'][0]:.3g} to {row['range'][1]:.3g}"
    beyond = "-" if row["outside_portfolio"] is None else f"{row['outside_portfolio']:.0%}"
    return (
        f"{row['name']:<28}{row['family']:<16}{shown:>9}{ends:>20}{beyond:>11}"
        f"{row['unknown_training']:>19.1%}{row['unknown_newest']:>8.1%}{row['unknown_portfolio']:>11.1%}{mark}"
    )


def text(found: Mapping[str, Any]) -> str:
    """The report as plain tables."""
    lines = [
        f"Drift of {found['bundle']} on {found['as_of']}.",
        "PSI: stability index of the newest cells against the training rows, deciles of training and one bin for",
        f"unknown values; above {NOTICEABLE} noticeable, above {LARGE} large; none where a year has one value for all.",
        "Outside: hazards of the reference portfolio whose value lies beyond the usual range of training (1st to 99th",
        "percentile): the model has seen few such rows. Few rows of training are under a control, and the portfolio",
        "holds rare earths alone.",
        "",
        f"{'feature':<28}{'family':<16}{'PSI ' + str(found['newest_cells']):>9}{'usual range':>20}{'outside':>11}"
        f"{'unknown: training':>19}{'newest':>8}{'portfolio':>11}",
        *(_input(row) for row in found["features"]),
    ]
    if never := [row["name"] for row in found["features"] if row["unknown_portfolio"] == 1.0]:
        lines += ["", f"Unknown for every hazard of the portfolio: {', '.join(never)}."]
        lines += ["Scores are then what the model learnt from rows where these were hidden; the card says why."]
    lines += ["", f"{'data':<12}{'through':<12}{'days ago':>9}"]
    lines += [f"{row['data']:<12}{row['through']:<12}{row['days']:>9,}" for row in found["ages"]]
    lines += ["", "Outcomes after training:"]
    for row in found["outcomes"]:
        auc = "  –" if row["auc"] is None else f"{row['auc']:.3f}"
        lines.append(
            f"{row['year']} {row['group']:<12}{row['cells']:>7,} cells   forecast {row['mean_forecast']:.3f}   "
            f"happened {row['event_rate']:.3f}   gap {row['gap']:+.3f}   Brier {row['brier']:.4f}   skill "
            f"{row['brier_skill']:+.3f}   AUC {auc}"
        )
    return "\n".join(lines if found["outcomes"] else [*lines, "  none yet: fetch a newer year of trade"])
