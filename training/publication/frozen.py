"""Forecasts frozen on a day, before anyone knows what comes: all source probabilities, with a digest and a codebook.

``models/frozen/<day>.csv`` has one row for each country with one percent or more of a mineral, of the rare earths one
for each element. ``<day>.json`` names the model and the digest, ``current`` links to the newest file.
``CODEBOOK.md`` says what the columns mean and how rows are resolved.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from service.risk.bundle.kernel import Kernel
from service.risk.bundle.versions import CURRENT, FROZEN
from service.risk.explanation import bounds
from service.risk.source_shock.acts import RARE_EARTH_MINERALS
from service.risk.source_shock.features import encode
from service.risk.source_shock.hazards import SYMBOLS, mineral_of
from service.risk.source_shock.restriction import sigmoid
from training.data import exporters
from training.data.workspace import Workspace
from training.fit.restriction import LEAST_SHARE
from training.publication.alone import alone

DECIMALS = 5
COLUMNS = ("country", "mineral", "element", "probability", "base_rate")


class FrozenError(Exception):
    """The day's forecasts are frozen already, with other bytes: what was frozen stays as it is."""


class FrozenForecast(NamedTuple):
    """Probability (0..1) of a general serious restriction of a country on a mineral within twelve months; ``element``
    is blank but for rare earths."""

    country: str
    mineral: str
    element: str
    probability: float


def freeze(space: Workspace, kernel: Kernel, models: Path, on: date) -> Path:
    """Write the forecasts of a day and point ``current`` at them. Returns the file. Raises ``FrozenError`` where the
    day has other forecasts already."""
    content = encoded(
        sorted({*of_rare_earths(kernel, on), *of_others(space, kernel, on)}), kernel.restriction.base_rate
    )
    with alone(models):
        return _written(kernel, models / FROZEN, on, content)


def _written(kernel: Kernel, folder: Path, on: date, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{on.isoformat()}.csv"
    if path.exists() and path.read_bytes() != content:
        raise FrozenError(f"{path} holds other forecasts: what was frozen stays as it is")
    path.write_bytes(content)
    described = {
        "day": on.isoformat(),
        "good_until": bounds.of_forecasts(on).good_until.isoformat(),
        "event": kernel.manifest["event"],
        "version": kernel.version,
        "model_sha256": kernel.sha256,
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": content.count(b"\n") - 1,
    }
    path.with_suffix(".json").write_text(json.dumps(described, indent=1, sort_keys=True) + "\n", encoding="ascii")
    fresh = folder / ".current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(path.name)
    fresh.replace(folder / CURRENT)
    if (folder / CURRENT).read_bytes() != content:
        raise FrozenError(f"{folder / CURRENT} was read back and holds other forecasts than were written: freeze again")
    return path


def of_rare_earths(kernel: Kernel, on: date) -> Iterator[FrozenForecast]:
    """Sources of each rare earth."""
    chances = kernel.hazards(on)
    for row, country in enumerate(chances.countries):
        for column, element in enumerate(SYMBOLS):
            if chances.shares[row, column] >= LEAST_SHARE:
                yield FrozenForecast(country, mineral_of(element), element, float(chances.restriction[row, column]))


def of_others(space: Workspace, kernel: Kernel, on: date) -> Iterator[FrozenForecast]:
    """Sources of every other mineral; of a mineral's codes the likeliest stands for it."""
    rows = exporters.is_source(exporters.of_day(space, on), LEAST_SHARE)
    rows = rows.filter(~pl.col("mineral").is_in(sorted(RARE_EARTH_MINERALS)))
    odds = kernel.restriction.log_odds(encode(exporters.sources(rows)))
    told = rows.with_columns(pl.Series("p", sigmoid(odds))).group_by("country", "mineral").agg(pl.col("p").max())
    for country, mineral, p in told.sort("country", "mineral").select("country", "mineral", "p").iter_rows():
        yield FrozenForecast(country, mineral, "", p)


def encoded(shocks: list[FrozenForecast], base_rate: float) -> bytes:
    """The CSV file; the same forecasts give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in shocks:
        writer.writerow([*one[:3], f"{one.probability:.{DECIMALS}f}", f"{base_rate:.{DECIMALS}f}"])
    return text.getvalue().encode("ascii")
