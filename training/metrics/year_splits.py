"""The years that settings were chosen on, the years kept for confirming them, and the cuts that both are told in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DEVELOPMENT_YEARS = (2006, 2014)
CONFIRMATION_YEARS = (2015, 2023)
EXPOSED_SHARE = 0.3
"""A cell with more than this share (0..1) of its supply under a control counts as exposed to it."""

Mask = NDArray[np.bool_]


def within(year: NDArray[np.int64], years: tuple[int, int]) -> Mask:
    """Rows from the first to the last of ``years``."""
    return np.asarray((year >= years[0]) & (year <= years[1]))


def subsets(year: NDArray[np.int64], rare_earth: Mask) -> dict[str, Mask]:
    """The cuts of a track record: everything, the rare earths, and the confirmation years of both."""
    late = within(year, CONFIRMATION_YEARS)
    everything = np.ones(len(year), bool)
    return {"all": everything, "rare_earths": rare_earth, "all_2015_23": late, "rare_earths_2015_23": rare_earth & late}
