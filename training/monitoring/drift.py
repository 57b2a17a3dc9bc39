"""Drift since training: how old is what is known, and do today's sources lie where the training rows lay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.bundle import storage
from service.risk.source_shock.features import FEATURES, encode
from training.data import exporters
from training.data.workspace import Workspace
from training.derived.prices_read import prices_read
from training.fit.restriction import LEAST_SHARE, trainable
from training.metrics.stability import stability

Floats = NDArray[np.float64]
NOTICEABLE, LARGE = 0.10, 0.25
"""Usual reading of a population stability index (Siddiqi 2006, Credit Risk Scorecards, ch. 11)."""


def drift(space: Workspace, folder: Path, today: date) -> dict[str, Any]:
    """The whole report as plain data. Raises ``BundleError`` when the bundle doesn't load."""
    kernel = storage.load(folder)
    learned = encode(exporters.sources(trainable(exporters.read(space))))
    now = exporters.is_source(exporters.of_day(space, today), LEAST_SHARE).filter(~pl.col("pending"))
    return {
        "bundle": kernel.version,
        "as_of": today.isoformat(),
        "features": inputs(learned, encode(exporters.sources(now))),
        "ages": ages(kernel.manifest, today),
        "prices": prices_read(kernel.facts, today),
    }


def inputs(training: Floats, today: Floats) -> list[dict[str, Any]]:
    """Per feature: stability index of today's sources against the training rows, and lowest and highest value of
    training. Then the share (0..1) of today's sources beyond them."""
    return [
        {
            "name": feature.name,
            "family": feature.family,
            "stability": stability(training[:, n], today[:, n]),
            "range": [float(np.nanmin(training[:, n])), float(np.nanmax(training[:, n]))],
            "outside": outside(training[:, n], today[:, n]),
        }
        for n, feature in enumerate(FEATURES)
    ]


def outside(before: Floats, after: Floats) -> float:
    """Share (0..1) of the known values of ``after`` below the lowest or above the highest of ``before``."""
    known = after[~np.isnan(after)]
    return float(((known < np.nanmin(before)) | (known > np.nanmax(before))).mean()) if len(known) else 0.0


def ages(manifest: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """How many days ago the newest figure, price and measure, and the end of the newest year of trade, lie."""
    days = dict(manifest["data_ages"]) | {"trade": f"{manifest['structure_through']}-12-31"}
    return [
        {"data": name, "through": day, "days": (today - date.fromisoformat(day)).days}
        for name, day in sorted(days.items())
        if day
    ]


def above(drifted: Mapping[str, Any], limit: float) -> list[str]:
    """Features whose index exceeds ``limit``."""
    return [row["name"] for row in drifted["features"] if row["stability"] > limit]


def text(drifted: Mapping[str, Any]) -> str:
    """The report as plain tables."""
    reading = f"above {NOTICEABLE} noticeable (*), above {LARGE} large"
    lines = [
        f"Drift of {drifted['bundle']} on {drifted['as_of']}.",
        f"PSI: stability of today's sources; {reading}.",
        "",
    ]
    lines.append(f"{'feature':<22}{'family':<16}{'PSI':>7}{'range of training':>22}{'outside':>9}")
    return "\n".join([*lines, *_rows(drifted["features"]), "", *_ages(drifted["ages"]), *_prices(drifted)])


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        mark = " large" if row["stability"] > LARGE else " *" if row["stability"] > NOTICEABLE else ""
        ends = "{:.3g} to {:.3g}".format(*row["range"])
        line = f"{row['name']:<22}{row['family']:<16}{row['stability']:>7.3f}{ends:>22}{row['outside']:>9.1%}{mark}"
        lines.append(line)
    return lines


def _ages(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"{'data':<12}{'through':<12}{'days ago':>9}"] + [
        f"{row['data']:<12}{row['through']:<12}{row['days']:>9,}" for row in rows
    ]


def _prices(drifted: Mapping[str, Any]) -> list[str]:
    """Which price of each element is read, and to which day."""
    rows = drifted.get("prices", [])
    head = ["", f"{'price of':<12}{'read to':<12}series"] if rows else []
    return head + [
        f"{row['element']:<4}{row['form']:<8}{row['through'] or 'none':<12}{row['basis'] or ''}".rstrip()
        for row in rows
    ]
