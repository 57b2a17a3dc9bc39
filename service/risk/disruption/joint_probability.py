"""From hazards to a product: P(at least one), with nested dependence, by Gauss-Hermite quadrature.

Each hazard is a latent normal variable below a threshold (Vasicek 1987's one-factor model, nested as in Li 2000):
``z = sqrt(year + group) U + sqrt(code) C + sqrt(element) E + rest``. Hazards of one element bought under one code
share U, C and E. Given those, hazards of different source mixes share country shocks (Marshall and Olkin 1967): a
country's shock strikes each hazard up to its share of that country, so the joint hazard is the sum over countries of
the largest hazard rate x share. Equal mixes then count once, disjoint mixes are independent, and adding a hazard can
only raise the sum.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from service.risk.mix import Mix

Floats = NDArray[np.float64]
Members = tuple[int, ...]
Memo = dict[Members, Floats]
NODES_OUTER, NODES_CODE, NODES_ELEMENT = 12, 8, 6
PROBABILITY_FLOOR = 1e-9
NEWTON_STEPS = 3
REMEMBERED = 1_000
"""Probabilities whose rates are kept: 4.6 KB each."""


@dataclass(frozen=True)
class Dependence:
    """Shares of latent variance common to a year and the rare-earth group (``outer``), a code and an element."""

    outer: float
    code: float
    element: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Dependence:
        """From the manifest."""
        return cls(data["outer"], data["code"], data["element"])


def _rule(nodes: int) -> tuple[Floats, Floats]:
    """Nodes and weights that integrate against the standard normal density."""
    x, w = np.polynomial.hermite_e.hermegauss(nodes)
    return np.asarray(x, np.float64), np.asarray(w / w.sum(), np.float64)


@dataclass(frozen=True)
class Peril:
    """What the aggregation needs of a distinct hazard."""

    code: str
    element: str
    mix: Mix = field(default_factory=dict)


class Quadrature:
    """Grids of one dependence, reused for every BOM."""

    def __init__(self, dependence: Dependence) -> None:
        self.dependence = dependence
        outer, self.outer_weights = _rule(NODES_OUTER)
        code, self.code_weights = _rule(NODES_CODE)
        element, self.element_weights = _rule(NODES_ELEMENT)
        d = dependence
        self.shift = (
            np.sqrt(d.outer) * outer[:, None, None]
            + np.sqrt(d.code) * code[None, :, None]
            + np.sqrt(d.element) * element[None, None, :]
        )
        self._known: dict[float, Floats] = {}
        self.points = self.shift.ravel()
        self.weights = np.einsum("i,j,k->ijk", self.outer_weights, self.code_weights, self.element_weights).ravel()
        self.scale = 1.0 / np.sqrt(max(1.0 - d.outer - d.code - d.element, 1e-6))

    def rates(self, probabilities: Sequence[float]) -> Floats:
        """Hazard rate -ln(1 - P(event | factors)) on the grid, shape (hazards, outer, code, element). Those met before
        are remembered: a model of trees gives few distinct probabilities."""
        p = np.clip(np.asarray(probabilities, np.float64), PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR).tolist()
        known = self._known
        missing = [x for x in dict.fromkeys(p) if x not in known]
        if missing:
            if len(known) + len(missing) > REMEMBERED:
                known = self._known = {x: known[x] for x in p if x in known}
            known.update(zip(missing, map(np.copy, self._rates(np.array(missing, np.float64))), strict=True))
        return np.array([known[x] for x in p], np.float64).reshape(-1, *self.shift.shape)

    def _rates(self, p: Floats) -> Floats:
        """Rates whose own marginals on the grid are the probabilities."""
        survive = ndtr(-(self._solve(p)[:, None, None, None] - self.shift[None]) * self.scale)
        return np.asarray(-np.log(np.maximum(survive, 1e-300)), np.float64)

    def _solve(self, p: Floats) -> Floats:
        """Newton steps from the exact normal's threshold. Sums go by row: a matrix product would round by the number of
        rows, and an answer must not depend on what else was asked."""
        threshold = np.asarray(ndtri(p), np.float64)
        for _ in range(NEWTON_STEPS):
            z = (threshold[:, None] - self.points[None, :]) * self.scale
            density = (np.exp(-0.5 * z * z) * self.weights).sum(axis=1) * (self.scale / np.sqrt(2.0 * np.pi))
            threshold = threshold - ((ndtr(z) * self.weights).sum(axis=1) - p) / np.maximum(density, 1e-300)
        return threshold

    def survivals(
        self, perils: Sequence[Peril], rates: Floats, keeps: Sequence[Sequence[int]], memo: Memo | None = None
    ) -> Floats:
        """P(none of the kept hazards | outer factor) for several choices of hazards, shape (choices, outer). ``memo``,
        for one set of perils and rates, spares working out again what hazards of one code and element do together."""
        memo = {} if memo is None else memo
        clusters = [_clusters(perils, keep) for keep in keeps]
        self._remember(perils, rates, {m for found in clusters for of in found.values() for m in of.values()}, memo)
        result = np.ones((len(keeps), len(self.outer_weights)))
        one = np.ones((len(self.outer_weights), len(self.code_weights)))
        for code in sorted({code for found in clusters for code in found}):
            rows = [n for n, found in enumerate(clusters) if code in found]
            given_code = np.ones((len(rows), *one.shape))
            for element in sorted({element for n in rows for element in clusters[n][code]}):
                members = [clusters[n][code].get(element) for n in rows]
                given_code *= np.array([one if m is None else memo[m] for m in members])
            result[rows] *= given_code @ self.code_weights
        return result

    def _remember(self, perils: Sequence[Peril], rates: Floats, wanted: Collection[Members], memo: Memo) -> None:
        """Add what is missing to ``memo``: P(none of the members | outer and code factor), shape (outer, code)."""
        missing = sorted(members for members in wanted if members not in memo)
        if missing:
            joint = np.array([_joint_rate(perils, rates, members) for members in missing])
            memo.update(zip(missing, np.exp(-joint) @ self.element_weights, strict=True))

    def any_of_each(
        self, perils: Sequence[Peril], rates: Floats, keeps: Sequence[Sequence[int]], memo: Memo | None = None
    ) -> list[float]:
        """P(at least one of the kept hazards) for several choices of hazards."""
        found = self.survivals(perils, rates, keeps, memo)
        # row by row: a matrix product would round by the number of choices
        return [float(1.0 - row @ self.outer_weights) if keep else 0.0 for keep, row in zip(keeps, found, strict=True)]

    def any_of(self, perils: Sequence[Peril], rates: Floats, keep: Sequence[int]) -> float:
        """P(at least one of the kept hazards)."""
        return self.any_of_each(perils, rates, [keep])[0]


def _clusters(perils: Sequence[Peril], keep: Sequence[int]) -> dict[str, dict[str, Members]]:
    """Kept hazards by code and element."""
    found: dict[str, dict[str, Members]] = {}
    for index in keep:
        by_element = found.setdefault(perils[index].code, {})
        by_element[perils[index].element] = (*by_element.get(perils[index].element, ()), index)
    return found


def _joint_rate(perils: Sequence[Peril], rates: Floats, members: Members) -> Floats:
    """Rate of at least one among hazards of one code and element, given the factors."""
    own = rates[list(members)]
    if len(members) == 1:
        return np.asarray(own[0], np.float64)
    mixes = [perils[i].mix for i in members]
    countries = sorted({country for mix in mixes for country in mix})
    # hazards without a mix share one shock of their own, as if it were a country
    shares = np.array([[*(mix.get(c, 0.0) for c in countries), 0.0 if mix else 1.0] for mix in mixes])
    by_country = (own[:, None] * shares[:, :, None, None, None]).max(axis=0)
    return np.asarray(by_country.sum(axis=0), np.float64)


Case = tuple[Sequence[int], Sequence[Sequence[Sequence[int]]]]
"""Hazards that are needed, and groups of alternatives: a group lists its alternatives, an alternative its hazards."""


def product_probabilities(
    quadrature: Quadrature, perils: Sequence[Peril], rates: Floats, cases: Sequence[Case], memo: Memo | None = None
) -> list[float]:
    """P(the product is disrupted) in several cases: at least one needed hazard, or all alternatives of a group.

    A group holds while one alternative does, so P(none needed and every group holds) is an inclusion-exclusion over
    P(none of a set), which keeps every dependence between alternatives and the rest. An alternative without hazards
    never fails.
    """
    sums = [_signed_sets(*case) for case in cases]
    sets = list(dict.fromkeys(keep for terms in sums for _, keep in terms))
    chance = dict(zip(sets, quadrature.any_of_each(perils, rates, sets, memo), strict=True))
    found = []
    for terms in sums:
        # an exact sum: the order of alternatives moves no bit
        survive = math.fsum(sign * (1.0 - chance[keep]) for sign, keep in terms)
        found.append(min(1.0, max(0.0, 1.0 - survive)))
    return found


def _signed_sets(needed: Sequence[int], alternatives: Sequence[Sequence[Sequence[int]]]) -> list[tuple[int, Members]]:
    """The sets of hazards that a case's inclusion-exclusion sums over, each with its sign."""
    groups = [sorted({tuple(sorted(set(hazards))) for hazards in group}) for group in alternatives]
    groups = [group for group in groups if group and () not in group]
    return [(sign, tuple(sorted({*needed, *hazards}))) for sign, hazards in _expanded(groups)]


def terms(alternatives: Sequence[Sequence[Sequence[int]]]) -> int:
    """How many sets the inclusion-exclusion of ``product_probabilities`` sums over."""
    return math.prod(2 ** len(group) - 1 for group in alternatives)


def _expanded(groups: Sequence[Sequence[tuple[int, ...]]]) -> Iterator[tuple[int, frozenset[int]]]:
    """Sign and union of hazards for every choice of a nonempty set of alternatives in each group."""
    choices = [
        [(1 if size % 2 else -1, chosen) for size in range(1, len(group) + 1) for chosen in combinations(group, size)]
        for group in groups
    ]
    for picked in product(*choices):
        sign = math.prod(s for s, _ in picked)
        yield sign, frozenset(hazard for _, chosen in picked for alternative in chosen for hazard in alternative)
