"""How paths grow from the bought form up to the mine: branches, the sources each may continue at, and what is dropped.

Branches below a floor are left out at every stage and the rest scaled within their own branch, so that what stands
downstream keeps its share. Where that would leave out most of a branch, as of one with many equal sources, its largest
stay, as many as branches of the floor's weight fit into it, and one at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from service.risk.mix import DEFAULT_MIX
from service.risk.supply_chain.places import Path, Place

DECIMALS = 9
"""Weights that agree this far count as equal in an order, so that it doesn't hang on rounding."""

MOST = 0.5
"""Part of a branch that makes most of it."""


class Source(NamedTuple):
    """A place that a branch may continue at; a ``final`` one has nothing upstream."""

    place: Place
    final: bool = False


Ranked = Sequence[tuple[Source, float]]
"""Sources with shares that sum to 1, largest first."""


class Branch(NamedTuple):
    """A path in the making: its share of the purchase, and what stands downstream so far, upstream first."""

    weight: float
    places: tuple[Place, ...] = ()


def ranked(shares: Mapping[Source, float]) -> Ranked:
    """Sources of a branch, largest first."""
    return sorted(shares.items(), key=lambda item: (-round(item[1], DECIMALS), item[0]))


def grown(branches: Sequence[Branch], choices: Sequence[Ranked], floor: float) -> tuple[list[Branch], list[Branch]]:
    """The branches one place longer, and those that end there. A branch keeps its weight, on the sources that carry at
    least ``floor`` of the purchase if these are most of it."""
    longer: list[Branch] = []
    ended: list[Branch] = []
    for branch, choice in zip(branches, choices, strict=True):
        kept = [item for item in choice if branch.weight * item[1] >= floor]
        whole = fsum([share for _, share in kept])
        if whole < MOST:
            kept = list(choice[: max(1, int(branch.weight / floor))])
            whole = fsum([share for _, share in kept])
        scale = branch.weight / whole
        for source, share in kept:
            (ended if source.final else longer).append(Branch(scale * share, (source.place, *branch.places)))
    return longer, ended


def divided(branches: Sequence[Branch], part: float, floor: float) -> tuple[list[Branch], list[Branch]]:
    """The branches less ``part`` of each, and those parts. Of a branch whose part would be below ``floor`` nothing is
    taken."""
    left, taken = [], []
    for branch in branches:
        off = branch.weight * part
        if off >= floor and part > 0:
            left.append(Branch(branch.weight - off, branch.places))
            taken.append(Branch(off, branch.places))
        else:
            left.append(branch)
    return left, taken


def fitted(weights: Sequence[float], usual: Sequence[Ranked], stated: Mapping[Source, float]) -> list[Ranked]:
    """Each branch's sources when together they have to be what is stated.

    With m the mean of the branches' usual shares and d the stated ones, source c keeps min(1, d_c / m_c) of its share
    of every branch, and what a branch loses goes to the sources with d_c > m_c in proportion to d_c - m_c. The mean is
    then d, since the losses sum to the excess.
    """
    total = fsum(weights)
    mean: dict[Source, float] = defaultdict(float)
    for weight, choice in zip(weights, usual, strict=True):
        for source, share in choice:
            mean[source] += weight / total * share
    stated = filled(stated, mean)
    keep = {source: min(1.0, stated.get(source, 0.0) / share) for source, share in mean.items() if share > 0}
    excess = {source: share - mean.get(source, 0.0) for source, share in stated.items()}
    excess = {source: more for source, more in excess.items() if more > 0}
    spread = fsum(excess.values())
    found = []
    for choice in usual:
        kept = {source: share * keep.get(source, 0.0) for source, share in choice}
        lost = 1.0 - fsum(kept.values())
        for source, more in excess.items():
            kept[source] = kept.get(source, 0.0) + lost * more / spread
        found.append(ranked({source: share for source, share in kept.items() if share > 0}))
    return found


def filled(stated: Mapping[Source, float], mean: Mapping[Source, float]) -> Mapping[Source, float]:
    """Stated shares with the usual ones, ``mean``, in place of the share that is left to the default mix."""
    left = fsum(share for source, share in stated.items() if source.place.country == DEFAULT_MIX)
    if not left:
        return stated
    whole = {source: share for source, share in stated.items() if source.place.country != DEFAULT_MIX}
    for source, share in mean.items():
        whole[source] = whole.get(source, 0.0) + left * share
    return whole


def likelier(
    weights: Sequence[float],
    usual: Sequence[Ranked],
    upstream: Mapping[Source, Mapping[Source, float]],
    stated: Mapping[Source, float],
) -> list[Ranked]:
    """Each branch's sources at a stage between two declared ones, when those upstream are to be what is stated.

    ``upstream`` has each source's usual shares p(s | c) of the stage that is stated. A source c is the likelier the
    more of the stated ones it usually uses (Bayes's rule): its share is multiplied by the sum over s of
    p(s | c) d_s / m_s, with d the stated shares and m the mean of all branches. Where d = m nothing changes. A branch
    none of whose sources uses any of the stated ones stays as it is.
    """
    total = fsum(weights)
    mean: dict[Source, float] = defaultdict(float)
    for weight, choice in zip(weights, usual, strict=True):
        for source, share in choice:
            for above, part in upstream[source].items():
                mean[above] += weight / total * share * part
    stated = filled(stated, mean)
    ratio = {source: stated[source] / share for source, share in mean.items() if share > 0 and source in stated}
    factor = {
        source: fsum(part * ratio.get(above, 0.0) for above, part in parts.items())
        for source, parts in upstream.items()
    }
    found = []
    for choice in usual:
        fit = {source: share * factor[source] for source, share in choice if factor[source] > 0}
        whole = fsum(fit.values())
        found.append(ranked({source: share / whole for source, share in fit.items()}) if whole > 0 else choice)
    return found


def merged(branches: Iterable[Branch]) -> tuple[Path, ...]:
    """Paths of branches, equal ones together, with weights that sum to 1; heaviest first."""
    weights: dict[tuple[Place, ...], float] = {}
    for branch in branches:
        weights[branch.places] = weights.get(branch.places, 0.0) + branch.weight
    total = fsum(weights.values())
    paths = [Path(weight / total, places) for places, weight in weights.items()]
    return tuple(sorted(paths, key=lambda path: (-round(path.weight, DECIMALS), path.places)))
