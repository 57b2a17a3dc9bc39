"""X: the chance that a source's exports of a good collapse within twelve months for reasons of supply.

Rare earths have one constant: a model by country has no skill on them, and few pairs of country and code to learn from.
Other codes have a logistic regression on structure, which only evaluation uses. It says what purchases of other goods
met, so that the method is tested on more than a handful of rare-earth events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RARE_EARTH_PROBABILITY = 0.04
"""Of a country that makes a rare earth, at any stage, within twelve months. Measured by ``training/fit/collapse.py`` on
exporters with 3 % or more of a rare-earth code, years of a serious act left out. ``python -m training evaluate``
repeats the measurement and its interval."""
RARE_EARTH_RANGE = (0.02, 0.08)
"""For the interval. It is wider than chance between years for two reasons. Thin trade and large producers differ: about
1 % of exporters with a tenth of a code collapse. Stages other than traded oxides and metals were never observed."""

SMALLEST_SHARE = 0.03
"""Exporters below this share of world exports take its value: the model never saw smaller ones."""


@dataclass(frozen=True)
class Structure:
    """What X is learnt from, arrays of shape (rows,): ``export_share`` (0..1, three-year mean two years back),
    ``control_rank`` and ``fresh_control_rank`` (0 none .. 4 prohibitive) of the country's own measures on the code."""

    export_share: Floats
    control_rank: Floats
    fresh_control_rank: Floats


def export_share(s: Structure) -> Floats:
    """Natural log of the share of world exports of the code, three-year mean two years back, at least 3 %: large
    exporters collapse less often."""
    return np.log(np.maximum(s.export_share, SMALLEST_SHARE))


def control_rank(s: Structure) -> Floats:
    """Severity of the country's strictest general measure in force on the code, 0 none to 4 prohibitive."""
    return s.control_rank


def fresh_control_rank(s: Structure) -> Floats:
    """Severity of its strictest general measure on the code that began within 24 months or is announced for the
    next 12; renewals don't count."""
    return s.fresh_control_rank


FEATURES: Mapping[str, Callable[[Structure], Floats]] = {
    f.__name__: f for f in (export_share, control_rank, fresh_control_rank)
}
SIGNS = {"export_share": -1, "control_rank": 1, "fresh_control_rank": 1}
"""What each coefficient should be; a vintage that says otherwise is reported. Political instability and its change had
the wrong sign at every vintage to 2012 and cost skill: they are left out."""
CONTROL_FEATURES = ("control_rank", "fresh_control_rank")


def rows_of(structure: Structure) -> Floats:
    """Feature matrix of shape (rows, features), columns in the order of ``FEATURES``."""
    return np.column_stack([compute(structure) for compute in FEATURES.values()])


@dataclass(frozen=True)
class CollapseModel:
    """A fitted scikit-learn logistic regression on standardised features; ``mean`` and ``sd`` of shape (features,) are
    those of its training rows."""

    estimator: Any
    mean: Floats
    sd: Floats

    def standardised(self, rows: Floats) -> Floats:
        """z-scores of ``rows`` (rows, features)."""
        return (rows - self.mean) / self.sd

    def log_odds(self, rows: Floats) -> Floats:
        """Log-odds of a collapse within twelve months, shape (rows,)."""
        return np.asarray(self.estimator.decision_function(self.standardised(rows)), np.float64)

    def contributions(self, rows: Floats) -> Floats:
        """Log-odds by feature, shape (rows, features); with the intercept they sum to ``log_odds``."""
        return np.asarray(self.standardised(rows) * self.estimator.coef_[0], np.float64)

    def probability(self, rows: Floats) -> Floats:
        """Probability of a collapse within twelve months, shape (rows,)."""
        return np.asarray(self.estimator.predict_proba(self.standardised(rows))[:, 1], np.float64)
