"""Two track records side by side: how much better one is, with the interval of the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.record import DECIMALS, Record, skill, weighted_auc
from training.evaluation import CONFIRMATION_YEARS
from training.fitting import BOOTSTRAPS, SEED
from training.panel import Panel

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
METRICS = ("brier_skill", "auc")
MINIMUM_YEARS = 2
"""Years are the unit of resampling: one year has no interval."""


def freeze(panel: Panel, forecast: Floats, base_rate: Floats) -> Record:
    """The forecasts that were made (not ``nan``) for cells whose outcome is known, as a bundle keeps them."""
    kept = ~np.isnan(forecast) & (panel.event >= 0)
    return Record(
        panel.cells["k"].to_numpy()[kept].astype(np.str_),
        panel.cells["j"].to_numpy()[kept].astype(np.str_),
        panel.year[kept].astype(np.int64),
        np.round(forecast[kept], DECIMALS),
        np.round(base_rate[kept], DECIMALS),
        panel.event[kept],
    )


@dataclass(frozen=True)
class Pair:
    """The cells that two records share, in one order, and how many each has alone. ``relabelled`` shared cells have
    another outcome in the champion's record (revised trade data); both are judged by the challenger's."""

    champion: Record
    challenger: Record
    only_champion: int
    only_challenger: int
    relabelled: int


def pair(champion: Record, challenger: Record) -> Pair:
    """Match two records by code, importer and year."""
    old, new = ({key: n for n, key in enumerate(_keys(r))} for r in (champion, challenger))
    shared = sorted(old.keys() & new.keys())
    mine = champion.where(np.array([old[k] for k in shared], np.intp))
    theirs = challenger.where(np.array([new[k] for k in shared], np.intp))
    changed = int((mine.event != theirs.event).sum())
    return Pair(mine, theirs, len(champion) - len(shared), len(challenger) - len(shared), changed)


def _keys(record: Record) -> list[tuple[str, str, int]]:
    return list(zip(record.code.tolist(), record.importer.tolist(), record.year.tolist(), strict=True))


def subsets(record: Record) -> dict[str, Mask]:
    """The cuts in which two models are compared."""
    late = (record.year >= CONFIRMATION_YEARS[0]) & (record.year <= CONFIRMATION_YEARS[1])
    everything = np.ones(len(record), bool)
    rare = record.rare_earth
    return {"all": everything, "rare_earths": rare, "all_2015_23": late, "rare_earths_2015_23": rare & late}


def metrics(found: Pair) -> dict[str, dict[str, Any]]:
    """By cut: cells, then Brier skill and AUC of both with the difference (challenger - champion) and its 95 %
    interval. Cuts with fewer than two years, or without both outcomes in them, are left with their cells only."""
    out: dict[str, dict[str, Any]] = {}
    for name, mask in subsets(found.challenger).items():
        champion, challenger = found.champion.where(mask), found.challenger.where(mask)
        out[name] = {"cells": len(challenger)}
        if _measurable(challenger):
            (old, new), draws = _measured([champion.forecast, challenger.forecast], challenger)
            for n, metric in enumerate(METRICS):
                out[name][metric] = {
                    "champion": old[n],
                    "challenger": new[n],
                    "difference": new[n] - old[n],
                    "difference_95": _interval(draws[:, 1, n] - draws[:, 0, n]),
                }
    return out


def alone(record: Record) -> dict[str, dict[str, Any]]:
    """By cut: cells, then Brier skill and AUC of one record with 95 % intervals; short cuts as in ``metrics``."""
    out: dict[str, dict[str, Any]] = {}
    for name, mask in subsets(record).items():
        rows = record.where(mask)
        out[name] = {"cells": len(rows)}
        if _measurable(rows):
            (values,), draws = _measured([rows.forecast], rows)
            for n, metric in enumerate(METRICS):
                out[name] |= {metric: values[n], f"{metric}_95": _interval(draws[:, 0, n])}
    return out


def _measurable(record: Record) -> bool:
    return len(set(record.year.tolist())) >= MINIMUM_YEARS and 0 < int(record.event.sum()) < len(record)


def _interval(draws: Floats) -> list[float]:
    return [float(bound) for bound in np.nanpercentile(draws, [2.5, 97.5])]


def _measured(forecasts: list[Floats], truth: Record) -> tuple[list[tuple[float, float]], Floats]:
    """Skill and AUC of each forecast, and the same, shape (draws, forecasts, 2), when years are drawn with replacement,
    the same years for all (block bootstrap, Künsch 1989); ``nan`` for the AUC of a draw without both outcomes."""
    base, event = truth.base_rate, truth.event
    years, position = np.unique(truth.year, return_inverse=True)
    reference = np.bincount(position, (base - event) ** 2)
    loss = [np.bincount(position, (forecast - event) ** 2) for forecast in forecasts]
    ranks = [np.asarray(np.unique(forecast, return_inverse=True)[1], np.int64) for forecast in forecasts]
    whole = np.ones(len(event))
    points = [(skill(f, base, event), weighted_auc(r, event, whole)) for f, r in zip(forecasts, ranks, strict=True)]
    rng = np.random.default_rng(SEED)
    draws = np.full((BOOTSTRAPS, len(forecasts), len(METRICS)), np.nan)
    for n in range(BOOTSTRAPS):
        times = np.bincount(rng.integers(len(years), size=len(years)), minlength=len(years)).astype(float)
        weight = times[position]
        both = 0 < float(weight @ event) < float(weight.sum())
        for i, rank in enumerate(ranks):
            draws[n, i, 0] = 1.0 - float(times @ loss[i]) / float(times @ reference)
            draws[n, i, 1] = weighted_auc(rank, event, weight) if both else np.nan
    return points, draws
