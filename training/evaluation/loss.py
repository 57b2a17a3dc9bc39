"""The distribution of the share of a purchase that is lost within a year, from the hazard of each of its sources.

Sources depend on each other through one common factor (a one-factor Gaussian copula, Vasicek 2002, The distribution of
loan portfolio value, eq. 2-3). Given the factor they are independent, so the chance of every pattern of hits is a
product. The factor is integrated out by Gauss-Hermite quadrature.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]

DEPENDENCE = 0.1
"""Correlation of the latent variables of two sources. Sources of a code are hit together 1.9 times as often by
collapses and 1.2 times as often by restrictions as independence would have it."""
NODES = 15
MOST_SOURCES = 12
"""Sources beyond the twelve largest count as never hit; a purchase in 150 has more."""
CHUNK = 2**21
"""Patterns x nodes x purchases held at once."""
TOLERANCES = (0.25, 0.5, 0.75)
EDGE = 1e-9
"""A loss equal to the tolerance is no hit, whatever rounding says."""


def tolerated(lost: Floats) -> Floats:
    """Chance that a lost share exceeds a tolerance uniform on 0.25-0.75."""
    return np.clip(2.0 * lost - 0.5, 0.0, 1.0)


def exceeded(lost: Floats) -> Floats:
    """Outcomes of lost shares (any shape), stacked in front: tolerance integrated, then each of ``TOLERANCES``."""
    sharp = [(lost > tolerance + EDGE).astype(np.float64) for tolerance in TOLERANCES]
    return np.stack([tolerated(lost), *sharp])


def _patterns(share: Floats) -> Floats:
    """Lost share under every pattern of hits: (purchases, sources) -> (purchases, 2^sources)."""
    lost = np.zeros((len(share), 1))
    for column in share.T:
        lost = np.concatenate([lost, lost + column[:, None]], axis=1)
    return lost


def _chances(hazard: Floats, dependence: float) -> Floats:
    """Chance of every pattern of hits, in the order of ``_patterns``."""
    node, weight = np.polynomial.hermite_e.hermegauss(NODES)
    latent = norm.ppf(hazard)[:, :, None] - np.sqrt(dependence) * node
    hit = norm.cdf(latent / np.sqrt(1.0 - dependence))
    chance = np.broadcast_to(weight / weight.sum(), (len(hazard), NODES))[:, None, :]
    for column in np.moveaxis(hit, 1, 0):
        chance = np.concatenate([chance * (1.0 - column[:, None, :]), chance * column[:, None, :]], axis=1)
    return np.asarray(chance.sum(axis=2), np.float64)


def exceedance(share: Floats, hazard: Floats, dependence: float = DEPENDENCE) -> Floats:
    """Probability that the lost share of each purchase exceeds its tolerance: rows as of ``exceeded``, shape
    (4, purchases).

    ``share`` (purchases, sources; largest first, 0 where a purchase has fewer) and ``hazard`` (the same shape, 0..1).
    """
    out = np.zeros((1 + len(TOLERANCES), len(share)))
    sizes = np.minimum((share > 0).sum(axis=1), MOST_SOURCES)
    for size in np.unique(sizes[sizes > 0]):
        for rows in _chunks(np.flatnonzero(sizes == size), int(size)):
            outcome = exceeded(_patterns(share[rows, :size]))
            out[:, rows] = (outcome * _chances(hazard[rows, :size], dependence)).sum(axis=2)
    return out


def _chunks(rows: NDArray[np.intp], size: int) -> Iterator[NDArray[np.intp]]:
    step = max(1, CHUNK // (NODES * 2**size))
    for start in range(0, len(rows), step):
        yield rows[start : start + step]
