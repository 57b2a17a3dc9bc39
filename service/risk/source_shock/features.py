"""What the model of restrictions sees of a source, defined once for training and serving.

A feature is a plain function of a table of ``Sources``; its docstring is its public documentation. ``nan`` means
unknown and counts as the mean of the training rows. ``sign`` is the direction that theory fixes (+1: more is riskier);
a feature whose fitted effect has the other sign is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FAMILIES = ("concentration", "governance", "export_control", "substitution")
MEMORY_MONTHS = 36.0
"""Months in which the weight of an act on another mineral falls to 1/e."""
OWN_MEMORY_MONTHS = 96.0
"""The same of an act on the material itself, under the square root. Longer than that of companions: chosen on origins
before 2015, where it improved AUC, average precision and skill; 2015 to 2025 agreed."""
COMPANION_CEILING = 1.5
"""A country that restricts everything isn't told from one that restricts a lot: counts of taxes extrapolate badly."""

HARDEST = 3.0
UNKNOWN_DIFFICULTY, UNKNOWN_RECYCLING = 2.5, 0.05
"""Near the middle of what is known of other minerals: half of them have no published class or rate."""
SUBSTITUTION_SHRINKAGE = 3.0
"""Nine times the penalty: the events can't tell these features from the share, so they enter with caution."""


@dataclass(frozen=True)
class Sources:
    """Countries that supply a material, one per row; all arrays have shape (rows,).

    ``share`` (0..1) of world supply, ``instability`` (0..1), ``difficulty`` of substitution (1..3) and ``recycling``
    (0..1). ``own_age`` is in months since the country's newest act on the material (``nan`` without one).
    ``companions`` is the sum over the country's other minerals of exp(-age / 36 months) of its newest serious act.
    """

    share: Floats
    instability: Floats
    own_age: Floats
    companions: Floats
    difficulty: Floats
    recycling: Floats


@dataclass(frozen=True)
class Feature:
    """Name, family, sign and function of one feature. ``shrinkage`` multiplies the standard deviation by which the
    feature is scaled, so that its penalty grows with the square."""

    name: str
    family: str
    sign: int
    compute: Callable[[Sources], Floats]
    shrinkage: float = 1.0

    @property
    def description(self) -> str:
        """Public documentation."""
        return " ".join((self.compute.__doc__ or "").split())


def share(s: Sources) -> Floats:
    """Power over the material: the larger of the country's mean share of world exports over three years, known two
    years later, and its share of the world's output at any stage as published by the day. 0 to 1."""
    return s.share


def instability(s: Sources) -> Floats:
    """Political instability of the country: (2.5 - the WGI estimate of political stability) / 5. A year's figure counts
    from the last day of the next. 0 to 1."""
    return s.instability


def own_record(s: Sources) -> Floats:
    """The country's own record on this material: the square root of exp(-months / 96) since its newest export control
    of moderate severity or worse on it, 0 without one."""
    return np.sqrt(np.exp(-np.nan_to_num(s.own_age, nan=np.inf) / OWN_MEMORY_MONTHS))


def companion_record(s: Sources) -> Floats:
    """The country's record on its other minerals: ln(1 + the sum of exp(-months / 36) since the newest serious export
    control on each), at most 1.5."""
    return np.minimum(COMPANION_CEILING, np.log1p(s.companions))


def irreplaceable_share(s: Sources) -> Floats:
    """Power that buyers can't evade by replacing the material: the share times the substitution class (1 easy to 3
    hard) over 3. Unknown classes count as 2.5. 0 to 1. An export restriction pays where demand is inelastic (Johnson
    1953, optimum tariff), so substitution acts on power rather than by itself."""
    return s.share * np.nan_to_num(s.difficulty, nan=UNKNOWN_DIFFICULTY) / HARDEST


def primary_share(s: Sources) -> Floats:
    """Power that recycling elsewhere doesn't dilute: the share times 1 - the end-of-life recycling input rate. An
    unknown rate counts as 5 %. 0 to 1."""
    return s.share * (1.0 - np.nan_to_num(s.recycling, nan=UNKNOWN_RECYCLING))


FEATURES = (
    Feature("share", "concentration", 1, share),
    Feature("instability", "governance", 1, instability),
    Feature("own_record", "export_control", 1, own_record),
    Feature("companion_record", "export_control", 1, companion_record),
    Feature("irreplaceable_share", "substitution", 1, irreplaceable_share, SUBSTITUTION_SHRINKAGE),
    Feature("primary_share", "substitution", 1, primary_share, SUBSTITUTION_SHRINKAGE),
)
NAMES = tuple(feature.name for feature in FEATURES)


def encode(sources: Sources, features: Sequence[Feature] = FEATURES) -> Floats:
    """The features of each row, shape (rows, features), in the order of ``features``."""
    return np.column_stack([feature.compute(sources) for feature in features])


def faded(months: Sequence[int]) -> float:
    """Sum of exp(-age / 36 months) over ages in months."""
    return float(np.exp(-np.asarray(months, np.float64) / MEMORY_MONTHS).sum())
