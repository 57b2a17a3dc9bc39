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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from service.risk.trade import Mix

Floats = NDArray[np.float64]
Memo = dict[tuple[int, ...], Floats]
NODES_OUTER, NODES_CODE, NODES_ELEMENT = 12, 8, 6
PROBABILITY_FLOOR = 1e-9
NEWTON_STEPS = 3
REMEMBERED = 100_000


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
        self._known: dict[float, float] = {}
        self.points = self.shift.ravel()
        self.weights = np.einsum("i,j,k->ijk", self.outer_weights, self.code_weights, self.element_weights).ravel()
        self.scale = 1.0 / np.sqrt(max(1.0 - d.outer - d.code - d.element, 1e-6))

    def rates(self, probabilities: Sequence[float]) -> Floats:
        """Hazard rate -ln(1 - P(event | factors)) on the grid, shape (hazards, outer, code, element)."""
        p = np.clip(np.asarray(probabilities, np.float64), PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR)
        threshold = self._thresholds(p.tolist())[:, None, None, None]
        survive = ndtr(-(threshold - self.shift[None]) * self.scale)
        return np.asarray(-np.log(np.maximum(survive, 1e-300)), np.float64)

    def _thresholds(self, probabilities: Sequence[float]) -> Floats:
        """Thresholds at which the grid's own marginals are the probabilities; those met before are remembered."""
        known = self._known
        missing = [p for p in dict.fromkeys(probabilities) if p not in known]
        if missing:
            found = dict(zip(missing, self._solve(np.array(missing, np.float64)).tolist(), strict=True))
            if len(known) > REMEMBERED:
                known = self._known = {p: known[p] for p in probabilities if p in known}
            known.update(found)
        return np.array([known[p] for p in probabilities], np.float64)

    def _solve(self, p: Floats) -> Floats:
        """Newton steps from the exact normal's threshold. Sums go by row: a matrix product would round by the number of
        rows, and an answer must not depend on what else was asked."""
        threshold = np.asarray(ndtri(p), np.float64)
        for _ in range(NEWTON_STEPS):
            z = (threshold[:, None] - self.points[None, :]) * self.scale
            density = (np.exp(-0.5 * z * z) * self.weights).sum(axis=1) * (self.scale / np.sqrt(2.0 * np.pi))
            threshold = threshold - ((ndtr(z) * self.weights).sum(axis=1) - p) / np.maximum(density, 1e-300)
        return threshold

    def survival(self, perils: Sequence[Peril], rates: Floats, keep: Sequence[int], memo: Memo | None = None) -> Floats:
        """P(none of the kept hazards | outer factor), shape (outer,). ``memo``, for one set of perils and rates, spares
        working out again what hazards of one code and element do together."""
        memo = {} if memo is None else memo
        by_code: dict[str, dict[str, list[int]]] = {}
        for index in keep:
            by_code.setdefault(perils[index].code, {}).setdefault(perils[index].element, []).append(index)
        result = np.ones(len(self.outer_weights))
        for code in sorted(by_code):
            given_code = np.ones((len(self.outer_weights), len(self.code_weights)))
            for element in sorted(by_code[code]):
                members = tuple(by_code[code][element])
                if members not in memo:
                    memo[members] = np.exp(-_joint_rate(perils, rates, members)) @ self.element_weights
                given_code = given_code * memo[members]
            result = result * (given_code @ self.code_weights)
        return result

    def any_of(self, perils: Sequence[Peril], rates: Floats, keep: Sequence[int], memo: Memo | None = None) -> float:
        """P(at least one of the kept hazards)."""
        if not keep:
            return 0.0
        return float(1.0 - self.survival(perils, rates, keep, memo) @ self.outer_weights)


def _joint_rate(perils: Sequence[Peril], rates: Floats, members: Sequence[int]) -> Floats:
    """Rate of at least one among hazards of one code and element, given the factors."""
    if len(members) == 1:
        return np.asarray(rates[members[0]])
    countries = sorted({c for i in members for c in perils[i].mix})
    total = np.zeros_like(rates[members[0]])
    for country in countries:
        stacked = [rates[i] * perils[i].mix.get(country, 0.0) for i in members]
        total = total + np.maximum.reduce(stacked)
    unmixed = [rates[i] for i in members if not perils[i].mix]
    return np.asarray(total + (np.maximum.reduce(unmixed) if unmixed else 0.0), np.float64)


def product_probability(
    quadrature: Quadrature,
    perils: Sequence[Peril],
    rates: Floats,
    needed: Sequence[int],
    alternatives: Sequence[Sequence[Sequence[int]]] = (),
    memo: Memo | None = None,
) -> float:
    """P(the product is disrupted): at least one needed hazard, or all alternatives of a group.

    ``alternatives`` lists groups; a group lists its alternatives; an alternative lists its hazards. A group holds while
    one alternative does, so P(none needed and every group holds) is an inclusion-exclusion over P(none of a set), which
    keeps every dependence between alternatives and the rest. An alternative without hazards never fails.
    """
    groups = [sorted({tuple(sorted(set(hazards))) for hazards in group}) for group in alternatives]
    groups = [group for group in groups if group and () not in group]
    survive = 0.0
    for sign, hazards in _expanded(groups):
        keep = sorted({*needed, *hazards})
        survive += sign * (1.0 - quadrature.any_of(perils, rates, keep, memo))
    return min(1.0, max(0.0, 1.0 - survive))


def terms(alternatives: Sequence[Sequence[Sequence[int]]]) -> int:
    """How many sets the inclusion-exclusion of ``product_probability`` sums over."""
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
