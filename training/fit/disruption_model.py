"""Fitting: gradient-boosted trees, a linear term for export controls, and the walk-forward that calibrates them.

Export controls are rare (one row in a hundred meets a strong one), so boosting over all families would never split on
them. They are fitted second, on what the other families leave unexplained: one Newton step of the logistic loss, by
least squares with effects that can't be negative, beside the rows of a stated prior. An effect is proportional to the
share of supply under control. The sum stays additive, and whatever moved together with prices is credited to prices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression

from service.risk.disruption.features import BLOCK_COLUMNS, FAMILIES, FAMILY_COLUMNS, FEATURES, NAMES, as_forecast
from service.risk.disruption.model import Calibration, Model, Square, sigmoid
from training.data.disruption_panel import FIRST_STRUCTURE_YEAR, Panel
from training.fit.control_prior import prior_rows
from training.metrics.year_draws import SEED, drawn

Floats = NDArray[np.float64]

FIRST_TEST_YEAR = 2006
LAST_TEST_YEAR = 2023
LABEL_DELAY = {"operational": 3, "hindcast": 1}
"""At the end of year T the newest label is that of base year T - delay: BACI's year y appears in January of y + 2."""
MASKED_SHARE = 0.1
"""Rows of which each of ``MASKED`` is hidden in training: a company with its own suppliers isn't its country's cell,
a good's price may be unknown when the model serves, and all goods' prices are."""
REFERENCE_ROWS = 2_000
"""Training rows whose mean contribution by family a forecast's is counted from."""
MINIMUM_CALIBRATION_YEARS = 8
PRIOR_SD = 0.1
"""Calibration starts from the identity: standard deviation of its prior on intercept and slope."""
MAIN: dict[str, Any] = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 1000,
    "l2_regularization": 50.0,
    "early_stopping": False,
    "random_state": SEED,
}
CONTROL: dict[str, Any] = {"positive": True, "fit_intercept": False}
EFFECT_DECIMALS = 6
"""Effects of controls are rounded: the last bits of least squares differ between machines."""
SETS = {
    "main": [i for f in FAMILIES if f != "export_control" for i in FAMILY_COLUMNS[f]],
    "export_control": FAMILY_COLUMNS["export_control"],
}
MASKED = (
    [NAMES.index("market_size"), *BLOCK_COLUMNS["buyer_market"]],
    BLOCK_COLUMNS["market"],
    BLOCK_COLUMNS["all_prices"],
)
CERTAIN = ((0.0, 0.0), (0.0, 0.0))
IDENTITY = Calibration(0.0, 1.0, CERTAIN, CERTAIN, 0.0)


class FitError(Exception):
    """The data can't support the fit asked for; the message says what would."""


def newest_until(last_year: int, vintage: str) -> int:
    """The first year at whose end the last outcome of trade through ``last_year`` is known."""
    return last_year - 1 + LABEL_DELAY[vintage]


def known_rows(panel: Panel, until: int, vintage: str) -> NDArray[np.bool_]:
    """Rows whose outcome is known at the end of ``until``."""
    newest = until - LABEL_DELAY[vintage]
    return (panel.year >= FIRST_STRUCTURE_YEAR) & (panel.year <= newest) & (panel.event >= 0)


def fit_estimators(rows: Floats, event: NDArray[np.int64]) -> dict[str, Any]:
    """``main`` (trees) and ``export_control`` (linear, on Newton residuals) for encoded rows and outcomes.

    Raises ``FitError`` without both outcomes.
    """
    if len(set(event.tolist())) < 2:  # noqa: PLR2004 - an outcome and its absence
        raise FitError(f"{len(event)} known outcomes, all alike: choose a later --until")
    main_rows = _fillable(rows[:, SETS["main"]])
    draw = np.random.default_rng(SEED)
    for columns in MASKED:
        hidden = draw.random(len(rows)) < MASKED_SHARE
        mine = np.isin(SETS["main"], columns)
        main_rows[hidden[:, None] & mine[None, :]] = np.nan
    main = HistGradientBoostingClassifier(**MAIN, **_constraints(SETS["main"]))
    main.fit(main_rows, event)
    raw = main.decision_function(_fillable(rows[:, SETS["main"]]))
    chance = sigmoid(raw)
    weight = chance * (1.0 - chance)
    control = LinearRegression(**CONTROL)
    assumed, effect = prior_rows()
    control.fit(
        np.concatenate([rows[:, SETS["export_control"]], assumed]),
        np.concatenate([(event - chance) / weight, effect]),
        sample_weight=np.concatenate([weight, np.full(len(effect), weight.mean())]),
    )
    control.coef_ = control.coef_.round(EFFECT_DECIMALS)
    return {"main": main, "export_control": control}


def _fillable(rows: Floats) -> Floats:
    """A copy in which a column without any value is zero: the binner can't take it, and no tree will split on it."""
    out = rows.copy()
    out[:, np.isnan(out).all(axis=0)] = 0.0
    return out


def _constraints(columns: list[int]) -> dict[str, Any]:
    monotone = [FEATURES[i].monotone for i in columns]
    names = [FEATURES[i].block for i in columns]
    groups = [[n for n, block in enumerate(names) if block == name] for name in dict.fromkeys(names)]
    return {"monotonic_cst": monotone, "interaction_cst": groups}


def model_of(estimators: Mapping[str, Any], rows: Floats, calibration: Calibration) -> Model:
    """The served model: contributions counted from the mean training row, and from no control at all."""
    mean = _uncalibrated(estimators).by_family(rows).mean(axis=0)
    reference = dict(zip(FAMILIES, mean.tolist(), strict=True)) | {"export_control": 0.0}
    return Model(estimators, _columns(), calibration, reference)


def _columns() -> dict[str, list[str]]:
    return {name: [NAMES[i] for i in used] for name, used in SETS.items()}


def _uncalibrated(estimators: Mapping[str, Any]) -> Model:
    return Model(estimators, _columns(), IDENTITY, dict.fromkeys(FAMILIES, 0.0))


def raw_log_odds(estimators: Mapping[str, Any], rows: Floats) -> Floats:
    """Uncalibrated log-odds by scikit-learn's own prediction."""
    raw = estimators["main"].decision_function(as_forecast(rows)[:, SETS["main"]])
    return np.asarray(raw + estimators["export_control"].predict(rows[:, SETS["export_control"]]), np.float64)


@dataclass(frozen=True)
class WalkForward:
    """Out-of-sample forecasts: ``raw`` and ``calibrated`` log-odds and ``climatology`` (the training years' event
    rate) per panel row, ``nan`` where none was made. ``families`` (rows, families): what each family adds to ``raw``
    above its mean in training; ``slope`` the calibration's factor on it."""

    raw: Floats
    calibrated: Floats
    climatology: Floats
    families: Floats
    slope: Floats

    @property
    def made(self) -> NDArray[np.bool_]:
        """Rows with a forecast."""
        return ~np.isnan(self.raw)


def walk_forward(
    panel: Panel,
    vintage: str,
    last_year: int = LAST_TEST_YEAR,
    rows: Floats | None = None,
    train_mask: NDArray[np.bool_] | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> WalkForward:
    """One model per year from 2006, each knowing what was known at the end of its year.

    ``rows`` replaces the features (ablations), ``train_mask`` limits what is trained on (leave-out tests). Years are
    joblib tasks: one after the other, or on the backend that ``joblib.parallel_config`` names, with the same forecasts.
    """
    features = panel.features[vintage] if rows is None else rows
    size = len(panel.year)
    raw, calibrated, climatology, slope = (np.full(size, np.nan) for _ in range(4))
    families = np.full((size, len(FAMILIES)), np.nan)
    years = range(FIRST_TEST_YEAR, last_year + 1)
    trains = [known_rows(panel, year, vintage) & (True if train_mask is None else train_mask) for year in years]
    tests = [(panel.year == year) & (panel.event >= 0) for year in years]
    tasks = (
        delayed(_forecast_year)(features[train], panel.event[train], features[test])
        for train, test in zip(trains, tests, strict=True)
    )
    answers = Parallel(return_as="generator")(tasks)
    for year, train, test, answer in zip(years, trains, tests, answers, strict=True):
        raw[test], families[test] = answer
        climatology[test] = panel.event[train].mean()
        earlier = ~np.isnan(raw) & (panel.year <= year - LABEL_DELAY[vintage])
        (intercept, slope[test]), _ = affine(raw[earlier], panel.event[earlier], panel.year[earlier])
        calibrated[test] = intercept + slope[test] * raw[test]
        progress(f"{vintage} {year}: {int(train.sum())} known outcomes, {int(test.sum())} forecasts")
    return WalkForward(raw, calibrated, climatology, families, slope)


def _forecast_year(train: Floats, event: NDArray[np.int64], test: Floats) -> tuple[Floats, Floats]:
    """Raw log-odds of the test rows by a model of the training rows, and by family above a spread of the latter."""
    estimators = fit_estimators(train, event)
    model = _uncalibrated(estimators)
    spread = train[np.linspace(0, len(train) - 1, REFERENCE_ROWS).astype(int)]
    return raw_log_odds(estimators, test), model.by_family(test) - model.by_family(spread).mean(axis=0)


def affine(raw: Floats, event: NDArray[np.int64], year: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Intercept and slope of log-odds fitted on out-of-sample forecasts (Platt 1999) and their covariance.

    Years are the unit of sampling: the covariance comes from resampling them, and the fit is weighed against a prior
    at the identity (two normals multiplied), because a handful of years says little. Identity, and the prior's
    covariance, while fewer than eight years are known.
    """
    identity, prior = np.array([0.0, 1.0]), np.eye(2) * PRIOR_SD**2
    years = sorted(set(year.tolist()))
    if len(years) < MINIMUM_CALIBRATION_YEARS:
        return identity, prior
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(raw[:, None], event)
    free = np.array([fit.intercept_[0], fit.coef_[0, 0]])
    sampling = np.linalg.inv(_year_covariance(raw, event, year, free))
    covariance = np.linalg.inv(np.linalg.inv(prior) + sampling)
    return covariance @ (np.linalg.inv(prior) @ identity + sampling @ free), covariance


def calibrate(panel: Panel, forward: WalkForward, until: int, vintage: str) -> Calibration:
    """Calibration from the forecasts whose outcomes are known at the end of ``until``, with its uncertainty."""
    known = forward.made & (panel.year <= until - LABEL_DELAY[vintage])
    raw, event, year = forward.raw[known], panel.event[known], panel.year[known]
    point, covariance = affine(raw, event, year)
    group_covariance, transfer = np.eye(2) * PRIOR_SD**2, PRIOR_SD
    if len(set(year.tolist())) >= MINIMUM_CALIBRATION_YEARS:
        group = panel.rare_earth[known]
        group_covariance = _year_covariance(raw[group], event[group], year[group], point)
        rate = sigmoid(point[0] + point[1] * raw)
        transfer = _between(event - rate, rate * (1 - rate), year, panel.cells["k"].to_numpy()[known])
    intercept, slope = point.tolist()
    return Calibration(intercept, slope, _square(covariance), _square(group_covariance), transfer)


def _square(covariance: Floats) -> Square:
    (aa, ab), (_, bb) = covariance.tolist()
    return (aa, ab), (ab, bb)


def _year_covariance(raw: Floats, event: NDArray[np.int64], year: NDArray[np.int64], free: Floats) -> Floats:
    """Covariance of the logistic fit ``free`` when years are resampled, each draw one Newton step from it."""
    design = np.column_stack([np.ones_like(raw), raw])
    rate = sigmoid(design @ free)
    years = sorted(set(year.tolist()))
    gradient = np.array([design[year == y].T @ (event - rate)[year == y] for y in years])
    weighted = design * (rate * (1 - rate))[:, None]
    curvature = np.array([design[year == y].T @ weighted[year == y] for y in years])
    draws = drawn(len(years))
    curvatures, gradients = np.einsum("dy,yij->dij", draws, curvature), np.einsum("dy,yi->di", draws, gradient)
    steps = np.linalg.solve(curvatures, gradients[..., None])[..., 0]
    return np.asarray(np.cov(steps.T), np.float64)


def _level(residual: Floats, weight: Floats, year: NDArray[np.int64]) -> tuple[float, float]:
    """Shift in log-odds that the residuals ask for, and its variance with years as clusters."""
    total = weight.sum()
    if total <= 0:
        return 0.0, 0.0
    sums = np.array([residual[year == y].sum() for y in sorted(set(year.tolist()))])
    return float(residual.sum() / total), float((sums**2).sum() / total**2)


def _between(residual: Floats, weight: Floats, year: NDArray[np.int64], codes: NDArray[Any]) -> float:
    """Standard deviation between codes of their level, net of its sampling variance (Hedges and Olkin 1985)."""
    levels = [_level(residual[codes == c], weight[codes == c], year[codes == c]) for c in sorted(set(codes.tolist()))]
    shift = np.array([level for level, _ in levels])
    noise = np.array([variance for _, variance in levels])
    return float(np.sqrt(max(0.0, shift.var(ddof=1) - noise.mean())))
