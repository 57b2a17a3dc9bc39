"""Bands: the higher of what the score says and what stands in force or announced."""

from __future__ import annotations

from collections.abc import Mapping

SCORE, STANDING = "score", "standing"
ROUNDING = 1e-9
"""Shares are sums of weights, and half of a need may come out a few units of the sixteenth place short."""


def band_of(
    points: float, controlled: float, bands: Mapping[str, float], floors: Mapping[str, float]
) -> tuple[str, str]:
    """The band of a score (0..100) and what set it. ``bands`` are the scores from which each holds. ``floors``
    are the shares of need under a serious act in force or announced from which a band holds at least. So the first day
    of an act, when it turns from a forecast into a fact, never lowers a band."""
    by_score = max((least, name) for name, least in bands.items() if points >= least)
    reached = [(bands[name], name) for name, share in floors.items() if controlled >= share - ROUNDING]
    by_standing = max(reached, default=(-1.0, ""))
    return (by_standing[1], STANDING) if by_standing > by_score else (by_score[1], SCORE)
