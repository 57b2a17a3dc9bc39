"""Do the intervals hold what they say? Realised frequencies inside the served 90 % intervals, and truth that is known.

The interval of a hazard speaks of its probability, not of one year's luck, so frequencies are pooled over years before
they are compared: by tenth of the forecast with the interval of a known code, and by commodity code with the wider
interval of an ``extrapolated`` hazard, each code forecast by models that never saw a row of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.disruption.model import INTERVAL_Z, Calibration, sigmoid
from training.data.disruption_panel import Panel
from training.fit.disruption_model import LABEL_DELAY, WalkForward, calibrate, walk_forward
from training.metrics.reliability import DECILES, deciles
from training.metrics.year_draws import SEED

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FOLDS = 6
NODES = 21
MINIMUM_CELLS = 200
"""Codes with fewer forecast cells say too little about one code's level."""


def intervals(panel: Panel, forward: WalkForward, vintage: str, extrapolated: bool) -> tuple[Floats, Floats]:
    """Low and high end of the 90 % interval of every forecast row (``nan`` elsewhere), with the calibration and its
    uncertainty as known at the end of the row's year."""
    low, high = np.full(len(forward.raw), np.nan), np.full(len(forward.raw), np.nan)
    for year in np.unique(panel.year[forward.made]).tolist():
        now = forward.made & (panel.year == year)
        calibration = calibrate(panel, forward, year, vintage)
        sd = calibration.sd(forward.raw[now], np.full(int(now.sum()), extrapolated))
        low[now] = sigmoid(forward.calibrated[now] - INTERVAL_Z * sd)
        high[now] = sigmoid(forward.calibrated[now] + INTERVAL_Z * sd)
    return low, high


def _pooled(panel: Panel, forward: WalkForward, ends: tuple[Floats, Floats], mask: Mask) -> dict[str, Any]:
    """Mean interval and frequency of some rows; ``reached`` whether the interval, with the sampling error of the
    frequency (years as blocks) added in quadrature to its half width, holds the frequency."""
    event, year = panel.event[mask], panel.year[mask]
    low, high = float(ends[0][mask].mean()), float(ends[1][mask].mean())
    happened = float(event.mean())
    middle = float(sigmoid(forward.calibrated[mask]).mean())
    sums = np.array([(event - happened)[year == y].sum() for y in np.unique(year)])
    noise = INTERVAL_Z * float(np.sqrt((sums**2).sum())) / len(event)
    side = high - middle if happened > middle else middle - low
    return {
        "cells": len(event),
        "forecast": middle,
        "interval": [low, high],
        "happened": happened,
        "inside": low <= happened <= high,
        "reached": abs(happened - middle) <= float(np.hypot(side, noise)),
    }


def by_tenth(panel: Panel, forward: WalkForward, vintage: str, mask: Mask) -> list[dict[str, Any]]:
    """Tenths of the forecast among ``mask``: interval of a known code against the frequency of the event."""
    ends = intervals(panel, forward, vintage, extrapolated=False)
    tenth = np.full(len(mask), -1)
    tenth[mask] = deciles(forward.calibrated[mask])
    return [_pooled(panel, forward, ends, tenth == b) for b in range(DECILES)]


def by_unseen_code(
    panel: Panel, vintage: str, folds: int = FOLDS, progress: Callable[[str], None] = lambda message: None
) -> dict[str, dict[str, Any]]:
    """Every code with 200 forecasts or more, forecast by models trained without it (``folds`` groups of codes left out
    in turn), against its frequency, with the interval of an extrapolated hazard."""
    codes = panel.cells["k"].to_numpy()
    names = np.random.default_rng(SEED).permutation(np.unique(codes))
    found = {}
    for fold in range(folds):
        left_out = names[fold::folds]
        hidden = np.isin(codes, left_out)
        forward = walk_forward(panel, vintage, train_mask=~hidden, progress=progress)
        ends = intervals(panel, forward, vintage, extrapolated=True)
        for code in left_out.tolist():
            mine = forward.made & (codes == code)
            if int(mine.sum()) >= MINIMUM_CELLS:
                found[code] = _pooled(panel, forward, ends, mine)
    return dict(sorted(found.items()))


def simulated(panel: Panel, forward: WalkForward, vintage: str, until: int, draws: int, seed: int = SEED) -> float:
    """Share (0..1) of simulated histories whose true probabilities the intervals hold.

    Each draw has a true affine calibration and the rare earths' own deviation from it, drawn from what ``calibrate``
    believes, and shocks to every year, common ones and ones of the rare earths, of the size found; outcomes are drawn,
    calibration is fitted again, and the probability of the median rare-earth row is compared with the truth.
    """
    rng = np.random.default_rng(seed)
    believed = calibrate(panel, forward, until, vintage)
    known = forward.made & (panel.year <= until - LABEL_DELAY[vintage])
    raw, year, rare = forward.raw[known], panel.year[known], panel.rare_earth[known]
    here = float(np.median(raw[rare]))
    years, position = np.unique(year, return_inverse=True)
    common = _year_sd(panel, forward, known, believed)
    own = float(np.sqrt(max(0.0, _year_sd(panel, forward, known & panel.rare_earth, believed) ** 2 - common**2)))
    held = 0
    for _ in range(draws):
        intercept, slope = rng.multivariate_normal([believed.intercept, believed.slope], np.array(believed.covariance))
        own_intercept, own_slope = rng.multivariate_normal([0.0, 0.0], np.array(believed.group_covariance))
        truth = intercept + slope * raw + rare * (own_intercept + own_slope * raw)
        shocks = rng.normal(0.0, common, len(years))[position] + rare * rng.normal(0.0, own, len(years))[position]
        drawn = rng.random(len(raw)) < sigmoid(truth + shocks)
        event = np.full(len(panel.year), -1, np.int64)
        event[known] = drawn
        again = calibrate(_with_events(panel, event), forward, until, vintage)
        sd = float(again.sd(np.array([here]), np.array([False]))[0])
        aim = _over_years(intercept + own_intercept + (slope + own_slope) * here, float(np.hypot(common, own)))
        held += abs(float(again.apply(np.array([here]))[0]) - aim) <= INTERVAL_Z * sd
    return held / draws


def _over_years(log_odds: float, shock: float) -> float:
    """Log-odds of the mean probability over normal shocks of a standard deviation: what holds for an unknown year."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    mean = float(sigmoid(log_odds + shock * nodes) @ weights / weights.sum())
    return float(np.log(mean / (1.0 - mean)))


def _year_sd(panel: Panel, forward: WalkForward, known: Mask, calibration: Calibration) -> float:
    """Standard deviation of the years' own level in log-odds, net of sampling."""
    rate = sigmoid(calibration.apply(forward.raw[known]))
    residual, weight, year = panel.event[known] - rate, rate * (1 - rate), panel.year[known]
    each = [(residual[year == y].sum(), weight[year == y].sum()) for y in np.unique(year)]
    shift = np.array([r / w for r, w in each])
    return float(np.sqrt(max(0.0, shift.var(ddof=1) - np.mean([1 / w for _, w in each]))))


def _with_events(panel: Panel, event: NDArray[np.int64]) -> Panel:
    return Panel(panel.cells.with_columns(event=event), panel.features, panel.dropped, panel.last_year)
