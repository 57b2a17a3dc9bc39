"""What export controls are taken to do before outcomes are seen: a stated prior, laid under the fit as rows of data."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.controls.measures import SEVERITIES, Acting
from service.risk.supply_chain.borders import FRESH_DAYS, RECENT_DAYS, levels_of

Floats = NDArray[np.float64]

PRIOR_EFFECT = {"administrative": 0.0, "moderate": 0.1, "strong": 0.2, "prohibitive": 0.3}
"""What a control over all of the supply is taken to add to the log-odds before outcomes are seen, twice this while it
is recent. An assumption: the order is that of the register's rule of severity, the sizes are ours."""
AGES = {"fresh": FRESH_DAYS - 1, "recent": RECENT_DAYS - 1, "old": RECENT_DAYS}
"""Days since a control took effect that stand for the ages told apart: the last of each, the first of the old."""
PRIOR_SHARES = (0.25, 0.5, 0.75, 1.0)
PRIOR_ROWS = 300
"""Rows that stand for the assumption, for each severity, age and share."""
TODAY = date(2000, 1, 1)


def control_levels(severity: str, age: str, share: float = 1.0) -> tuple[float, ...]:
    """The control features of a purchase of which a share (0..1) is under one control of a severity and age."""
    since = TODAY - timedelta(days=AGES[age])
    return levels_of((Acting("", SEVERITIES[severity], since, in_force=True, breadth=share),), TODAY)


def prior(severity: str, age: str) -> float:
    """What the prior takes a control of that severity and age over all of the supply to add to the log-odds."""
    return PRIOR_EFFECT[severity] * (1.0 if age == "old" else 2.0)


def prior_rows() -> tuple[Floats, Floats]:
    """Rows of the control features, and the log-odds that the stated prior gives each: beside few outcomes they decide,
    beside many they hardly count."""
    rows, effects = [], []
    for severity, age, share in itertools.product(PRIOR_EFFECT, AGES, PRIOR_SHARES):
        rows += [control_levels(severity, age, share)] * PRIOR_ROWS
        effects += [share * prior(severity, age)] * PRIOR_ROWS
    return np.array(rows), np.array(effects)


def stated_and_served(effects: Floats, slope: float) -> list[dict[str, Any]]:
    """For the card: what a control over all of the supply adds to the log-odds by the prior, and as it is served after
    outcomes (``effects`` by level, times the ``slope`` of the calibration), by severity and age."""
    return [
        {
            "severity": severity,
            "age": age,
            "prior": prior(severity, age),
            "served": slope * float(np.dot(control_levels(severity, age), effects)),
        }
        for severity, age in itertools.product(PRIOR_EFFECT, AGES)
    ]
