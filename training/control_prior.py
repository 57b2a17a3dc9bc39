"""What export controls are taken to do before outcomes are seen: a stated prior, laid under the fit as rows of data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from service.risk.features import CONTROL_LEVELS

Floats = NDArray[np.float64]

PRIOR_EFFECT = {
    "moderate": 0.1,
    "strong": 0.2,
    "prohibitive": 0.3,
}
"""What a control over all of the supply is taken to add to the log-odds before outcomes are seen, twice this while it
is recent. An assumption: the order is that of the register's rule of severity, the sizes are ours."""
PRIOR_SHARES = (0.25, 0.5, 0.75, 1.0)
PRIOR_ROWS = 100
"""Rows that stand for the assumption, for each severity, age and share."""


def prior_rows() -> tuple[Floats, Floats]:
    """Rows of the control features, and the log-odds that the stated prior gives each: beside few outcomes they decide,
    beside many they hardly count."""
    rows, effects = [], []
    for rank, (severity, effect) in enumerate(PRIOR_EFFECT.items()):
        old = {"any", *list(PRIOR_EFFECT)[: rank + 1]}
        recent = old | {"recent"} | ({"strong_recent"} if severity != "moderate" else set())
        for levels, times in ((old, 1.0), (recent, 2.0), (recent | {"fresh"}, 2.0)):
            for share in PRIOR_SHARES:
                rows += [[share if level in levels else 0.0 for level in CONTROL_LEVELS]] * PRIOR_ROWS
                effects += [times * share * effect] * PRIOR_ROWS
    return np.array(rows), np.array(effects)
