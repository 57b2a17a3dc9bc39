"""The track record: walk-forward forecasts frozen when a bundle was made, against what happened.

One row per country, mineral and base year holds the probability given for a serious restriction in the year after. The
model knew only what was known at the end of the base year. The row also has the event rate it had seen by then, and the
outcome.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from service.risk.errors import BundleError
from service.risk.source_shock.acts import RARE_EARTH_MINERALS

Floats = NDArray[np.float64]
DECIMALS = 4
"""Decimals of a frozen probability; a Brier score of 50,000 rows doesn't notice the rest."""
MISSES = 10
GZIP_WINDOW = 16 + zlib.MAX_WBITS
"""zlib's window with a gzip header around it."""


@dataclass(frozen=True)
class Record:
    """Arrays of equal length: ``mineral``, ISO alpha-3 ``country``, base ``year``, ``forecast`` and ``base_rate``
    (0..1), ``event`` (1 or 0, in the year after)."""

    mineral: NDArray[np.str_]
    country: NDArray[np.str_]
    year: NDArray[np.int64]
    forecast: Floats
    base_rate: Floats
    event: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.year)

    @property
    def rare_earth(self) -> NDArray[np.bool_]:
        """Rows of the rare earths."""
        return np.isin(self.mineral, sorted(RARE_EARTH_MINERALS))

    def where(self, mask: NDArray[np.bool_] | NDArray[np.intp]) -> Record:
        """The rows of a mask, or of an order."""
        return Record(*(getattr(self, field.name)[mask] for field in fields(self)))

    def encode(self) -> bytes:
        """Gzipped CSV sorted by mineral, country, year; the same rows give the same bytes."""
        rows = self.where(np.lexsort((self.year, self.country, self.mineral)))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for mineral, country, year, forecast, base_rate, event in zip(
            *(getattr(rows, field.name).tolist() for field in fields(self)), strict=True
        ):
            writer.writerow([mineral, country, year, f"{forecast:.{DECIMALS}f}", f"{base_rate:.{DECIMALS}f}", event])
        # zlib's own gzip header: what gzip.compress writes there changed with Python 3.13.
        return zlib.compress(text.getvalue().encode("ascii"), 9, wbits=GZIP_WINDOW)


@dataclass(frozen=True)
class RecordSummary:
    """How ``cells`` forecasts compare with what happened: mean forecast and event rate (0..1), Brier skill, AUC. All
    None where nothing was forecast; the AUC also where all outcomes are alike."""

    cells: int
    mean_forecast: float | None
    event_rate: float | None
    brier_skill: float | None
    auc: float | None


@dataclass(frozen=True)
class Year(RecordSummary):
    """The forecasts of one base year."""

    year: int


@dataclass(frozen=True)
class Miss:
    """A forecast that failed: mineral, ISO alpha-3 country, base year, probability given, event rate known."""

    mineral: str
    country: str
    year: int
    forecast: float
    base_rate: float
    event: bool


@dataclass(frozen=True)
class RecordGroup:
    """Forecasts of a group of minerals (``all``, ``rare_earths``): together, by base year, and the worst misses."""

    name: str
    summary: RecordSummary
    years: tuple[Year, ...]
    surprises: tuple[Miss, ...]
    false_alarms: tuple[Miss, ...]


COLUMNS = tuple(field.name for field in fields(Record))


def decode(content: bytes) -> Record:
    """The record of a file. Raises ``BundleError`` when it isn't one."""
    try:
        header, *rows = csv.reader(io.StringIO(gzip.decompress(content).decode("ascii")))
        if tuple(header) != COLUMNS:
            raise ValueError(f"its columns are {header}")
        kinds = (np.str_, np.str_, np.int64, np.float64, np.float64, np.int64)
        columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
        return Record(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))
    except (OSError, EOFError, ValueError) as error:
        raise BundleError(f"the track record can't be read: {error}") from error


def skill(forecast: Floats, base_rate: Floats, event: NDArray[np.int64]) -> float:
    """Brier skill score against the event rate known at the time (Brier 1950; Wilks 2019, eq. 9.33)."""
    return 1.0 - float(((forecast - event) ** 2).sum()) / float(((base_rate - event) ** 2).sum())


def auc(forecast: Floats, event: NDArray[np.int64]) -> float | None:
    """Area under the ROC curve, ties counted half (Hanley and McNeil 1982); None without both outcomes."""
    return weighted_auc(ranks(forecast), event, np.ones(len(event))) if 0 < event.sum() < len(event) else None


def ranks(values: Floats) -> NDArray[np.int64]:
    """Number of each row's value among the distinct ones, rising; unknown values (``nan``) stand at the mean."""
    _, group = np.unique(np.nan_to_num(values, nan=float(np.nanmean(values))), return_inverse=True)
    return np.asarray(group, np.int64)


def weighted_auc(group: NDArray[np.int64], event: NDArray[np.int64], weight: Floats) -> float:
    """AUC of rows with weights; ``group`` is their ``ranks``, ties count half."""
    hits = np.bincount(group, weight * event)
    misses = np.bincount(group, weight * (1 - event))
    below = np.cumsum(misses) - misses
    return float((hits * (below + misses / 2)).sum() / (hits.sum() * misses.sum()))


def summary(record: Record) -> RecordSummary:
    """What the forecasts came to."""
    if not len(record):
        return RecordSummary(0, None, None, None, None)
    return RecordSummary(
        len(record),
        float(record.forecast.mean()),
        float(record.event.mean()),
        skill(record.forecast, record.base_rate, record.event),
        auc(record.forecast, record.event),
    )


def by_year(record: Record) -> tuple[Year, ...]:
    """The summary of each base year, oldest first."""
    years = np.unique(record.year).tolist()
    return tuple(Year(**vars(summary(record.where(record.year == year))), year=year) for year in years)


def misses(record: Record, *, event: bool) -> tuple[Miss, ...]:
    """The ten forecasts that failed worst: the lowest where it happened (``event``), the highest where it didn't."""
    failed = record.where(record.event == event)
    order = np.lexsort((failed.country, failed.mineral, failed.year, failed.forecast * (1 if event else -1)))
    worst = failed.where(order[:MISSES])
    return tuple(
        Miss(mineral, country, year, forecast, base_rate, event)
        for mineral, country, year, forecast, base_rate in zip(
            worst.mineral.tolist(),
            worst.country.tolist(),
            worst.year.tolist(),
            worst.forecast.tolist(),
            worst.base_rate.tolist(),
            strict=True,
        )
    )


def report(record: Record) -> list[RecordGroup]:
    """All cells, and the rare earths."""
    cuts = {"all": record, "rare_earths": record.where(record.rare_earth)}
    return [
        RecordGroup(name, summary(rows), by_year(rows), misses(rows, event=True), misses(rows, event=False))
        for name, rows in cuts.items()
    ]
