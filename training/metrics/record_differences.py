"""Two track records side by side: how much better one is, with the interval of the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle.track_record import Record
from training.metrics.year_draws import DrawnMeasures, measured

Floats = NDArray[np.float64]
RECENT = 2015
MINIMUM_YEARS = 2
"""Years are the unit of resampling: one year has no interval."""


@dataclass(frozen=True)
class RecordPair:
    """The cells that two records share, in one order, and how many each has alone. ``relabelled`` shared cells have
    another outcome in the champion's record (a revised register); both are judged by the challenger's."""

    champion: Record
    challenger: Record
    only_champion: int
    only_challenger: int
    relabelled: int


def pair(champion: Record, challenger: Record) -> RecordPair:
    """Match two records by mineral, country and year."""
    old, new = ({key: n for n, key in enumerate(_keys(r))} for r in (champion, challenger))
    shared = sorted(old.keys() & new.keys())
    mine = champion.where(np.array([old[k] for k in shared], np.intp))
    theirs = challenger.where(np.array([new[k] for k in shared], np.intp))
    changed = int((mine.event != theirs.event).sum())
    return RecordPair(mine, theirs, len(champion) - len(shared), len(challenger) - len(shared), changed)


def _keys(record: Record) -> list[tuple[str, str, int]]:
    return list(zip(record.mineral.tolist(), record.country.tolist(), record.year.tolist(), strict=True))


def metrics(pair: RecordPair) -> dict[str, dict[str, Any]]:
    """By cut: cells, then Brier skill and AUC of both with the difference (challenger - champion) and its 95 %
    interval. Cuts with fewer than two years, or without both outcomes in them, are left with their cells only."""
    out: dict[str, dict[str, Any]] = {}
    for name, mask in _masks_by_cut(pair.challenger).items():
        champion, challenger = pair.champion.where(mask), pair.challenger.where(mask)
        out[name] = {"cells": len(challenger)}
        if _measurable(challenger):
            both = _measured([champion.forecast, challenger.forecast], challenger)
            for metric, moved in both.difference(1, 0).items():
                out[name][metric] = {
                    "champion": both.metrics_of(0)[metric],
                    "challenger": both.metrics_of(1)[metric],
                    "difference": moved["value"],
                    "difference_95": moved["interval_95"],
                }
    return out


def alone(record: Record) -> dict[str, dict[str, Any]]:
    """By cut: cells, then Brier skill and AUC of one record with 95 % intervals; short cuts as in ``metrics``."""
    out: dict[str, dict[str, Any]] = {}
    for name, mask in _masks_by_cut(record).items():
        rows = record.where(mask)
        out[name] = {"cells": len(rows)} | (_measured([rows.forecast], rows).metrics_of(0) if _measurable(rows) else {})
    return out


def _masks_by_cut(record: Record) -> dict[str, NDArray[np.bool_]]:
    everything, late = np.ones(len(record), bool), np.asarray(record.year >= RECENT)
    rare = record.rare_earth
    return {"all": everything, "since_2015": late, "rare_earths": rare, "rare_earths_since_2015": rare & late}


def _measured(forecasts: list[Floats], truth: Record) -> DrawnMeasures:
    return measured(forecasts, truth.base_rate, truth.event, truth.year)


def _measurable(record: Record) -> bool:
    return len(set(record.year.tolist())) >= MINIMUM_YEARS and 0 < int(record.event.sum()) < len(record)
