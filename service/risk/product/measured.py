"""A product measured on an epoch's worlds: what every view of its supply loses in each of them.

The way in: ``measure`` once, then ask ``score.py``, ``shares.py``, ``interval.py``, ``score_split.py`` and
``counterfactuals.py`` for what the answer shows. All of them count the same worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.risk.product import score as scored
from service.risk.product.loss import (
    Layout,
    Patterns,
    Slots,
    largest_lost,
    layout_of,
    lost_shares,
    only,
    patterns_of,
    slots_of,
    together,
)
from service.risk.product.needs import Need, ProductNeeds
from service.risk.product.shares import SharesHit, shares_hit
from service.risk.source_shock.epoch import Epoch, Store
from service.risk.source_shock.steps import ADVERSE, CENTRAL, FAVOURABLE, Rules

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Views:
    """The purchases as each view of the evidence has them: as many, in the same order."""

    favourable: Sequence[Need]
    central: Sequence[Need]
    adverse: Sequence[Need]

    @classmethod
    def alike(cls, needs: Sequence[Need]) -> Views:
        """Purchases of which the evidence has one view."""
        return cls(needs, needs, needs)


@dataclass(frozen=True)
class Measured:
    """What a product loses. ``lost`` (purchases, patterns) and ``slots`` are of the central view; ``by_world`` holds
    what each world counts (0..1), ``low_by_world`` and ``high_by_world`` the same in the favourable and adverse view.
    """

    epoch: Epoch
    store: Store
    product: ProductNeeds
    views: Views
    slots: Slots
    layouts: Mapping[str, Layout]
    """By view, the purchases that the product needs in the central one."""
    patterns: Patterns
    lost: Floats
    by_world: Floats
    low_by_world: Floats
    high_by_world: Floats

    @property
    def score(self) -> float:
        """0..100."""
        return scored.score(self.by_world)

    @property
    def countries(self) -> frozenset[str]:
        """Countries among its sources; pending acts left out."""
        return frozenset(source for source in self.patterns.sources if not source.startswith("!"))

    @property
    def pending(self) -> frozenset[str]:
        """Ids of the pending acts that could stop a path."""
        return frozenset(source[1:] for source in self.patterns.sources if source.startswith("!"))

    def chances(self) -> Floats:
        """P(hit) by purchase (0..1)."""
        return scored.chances(scored.values(self.lost, self.product.tolerance), self.patterns)

    def lost_under(self, rules: Rules, view: str = "central") -> tuple[Slots, Patterns, Floats]:
        """What the product needs, laid out under other rules or in another view, and what is lost of it by pattern. The
        patterns are those of the product unless another source comes in."""
        slots = slots_of(self.epoch, self.store, self.layouts[view], rules)
        patterns = self.patterns
        if not self.store.sources(slots.paths) <= patterns.sources:
            patterns = patterns_of(self.epoch, self.store, [slots])
        return slots, patterns, lost_shares(self.store, slots, patterns)

    def by_world_under(self, rules: Rules, view: str = "central") -> Floats:
        """What each world counts under other rules or in another view of the evidence."""
        _, patterns, lost = self.lost_under(rules, view)
        return counted(lost, self.product, patterns)

    def shares_hit(self, weights: Sequence[float] | None = None) -> SharesHit:
        """Expected shares hit; ``weights`` as in ``shares.py``."""
        return shares_hit(self.epoch, self.store, self.slots, weights)


def measure(epoch: Epoch, views: Views, product: ProductNeeds) -> Measured:
    """Measure a product of one or more purchases."""
    store = epoch.store()
    sides = {"central": (views.central, CENTRAL), "favourable": (views.favourable, FAVOURABLE),
             "adverse": (views.adverse, ADVERSE)}  # fmt: skip
    whole = {view: layout_of(epoch, store, needs) for view, (needs, _) in sides.items()}
    slots = [slots_of(epoch, store, whole[view], rules) for view, (_, rules) in sides.items()]
    needed = {number for part in product.distinct for alternative in part for number in alternative}
    layouts = {view: only(layout, needed) for view, layout in whole.items()}
    patterns = patterns_of(epoch, store, slots)
    # most often the favourable view meets what the central one meets
    alike = all(np.array_equal(one, other) for one, other in zip(slots[0], slots[1], strict=True))
    lost = np.split(lost_shares(store, together([slots[0], slots[2]] if alike else slots), patterns), 2 if alike else 3)
    counts = [counted(each, product, patterns) for each in lost]
    low = counts[0 if alike else 1]
    return Measured(epoch, store, product, views, slots[0], layouts, patterns, lost[0], counts[0], low, counts[-1])


def counted(lost: Floats, product: ProductNeeds, patterns: Patterns) -> Floats:
    """What each world counts, from lost shares by purchase and pattern."""
    return patterns.spread(scored.values(largest_lost(lost, product), product.tolerance))


def by_world(epoch: Epoch, needs: Sequence[Need], product: ProductNeeds, rules: Rules = CENTRAL) -> Floats:
    """What each world counts, for purchases under some rules."""
    store = epoch.store()
    slots = slots_of(epoch, store, layout_of(epoch, store, needs), rules)
    patterns = patterns_of(epoch, store, [slots])
    return counted(lost_shares(store, slots, patterns), product, patterns)
