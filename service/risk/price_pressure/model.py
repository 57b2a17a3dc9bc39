"""The model of price pressure: a scikit-learn logistic regression on the state of a world price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PricePressureModel:
    """``estimator`` is fitted on z-scores of ``FEATURES`` with ``mean`` and ``sd`` (features,). ``mean_rise``: how much
    dearer a rare earth is on average in the year after, where its price rose by half or more (1.4 = +140 %)."""

    estimator: Any
    mean: Floats
    sd: Floats
    mean_rise: float

    def probability(self, rows: Floats) -> Floats:
        """Chance that the mean price of the next twelve months stands 50 % or more above the last year's, (rows,).
        Unknown features (``nan``) count as the training mean."""
        scores = np.nan_to_num((rows - self.mean) / self.sd)
        return np.asarray(self.estimator.predict_proba(scores)[:, 1], np.float64)

    def to_json(self) -> dict[str, Any]:
        """All but the estimator, for the manifest."""
        return {"mean": self.mean.tolist(), "sd": self.sd.tolist(), "mean_rise": self.mean_rise}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], estimator: Any) -> PricePressureModel:
        """From the manifest and the fitted estimator."""
        return cls(estimator, np.array(data["mean"]), np.array(data["sd"]), float(data["mean_rise"]))
