"""The fitted hazard of a serious restriction: a logistic regression whose log-odds add up by family.

    log-odds = baseline + sum over families of sum over their features of
               coefficient x (value - training mean) / (training deviation x shrinkage)

The estimator is scikit-learn's ``LogisticRegression`` on these scores; an unknown value counts as the training mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.source_shock.acts import Minerals
from service.risk.source_shock.features import FAMILIES, FEATURES, NAMES

Floats = NDArray[np.float64]


def sigmoid(log_odds: Floats) -> Floats:
    """Probability of log-odds."""
    from scipy.special import expit

    return np.asarray(expit(log_odds), np.float64)


def logit(probability: float) -> float:
    """Log-odds of a probability."""
    return float(np.log(probability / (1.0 - probability)))


@dataclass(frozen=True)
class RestrictionModel:
    """A fitted model. ``features`` names those it uses, in the order of the estimator's coefficients; ``means`` and
    ``deviations`` (features,) scale them. ``draws`` (draws, 1 + features) are intercepts and coefficients refitted on
    resampled years. ``base_rate`` is the part of training rows with an event; ``minerals`` their codes."""

    estimator: Any
    features: tuple[str, ...]
    means: Floats
    deviations: Floats
    draws: Floats
    base_rate: float
    minerals: Minerals
    spread: Floats
    """By family, ln of the mean of exp(contribution) over the training rows: what its variation adds to the rate."""

    @property
    def baseline(self) -> float:
        """Log-odds of a source at the training means."""
        return float(self.estimator.intercept_[0])

    @property
    def coefficients(self) -> Floats:
        """Effect of one scaled unit of each used feature, in log-odds."""
        return np.asarray(self.estimator.coef_[0], np.float64)

    def scores(self, rows: Floats) -> Floats:
        """Used columns of encoded rows (rows, all features) scaled as the estimator saw them; unknown is 0."""
        used = rows[:, [NAMES.index(name) for name in self.features]]
        return np.nan_to_num((used - self.means) / self.deviations, nan=0.0)

    def log_odds(self, rows: Floats) -> Floats:
        """Log-odds of encoded rows, shape (rows,)."""
        return self.baseline + self.scores(rows) @ self.coefficients

    def reference_log_odds(self, rows: Floats) -> Floats:
        """Log-odds as scikit-learn works them out, shape (rows,)."""
        return np.asarray(self.estimator.decision_function(self.scores(rows)), np.float64)

    def contributions(self, rows: Floats) -> Floats:
        """By family, shape (rows, families); with the baseline they sum to ``log_odds``."""
        return self.scores(rows) * self.coefficients @ self._by_family()

    def drawn(self, rows: Floats) -> Floats:
        """Log-odds of encoded rows under every draw of the coefficients, shape (draws, rows)."""
        return self.draws[:, :1] + self.draws[:, 1:] @ self.scores(rows).T

    def pooled(self) -> Floats:
        """Contributions (families,) of a source of which nothing is known: they lift the baseline to the base rate.

        The rate of all rows exceeds that of the mean row because contributions vary. The gap is shared out as each
        family's variation makes it. That is exact if families are independent and events rare."""
        gap = logit(self.base_rate) - self.baseline
        total = float(self.spread.sum())
        return self.spread * (gap / total) if total else np.full(len(FAMILIES), gap / len(FAMILIES))

    def empty_register(self) -> float:
        """Contribution of the family ``export_control`` where the register is empty."""
        return float(self.contributions(np.zeros((1, len(NAMES))))[0, FAMILIES.index("export_control")])

    def _by_family(self) -> Floats:
        """Which family each used feature belongs to, shape (features, families)."""
        family = {feature.name: feature.family for feature in FEATURES}
        return np.array([[float(family[name] == one) for one in FAMILIES] for name in self.features])

    def to_json(self) -> dict[str, Any]:
        """Everything but the estimator, as plain data."""
        return {
            "features": list(self.features),
            "means": self.means.tolist(),
            "deviations": self.deviations.tolist(),
            "draws": self.draws.tolist(),
            "base_rate": self.base_rate,
            "minerals": {name: sorted(codes) for name, codes in sorted(self.minerals.items())},
            "spread": self.spread.tolist(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], estimator: Any) -> RestrictionModel:
        """The inverse of ``to_json``. Raises ``KeyError`` where something is missing."""
        return cls(
            estimator,
            tuple(data["features"]),
            np.array(data["means"], np.float64),
            np.array(data["deviations"], np.float64),
            np.array(data["draws"], np.float64),
            float(data["base_rate"]),
            {name: frozenset(codes) for name, codes in data["minerals"].items()},
            np.array(data["spread"], np.float64),
        )
