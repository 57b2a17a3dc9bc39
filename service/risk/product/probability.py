"""One BOM's product: how likely it is disrupted, as it is and without a line, a hazard or what a driver leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from service.risk.disruption.joint_probability import Case, Memo, Peril, Quadrature, product_probabilities, terms
from service.risk.errors import BomError, FieldError
from service.risk.intervals import VIEWS
from service.risk.product.assessment import Assessed, Point
from service.risk.purchase.hazards import ReadLine

MOST_TERMS = 256


class Product:
    """The lines of a BOM over their hazards, which have the numbers of ``assessed``."""

    def __init__(self, quadrature: Quadrature, lines: Sequence[ReadLine], assessed: Sequence[Assessed]) -> None:
        self.quadrature, self.lines = quadrature, lines
        number = {a.key: n for n, a in enumerate(assessed)}
        self.perils = [Peril(a.key.good.code, a.key.element, a.central.mix) for a in assessed]
        self.chances = [a.central.probability for a in assessed]
        self.rates = quadrature.rates(self.chances)
        self.memo: Memo = {}
        self.by_view = {view: [sorted(number[key] for key in line.by_view[view]) for line in lines] for view in VIEWS}
        """Hazards of each line, by number, under each view of what it is made of."""
        self.central = self.by_view["central"]

    def probability(self) -> float:
        """That of the product as it is."""
        return self._probabilities([self._case(self.central)])[0]

    def of_lines(self) -> list[tuple[float, float]]:
        """For each line: the probability of its own hazards, and the product's without the line."""
        cases = [self._case(self.central, without_line=number) for number in range(len(self.lines))]
        own = self.quadrature.any_of_each(self.perils, self.rates, self.central, self.memo)
        return list(zip(own, self._probabilities(cases), strict=True))

    def without(self, drops: Sequence[frozenset[int]]) -> list[float]:
        """The product's probability without some hazards, by number; for several such choices."""
        return self._probabilities(
            [self._case([[n for n in hazards if n not in drop] for hazards in self.central]) for drop in drops]
        )

    def at(self, chances: Sequence[float], view: str) -> float:
        """The product's probability with other hazard probabilities, under a view of the compositions."""
        rates = self.quadrature.rates(chances)
        return product_probabilities(self.quadrature, self.perils, rates, [self._case(self.by_view[view])])[0]

    def with_points(self, choices: Sequence[Mapping[int, Point]]) -> list[float]:
        """The product's probability with other points for some hazards, by number; for several such choices. A hazard
        that moves stands in for itself under a number of its own, so that one pass serves all choices."""
        perils, chances, cases = self.perils.copy(), [], []
        for points in choices:
            moved: dict[int, int] = {}
            for number, point in points.items():
                if point.probability != self.chances[number] or point.mix != perils[number].mix:
                    moved[number] = len(perils)
                    perils.append(Peril(perils[number].code, perils[number].element, point.mix))
                    chances.append(point.probability)
            cases.append(self._case([[moved.get(n, n) for n in hazards] for hazards in self.central]))
        rates = np.concatenate([self.rates, self.quadrature.rates(chances)])
        return product_probabilities(self.quadrature, perils, rates, cases, self.memo.copy())

    def _probabilities(self, cases: Sequence[Case]) -> list[float]:
        return product_probabilities(self.quadrature, self.perils, self.rates, cases, self.memo)

    def _case(self, hazards: Sequence[list[int]], without_line: int | None = None) -> Case:
        """Hazards needed whatever happens, and groups of alternatives. ``hazards`` are those of the lines."""
        needed: set[int] = set()
        groups: dict[str, list[list[int]]] = {}
        for number, (line, own) in enumerate(zip(self.lines, hazards, strict=True)):
            if number == without_line or not line.scored:
                continue
            group = line.line.alternate_group
            if group is None:
                needed.update(own)
            else:
                groups.setdefault(group, []).append(own)
        alternatives = []
        for group in sorted(groups):
            if len(groups[group]) == 1:
                needed.update(groups[group][0])
            else:
                alternatives.append(sorted(groups[group]))
        if terms(alternatives) > MOST_TERMS:
            detail = "too many alternatives: groups of 2 count 3 each, of 3 count 7, multiplied; at most 256"
            raise BomError("Too many alternatives.", [FieldError("/lines", "too_many_alternatives", detail)])
        return sorted(needed), alternatives
