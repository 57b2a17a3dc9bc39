"""How far the scores of the reference portfolio move from one bundle to the next, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from service.risk.bundle.kernel import Kernel
from service.risk.scoring import score
from training.publication import reference_portfolio
from training.publication.sides import BundleSide

LARGE_MEDIAN, LARGE_ONE = 5.0, 12.0
"""Points from which a shift is called large and asks for a reason. By the bands of ``build``, 12 points carry a product
from the middle of one band into another, and 5 carry one in five."""
NAMED = 5
QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Shift:
    """Scores (0..100) by product under the bundle before and the one after; ``note`` says on which day."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    note: str

    @property
    def by_product(self) -> dict[str, float]:
        """Shift (after - before) of each product scored by both, the largest first."""
        shared = self.before.keys() & self.after.keys()
        return {n: self.after[n] - self.before[n] for n in sorted(shared, key=lambda n: (-self._size(n), n))}

    def _size(self, name: str) -> float:
        return abs(self.after[name] - self.before[name])

    @property
    def median(self) -> float:
        """Median size of the shifts; 0 without a product in common."""
        return float(np.median(np.abs(list(self.by_product.values())))) if self.by_product else 0.0

    @property
    def large(self) -> bool:
        """Whether the median exceeds 5 points, or a single product 12."""
        return self.median > LARGE_MEDIAN or any(abs(v) > LARGE_ONE for v in self.by_product.values())

    def summary(self) -> str:
        """One sentence for the history: median and largest shift, quartiles of the scores before and after."""
        shifts = self.by_product
        if not shifts:
            return f"reference portfolio {self.note}: no product scored by both"
        largest = self._named(next(iter(shifts)))
        words = (
            f"reference portfolio {self.note}, {len(shifts)} products: median size of shift {self.median:.1f}, largest "
            f"{largest}; quartiles {_quartiles(self.before)} -> {_quartiles(self.after)}"
        )
        bound = f" (median above {LARGE_MEDIAN:.0f} or one above {LARGE_ONE:.0f} points)"
        return f"LARGE SHIFT{bound}: {words}" if self.large else words

    def lines(self) -> list[str]:
        """The summary, and the products that move most by name."""
        named = ", ".join(self._named(n) for n in list(self.by_product)[:NAMED] if self._size(n))
        alone = [f"scored by one alone: {', '.join(sorted(self.before.keys() ^ self.after.keys()))}"]
        return [
            self.summary(),
            *([f"moved most: {named}"] if named else []),
            *(alone if self.before.keys() != self.after.keys() else []),
        ]

    def _named(self, name: str) -> str:
        return f"{name} {self.after[name] - self.before[name]:+.1f} ({self.before[name]:.1f} -> {self.after[name]:.1f})"


def _quartiles(scores: Mapping[str, float]) -> str:
    return " ".join(f"{q:.1f}" for q in np.quantile(list(scores.values()), QUARTILES))


def portfolio_scores(kernel: Kernel, as_of: date) -> dict[str, float]:
    """Scores of the reference portfolio on a day by product, six decimals; products that can't be scored are left
    out."""
    scores = {str(bom.bom_id): score(bom, kernel, as_of).score for bom in reference_portfolio.read()}
    return {name: round(s, 6) for name, s in scores.items() if s is not None}


def between(served: BundleSide, stated: Mapping[str, Any]) -> Shift:
    """From a served bundle to the portfolio that another states (``as_of``, ``products``), both on that day. A served
    bundle that can't score here is taken at the scores it states for its own day."""
    if served.kernel is None:
        past = served.manifest["portfolio"]
        return Shift(past["products"], stated["products"], f"on {past['as_of']} before, on {stated['as_of']} after")
    old = portfolio_scores(served.kernel, date.fromisoformat(stated["as_of"]))
    return Shift(old, stated["products"], f"on {stated['as_of']}")
