"""Probability of one hazard: an exact sum of families in log-odds, calibrated by an affine map.

The estimators are scikit-learn's: boosted trees, and a linear term for the export controls. The trees are laid out as
arrays once, because each belongs to one family and a walk over arrays gives the sum per family in one pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.disruption.features import FAMILIES, FEATURES, NAMES, as_forecast
from service.risk.errors import BundleError

Floats = NDArray[np.float64]
Square = tuple[tuple[float, float], tuple[float, float]]
INTERVAL_Z = 1.6448536269514722
"""Normal quantile of a central 90 % interval."""


@dataclass(frozen=True)
class Calibration:
    """Point: log-odds = intercept + slope x raw. ``covariance`` (2 x 2) of the two, from resampling years;
    ``group_covariance`` (2 x 2) how uncertain it is that both hold for the rare earths alone, and ``transfer_sd`` the
    spread of the level between commodity codes in log-odds; these two are for the interval only."""

    intercept: float
    slope: float
    covariance: Square
    group_covariance: Square
    transfer_sd: float

    def apply(self, raw: Floats) -> Floats:
        """Calibrated log-odds of raw log-odds."""
        return self.intercept + self.slope * raw

    def sd(self, raw: Floats, extrapolated: NDArray[np.bool_]) -> Floats:
        """Standard deviation of the calibrated log-odds, wider where a hazard has no label of its own."""
        variance = _along(self.covariance, raw) + _along(self.group_covariance, raw)
        return np.sqrt(variance + np.where(extrapolated, self.transfer_sd**2, 0.0))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """From the manifest."""
        both, own = _square(data["covariance"]), _square(data["group_covariance"])
        return cls(data["intercept"], data["slope"], both, own, data["transfer_sd"])


def _square(rows: Sequence[Sequence[float]]) -> Square:
    (aa, ab), (ba, bb) = rows
    return (aa, ab), (ba, bb)


def _along(covariance: Square, raw: Floats) -> Floats:
    """Variance of intercept + slope x raw."""
    (aa, ab), (_, bb) = covariance
    return aa + 2 * ab * raw + bb * raw * raw


def sigmoid(z: Floats) -> Floats:
    """Probability of log-odds."""
    return 1.0 / (1.0 + np.exp(-z))


class Forest:
    """Trees of histogram gradient boosting as arrays (trees, nodes): children by flat index, leaves their own."""

    def __init__(self, estimators: Sequence[tuple[Any, Sequence[int]]]) -> None:
        """``estimators`` pairs each fitted estimator with the columns of ``FEATURES`` that it was fitted on.

        Raises ``BundleError`` when a tree mixes families: the sum by family would not exist.
        """
        trees: list[Any] = []
        columns: list[Sequence[int]] = []
        baseline = 0.0
        for estimator, used in estimators:
            baseline += float(np.ravel(estimator._baseline_prediction)[0])
            for stage in estimator._predictors:
                trees.append(stage[0].nodes)
                columns.append(used)
        self.baseline = baseline
        size = max(len(nodes) for nodes in trees)
        shape = (len(trees), size)
        self.feature = np.zeros(shape, np.intp)
        self.threshold = np.full(shape, np.inf)
        self.left = np.tile(np.arange(size), (len(trees), 1))
        self.right = self.left.copy()
        self.missing_left = np.ones(shape, bool)
        self.value = np.zeros(shape)
        self.depth = 0
        self.families: list[list[int]] = [[] for _ in FAMILIES]
        for index, (nodes, used) in enumerate(zip(trees, columns, strict=True)):
            self._lay_out(index, nodes, used)
        self.root = np.arange(len(trees)) * size
        self.left += self.root[:, None]
        self.right += self.root[:, None]

    def _lay_out(self, index: int, nodes: Any, used: Sequence[int]) -> None:
        count = len(nodes)
        inner = nodes["is_leaf"] == 0
        self.value[index, :count] = np.where(inner, 0.0, nodes["value"])
        where = np.flatnonzero(inner)
        self.feature[index, where] = np.asarray(used)[nodes["feature_idx"][where]]
        self.threshold[index, where] = nodes["num_threshold"][where]
        self.left[index, where] = nodes["left"][where]
        self.right[index, where] = nodes["right"][where]
        self.missing_left[index, where] = nodes["missing_go_to_left"][where] == 1
        self.depth = max(self.depth, int(nodes["depth"].max()))
        families = {FEATURES[i].family for i in self.feature[index, where]}
        if len(families) > 1:
            raise BundleError(f"a tree of the model mixes the families {sorted(families)}")
        for family in families:
            self.families[FAMILIES.index(family)].append(index)
        if not families:
            self.baseline += float(self.value[index, 0])

    def by_family(self, rows: Floats) -> Floats:
        """Raw log-odds by family, shape (rows, families), for a matrix of shape (rows, features). Each row is summed by
        itself, so a row's answer doesn't depend on the others."""
        values = rows.ravel()
        start = (np.arange(rows.shape[0]) * rows.shape[1])[:, None]
        node = np.broadcast_to(self.root, (rows.shape[0], len(self.root)))
        for _ in range(self.depth):
            x = values.take(start + self.feature.take(node))
            go_left = (x <= self.threshold.take(node)) | (np.isnan(x) & self.missing_left.take(node))
            node = np.where(go_left, self.left.take(node), self.right.take(node))
        leaves = self.value.take(node)
        sums = [np.ascontiguousarray(leaves[:, trees]).sum(axis=1) for trees in self.families]
        return np.stack(sums, axis=1)


@dataclass(frozen=True)
class Estimate:
    """Per row: ``log_odds`` calibrated, ``contributions`` by family, ``raw`` uncalibrated log-odds."""

    log_odds: Floats
    contributions: Floats
    raw: Floats


class Model:
    """Estimators, calibration and the reference from which contributions are counted."""

    def __init__(
        self,
        estimators: Mapping[str, Any],
        columns: Mapping[str, Sequence[str]],
        calibration: Calibration,
        reference: Mapping[str, float],
    ) -> None:
        """``estimators`` and ``columns`` by name: ``main`` (trees) and ``export_control`` (linear, without an
        intercept); ``reference`` is each family's raw value at which its contribution is zero: the mean training row,
        and no control at all."""
        self.estimators = dict(estimators)
        self.columns = {name: [NAMES.index(c) for c in used] for name, used in columns.items()}
        self.forest = Forest([(estimators["main"], self.columns["main"])])
        self.control_effects = np.asarray(estimators["export_control"].coef_, np.float64)
        self.calibration = calibration
        self.reference = np.array([reference[f] for f in FAMILIES])
        self.baseline = float(calibration.apply(np.array(self.forest.baseline + self.reference.sum())))

    def by_family(self, rows: Floats) -> Floats:
        """Raw log-odds by family, shape (rows, families); a row's answer doesn't depend on the others."""
        families = self.forest.by_family(as_forecast(rows))
        controls = np.ascontiguousarray(rows[:, self.columns["export_control"]])
        families[:, FAMILIES.index("export_control")] += (controls * self.control_effects).sum(axis=1)
        return families

    def estimate(self, rows: Floats) -> Estimate:
        """Log-odds and contributions of encoded rows; baseline + contributions equal the log-odds."""
        families = self.by_family(rows)
        raw = self.forest.baseline + families.sum(axis=1)
        contributions = self.calibration.slope * (families - self.reference)
        return Estimate(self.baseline + contributions.sum(axis=1), contributions, raw)

    def reference_log_odds(self, rows: Floats) -> Floats:
        """The same calibrated log-odds from scikit-learn's own prediction: what the array walk is checked against."""
        raw = self.estimators["main"].decision_function(as_forecast(rows)[:, self.columns["main"]])
        raw = raw + self.estimators["export_control"].predict(rows[:, self.columns["export_control"]])
        return self.calibration.apply(np.asarray(raw, dtype=np.float64))
