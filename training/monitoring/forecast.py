"""Forecasts for every candidate cell of a year, with a published or freshly fitted bundle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from service.risk.bundle import storage
from service.risk.disruption.model import sigmoid
from training.data import archive, disruption_panel, facts
from training.data.workspace import Workspace


class ForecastError(Exception):
    """No cells can be formed for the year asked for; the message says which years can."""


@dataclass(frozen=True)
class Forecast:
    """``table`` has the columns ``hs92_code, importer_iso3, year, probability``, importers coded as CEPII does (``S19``
    for Taiwan); ``notes`` say what was carried over."""

    table: pl.DataFrame
    notes: tuple[str, ...]


def predict(space: Workspace, folder: Path, year: int) -> Forecast:
    """Probability of the event in ``year + 1`` for every candidate cell of ``year``, under the bundle's vintage.

    A year that the data don't reach yet takes the candidate cells of the newest year; its trade structure and prices
    are what the vintage knows. Raises ``ForecastError`` for years before 1997 or more than two after the data.
    """
    kernel = storage.load(folder)
    vintage = str(kernel.manifest["vintage"])
    notes = []
    if year <= kernel.manifest["trained_through"]:
        notes.append(f"{year} lies inside the years that the bundle was trained on: a replay, no forecast")
    if not disruption_panel.FIRST_STRUCTURE_YEAR <= year <= space.last_year + disruption_panel.VINTAGES["operational"]:
        last = space.last_year + disruption_panel.VINTAGES["operational"]
        raise ForecastError(
            f"--year {year}: choose {disruption_panel.FIRST_STRUCTURE_YEAR} to {last}, or fetch newer years"
        )
    if year <= space.last_year:
        chosen = np.flatnonzero(space.panel.year == year)
        cells, rows = space.panel.cells[chosen], space.panel.features[vintage][chosen]
    else:
        notes.append(f"trade of {year} isn't in the data: candidate cells are those of {space.last_year}")
        cells = space.panel.cells.filter(pl.col("t") == space.last_year).with_columns(pl.lit(year).alias("t"))
        rows = disruption_panel.features_of(
            cells, space.facts, facts.commodity_names(), disruption_panel.VINTAGES[vintage]
        )
    log_odds = kernel.model.reference_log_odds(rows)
    table = cells.select(
        pl.col("k").alias("hs92_code"),
        pl.col("j").replace(archive.as_cepii()).alias("importer_iso3"),
        pl.col("t").cast(pl.Int64).alias("year"),
        pl.Series("probability", sigmoid(log_odds)),
    )
    return Forecast(table.sort("hs92_code", "importer_iso3"), tuple(notes))
