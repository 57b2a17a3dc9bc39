"""Other hazards on the same worlds: each world counts as much as the other hazards make it likelier.

A country's act number falls below a threshold more often or less under other hazards. So a world is weighed by the
ratio of the likelihoods. The ratio is constant between the thresholds of the elements, which are nested. Countries are
independent given the common factor, so the ratios are taken given its value and multiplied. Ratios of the plain chances
would count worlds twice in which the factor strikes many at once. The number that decides on the forms is weighed alike
in worlds in which the country acts, and so are collapses. This is importance sampling (Owen 2013, "Monte Carlo theory,
methods and examples", chapter 9).

Thresholds closer to each other than ``MERGED`` are taken together. Else a small difference of the central hazards would
stand below a large one of the others. Weights are divided by their sum over all worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.source_shock.worlds import STRATA, Worlds

MERGED = 1.25
"""Hazards of elements within this factor of the lowest of them are moved together."""
LEAST = 1e-9
"""A hazard of nothing is divided by this: nothing is below it, so nothing comes of it."""
SWEEPS = 2
"""Rounds of raking: more change nothing that shows."""
LIKELIEST = 0.97
"""No hazard is raised above this: a world without the act must stay possible."""

Floats = NDArray[np.float64]


class Band(NamedTuple):
    """Ranks below each of the rising ``edges`` form a band, those beyond the last another. A rank falls below edge j
    with the chance ``before[j + 1]`` in the central hazards and ``after[setting, j + 1]`` in the others."""

    edges: NDArray[np.intp]
    before: Floats
    after: Floats

    def find_bands(self, ranks: NDArray[np.unsignedinteger]) -> NDArray[np.intp]:
        """The band of each rank."""
        return np.searchsorted(self.edges, ranks, side="right")

    def ratios(self) -> Floats:
        """Likelihoods of a rank against the central hazards, by band and setting, whatever the common factor."""
        return (np.diff(self.after, axis=1) / np.diff(self.before)).T

    def ratios_given_factor(self, worlds: Worlds) -> Floats:
        """The same by stratum of the common factor, band and setting."""
        before = np.diff(worlds.given_factor(self.before), axis=0)
        after = np.diff(worlds.given_factor(self.after), axis=1)
        return np.transpose(after / before, (2, 1, 0))


@dataclass(frozen=True)
class Tilt:
    """What moves a country from the central hazards to some settings (one or more)."""

    act: Band
    cover: Band
    collapse: Band


def act_band(worlds: Worlds, central: Floats, other: Floats, limited: float) -> Band:
    """From hazards by element to hazards by setting and element; ``limited`` acts grow with the others."""
    order = np.argsort(central, kind="stable")
    edges: list[float] = []
    factors: list[Floats] = []
    begin = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or central[order[end]] > MERGED * central[order[begin]]:
            group = order[begin:end]
            edges.append(float(central[group].mean()))
            factors.append(other[:, group].mean(axis=1) / max(edges[-1], LEAST))
            begin = end
    edges.append(min(LIKELIEST, float(central[order[-1]]) * (1.0 + limited)))
    return _band(worlds, edges, [*factors, factors[-1]])


def cover_band(worlds: Worlds, central: Mapping[str, float], others: Mapping[str, Floats]) -> Band:
    """From the chance of each form that an act covers to chances by setting."""
    forms = sorted((form for form in central if central[form] > 0.0), key=lambda form: central[form])
    return _band(worlds, [central[form] for form in forms], [others[form] / central[form] for form in forms])


def collapse_band(worlds: Worlds, central: float, others: Floats) -> Band:
    """From the chance of a collapse to chances by setting."""
    return _band(worlds, [central], [others / central])


def _band(worlds: Worlds, chances: Sequence[float], factors: Sequence[Floats]) -> Band:
    """Bands between rising chances, each multiplied by its factors (settings). A chance that needs no world more than
    the last joins it. Factors multiply the share of worlds, not the chance: where nothing moves, no weight does."""
    edges: list[int] = []
    reached: list[Floats] = []
    for chance, factor in zip(chances, factors, strict=True):
        edge = worlds.below(chance)
        mass = np.minimum(factor * edge / worlds.count, max(LIKELIEST, edge / worlds.count))
        if edges:
            mass = np.maximum(mass, reached[-1])
        if edge == worlds.count or (edges and edge == edges[-1]) or not edge:
            continue
        edges.append(edge)
        reached.append(mass)
    settings = len(factors[0])
    before = np.array([0.0, *(edge / worlds.count for edge in edges), 1.0])
    after = np.stack([np.zeros(settings), *reached, np.ones(settings)], axis=1)
    return Band(np.array(edges, np.intp), before, after)


def tilted(worlds: Worlds, tilts: Mapping[str, Tilt], weights: NDArray[np.floating]) -> None:
    """Multiply weights (worlds, settings) by what moves the countries, so that each column sums to 1.

    In most worlds a country does nothing. That ratio hangs on the common factor alone, so it is gathered for all
    countries by stratum. The worlds in which a country acts or falls are then weighed against it. At last the weights
    are raked. The plain product of ratios meets a chance of one country but for sampling error. Raking makes it exact.
    """
    idle = np.ones((STRATA, weights.shape[1]))
    margins = []
    for country, tilt in tilts.items():
        columns = worlds.columns(country)
        for band, ranks, cover in ((tilt.act, columns.act, tilt.cover), (tilt.collapse, columns.collapse, None)):
            if not len(band.edges):
                continue
            ratios = band.ratios_given_factor(worlds)
            idle *= ratios[:, -1]
            struck = np.flatnonzero(ranks < band.edges[-1])
            bands = band.find_bands(ranks[struck])
            factors = (ratios / ratios[:, -1:])[worlds.stratum[struck], bands]
            if cover is not None:
                factors *= cover.ratios()[cover.find_bands(columns.cover[struck])]
            weights[struck] *= factors.astype(weights.dtype)
            margins.append(([struck[bands == place] for place in range(len(band.edges))], np.diff(band.after).T[:-1]))
    weights *= idle.astype(weights.dtype)[worlds.stratum]
    _normalise(weights)
    for _ in range(SWEEPS):
        for members, chances in margins:
            _rake(weights, members, chances)
        _normalise(weights)


def _rake(weights: NDArray[np.floating], members: Sequence[NDArray[np.intp]], chances: Floats) -> None:
    """Scale the weights of the worlds in each band to their chances (bands, settings) among all worlds. The sum over
    all worlds is set right afterwards. The method is that of Deming and Stephan (1940), "On a least squares adjustment
    of a sampled frequency table", Annals of Mathematical Statistics 11."""
    sums = np.stack([weights[rows].sum(axis=0, dtype=np.float64) for rows in members])
    rest = (1.0 - sums.sum(axis=0)) / (1.0 - chances.sum(axis=0))
    for rows, share, chance in zip(members, sums, chances, strict=True):
        weights[rows] *= (chance / np.maximum(share, LEAST) * rest).astype(weights.dtype)


def _normalise(weights: NDArray[np.floating]) -> None:
    weights /= weights.sum(axis=0, dtype=np.float64).astype(weights.dtype)
