"""Fitting the hazard of a serious restriction: scikit-learn's logistic regression, signs checked, years resampled.

Rows are the panel's sources with at least one percent of a mineral, no act on them pending. While a coefficient has the
wrong sign, the feature furthest on the wrong side is left out and the rest fitted again, at every vintage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.source_shock.acts import Minerals
from service.risk.source_shock.features import FAMILIES, FEATURES, Feature, encode
from service.risk.source_shock.restriction import RestrictionModel, logit, sigmoid
from training.data.exporters import is_source, sources
from training.metrics.year_draws import year_draws

Floats = NDArray[np.float64]

PENALTY = 3.0
"""Of the squared coefficients of scaled features (ridge); scikit-learn's ``C`` is its inverse."""
LEAST_SHARE = 0.01
"""Share of a mineral's world supply from which a country's rows are trained on."""
DRAWS = 64
MOST_STEPS = 1_000
"""Iterations of the solver; it needs some tens."""


@dataclass(frozen=True)
class Fitted:
    """A model and the features left out for their sign."""

    model: RestrictionModel
    dropped: tuple[str, ...]


def trainable(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that the model learns from."""
    return is_source(rows, LEAST_SHARE).filter(~pl.col("pending"))


def fit(
    rows: pl.DataFrame,
    minerals: Minerals,
    features: Sequence[Feature] = FEATURES,
    *,
    draws: int = DRAWS,
    event: str = "event",
) -> Fitted:
    """Fit the features on the trainable rows of a panel. ``draws`` refits on resampled years go with the model.

    Raises ``ValueError`` when the rows hold no event or nothing but events (scikit-learn).
    """
    learned = trainable(rows)
    outcome = learned[event].to_numpy().astype(np.int64)
    scaled = _scaled(encode(sources(learned), features), features)
    signs = np.array([feature.sign for feature in features])
    estimator, kept = _signed(scaled.scores, outcome, signs)
    scores = scaled.scores[:, kept]
    used = [features[n] for n in kept]
    model = RestrictionModel(
        estimator,
        tuple(feature.name for feature in used),
        scaled.means[kept],
        scaled.deviations[kept],
        _drawn(scores, outcome, learned["year"].to_numpy(), signs[kept], draws),
        float(outcome.mean()),
        minerals,
        _spread(scores * estimator.coef_[0], used),
    )
    idle = used if not estimator.coef_.any() else []
    return Fitted(model, tuple(feature.name for feature in features if feature not in used or feature in idle))


def _signed(
    scores: Floats, outcome: NDArray[np.int64], signs: NDArray[np.int64], weight: Floats | None = None
) -> tuple[Any, list[int]]:
    """The regression on those columns whose coefficients have the right sign, and which these are. If none has, the
    last is kept with a coefficient of 0: the rate of all is what was learned."""
    kept = list(range(scores.shape[1]))
    while True:
        estimator = _regression(scores[:, kept], outcome, weight)
        against = estimator.coef_[0] * signs[kept]
        if against.min() >= 0:
            return estimator, kept
        if len(kept) == 1:
            estimator.coef_[:], estimator.intercept_[:] = 0.0, logit(float(np.average(outcome, weights=weight)))
            return estimator, kept
        kept.pop(int(np.argmin(against)))


class _Scaled(NamedTuple):
    """Scores (rows, features) with the means and deviations they were made with."""

    scores: Floats
    means: Floats
    deviations: Floats


def _scaled(values: Floats, features: Sequence[Feature]) -> _Scaled:
    """Values less their mean, over their deviation times the feature's shrinkage; unknown is 0."""
    means = np.nanmean(values, axis=0)
    deviations = np.nanstd(values, axis=0) * [feature.shrinkage for feature in features]
    deviations = np.where(deviations > 0, deviations, 1.0)
    return _Scaled(np.nan_to_num((values - means) / deviations, nan=0.0), means, deviations)


def restriction_forecasts(
    rows: pl.DataFrame,
    minerals: Minerals,
    origins: Iterable[int],
    features: Sequence[Feature] = FEATURES,
    *,
    event: str = "event",
) -> pl.DataFrame:
    """Walk-forward forecasts of all rows of a panel, exporters below the trained share and hubs included. Its columns
    come with ``p`` and ``base_rate`` (the rate of the rows trained on). The model of an origin has seen the rows of
    earlier origins only, whose year was over by then."""
    tables = []
    for year in origins:
        model = fit(rows.filter(pl.col("year") < year), minerals, features, draws=0, event=event).model
        asked = rows.filter(pl.col("year") == year)
        probability = sigmoid(model.log_odds(encode(sources(asked))))
        tables.append(asked.with_columns(pl.Series("p", probability), pl.lit(model.base_rate).alias("base_rate")))
    return pl.concat(tables)


def _regression(scores: Floats, outcome: NDArray[np.int64], weight: Floats | None = None) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0 / PENALTY, max_iter=MOST_STEPS).fit(scores, outcome, weight)


def _drawn(
    scores: Floats, outcome: NDArray[np.int64], year: NDArray[np.int64], signs: NDArray[np.int64], draws: int
) -> Floats:
    """Intercepts and coefficients on resampled years (Künsch 1989: one act covers many rows of a year), shape
    (draws, 1 + features). A feature with the wrong sign in a draw is left out of it and the rest fitted again, as in
    the fit itself. Cutting its coefficient off at 0 would leave what others had made up for it."""
    position, times = year_draws(year)
    weights = (one[position] for one in times)
    eventful = (weight for weight in weights if outcome[weight > 0].any())  # quiet years alone tell no cause
    coefficients = []
    for weight in islice(eventful, draws):
        drawn, kept = _signed(scores, outcome, signs, weight)
        row = np.zeros(1 + scores.shape[1])
        row[0], row[[1 + n for n in kept]] = drawn.intercept_[0], drawn.coef_[0]
        coefficients.append(row)
    return np.array(coefficients, np.float64).reshape(draws, 1 + scores.shape[1])


def _spread(effects: Floats, used: Sequence[Feature]) -> Floats:
    """By family, ln of the mean of exp(contribution) over the rows: see ``RestrictionModel.pooled``."""
    families = [effects[:, [feature.family == family for feature in used]].sum(axis=1) for family in FAMILIES]
    return np.array([np.log(np.mean(np.exp(family))) for family in families])
