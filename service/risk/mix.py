"""Shares of countries that add up to one, and how concentrated they are."""

from __future__ import annotations

import math
from collections.abc import Mapping

UNKNOWN_COUNTRY = "ZZZ"
"""Stands for producers that the evidence doesn't name; never controlled, counted as dispersed."""
DEFAULT_MIX = "*"
"""Stands, among declared sources, for the countries that are taken where nothing is declared."""
Mix = dict[str, float]
"""Country (alpha-3) -> share, 0..1, summing to 1."""
SHARE_DECIMALS = 6


def normalised(mix: Mapping[str, float]) -> Mix:
    """``mix`` scaled to sum to 1, without empty shares; an empty mix stays empty."""
    total = math.fsum(mix.values())  # the same under every Python: the built-in sum compensates from 3.12 on
    if total <= 0:
        return {}
    return {country: share / total for country, share in sorted(mix.items()) if share > 0}


def herfindahl(mix: Mix) -> float:
    """Herfindahl-Hirschman index of shares, 0..1 (Hirschman 1945, Herfindahl 1950); producers that no source names
    (``ZZZ``) count as many small ones. ``nan`` for an empty mix."""
    if not mix:
        return math.nan
    return math.fsum([share * share for country, share in mix.items() if country != UNKNOWN_COUNTRY])
