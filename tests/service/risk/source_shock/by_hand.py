"""A model of restrictions whose coefficients are written down."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from service.risk.source_shock.features import FAMILIES, NAMES
from service.risk.source_shock.restriction import RestrictionModel

COEFFICIENTS = {
    "share": 2.0,
    "instability": 4.0,
    "own_record": 1.5,
    "companion_record": 1.0,
    "irreplaceable_share": 0.5,
    "primary_share": 0.25,
}
MINERALS = {
    "LREE": frozenset({"284610"}),
    "HREE": frozenset({"284690", "280530"}),
    "tungsten": frozenset({"261100", "810110"}),
    "graphite": frozenset({"250410"}),
}


def model(draws: int = 4) -> RestrictionModel:
    """Means of 0.1, deviations of 1, an intercept of -6; each draw is the fit with an intercept moved by a tenth."""
    estimator = LogisticRegression()
    estimator.coef_ = np.array([[COEFFICIENTS[name] for name in NAMES]])
    estimator.intercept_ = np.array([-6.0])
    estimator.classes_ = np.array([0, 1])
    moved = np.column_stack([-6.0 + 0.1 * np.arange(draws), np.repeat(estimator.coef_, draws, axis=0)])
    size = len(NAMES)
    spread = np.linspace(0.1, 0.4, len(FAMILIES))
    return RestrictionModel(estimator, NAMES, np.full(size, 0.1), np.ones(size), moved, 0.005, MINERALS, spread)
