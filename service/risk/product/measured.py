"""A product measured on an epoch's worlds: what every view of its supply loses in each of them.

The way in: ``measure`` once, then ask ``score.py``, ``shares.py``, ``interval.py``, ``score_split.py`` and
``counterfactuals.py`` for what the answer shows. All of them count the same worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.risk.intervals import VIEWS
from service.risk.product import score as scored
from service.risk.product.loss import (
    Layout,
    Patterns,
    Slots,
    largest_lost,
    layout_of,
    lost_shares,
    only,
    paths_of,
    patterns_of,
    picked,
    slots_of,
)
from service.risk.product.needs import Need, ProductNeeds, goods_of
from service.risk.product.shares import SharesHit, shares_hit
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.path_store import Store
from service.risk.source_shock.steps import ADVERSE, CENTRAL, FAVOURABLE, Rules

Floats = NDArray[np.float64]


RULES = {"central": CENTRAL, "favourable": FAVOURABLE, "adverse": ADVERSE}
"""What stops a path, by view."""
ORDER = ("favourable", "central", "adverse")
"""The views as they are meant to come for a buyer."""
LEAST_TURN = 0.001
"""Share of need that a view must lose more on average before it counts as the worse one. Of one purchase less is at
most 0.2 points, where no tolerance is stated: what a world counts then rises by at most twice the share lost."""
ALL_OPEN = replace(ADVERSE, any_destination=False)
"""Rules that have the events of every cause that the interval looks at by itself."""


@dataclass(frozen=True)
class Views:
    """The purchases as each view of the evidence has them: as many, in the same order. Once they are measured
    (``Measured.views``), none is better off in the adverse view than in another."""

    favourable: Sequence[Need]
    central: Sequence[Need]
    adverse: Sequence[Need]

    def pick_needs(self, view: str) -> Sequence[Need]:
        """Those of a view."""
        needs: Sequence[Need] = getattr(self, view)
        return needs

    @classmethod
    def alike(cls, needs: Sequence[Need]) -> Views:
        """Purchases of which the evidence has one view."""
        return cls(needs, needs, needs)


@dataclass(frozen=True)
class Measured:
    """What a product loses. ``lost`` (purchases, patterns), ``patterns`` and ``slots`` are of the central view;
    ``fine`` tells apart all that happens in any view. ``by_world`` holds what each world counts (0..1),
    ``low_by_world`` and ``high_by_world`` the same in the favourable and adverse view."""

    epoch: Epoch
    store: Store
    product: ProductNeeds
    views: Views
    everything: Layout
    """All purchases, in the central view."""
    slots: Slots
    layouts: Mapping[str, Layout]
    """By view, the purchases that the product needs in the central one."""
    fine: Patterns
    sides: Mapping[str, tuple[Patterns, Floats]]
    """By view under its own rules, patterns and what is lost of every purchase."""
    by_world: Floats
    low_by_world: Floats
    high_by_world: Floats

    @property
    def patterns(self) -> Patterns:
        """Worlds by what is hit in the central view."""
        return self.sides["central"][0]

    @property
    def lost(self) -> Floats:
        """Lost share by purchase and pattern, in the central view."""
        return self.sides["central"][1]

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
        """What the product needs, laid out under other rules or in another view. With it come the worlds by what is hit
        of it, and its loss by pattern."""
        slots = slots_of(self.epoch, self.store, self.layouts[view], rules)
        fine = self.fine
        if not self.store.events_behind(slots.paths) <= fine.events:
            fine = patterns_of(self.epoch, self.store, [slots.paths])
        return slots, *lost_shares(self.store, slots, fine, (view, rules))

    def by_world_under(self, rules: Rules, view: str = "central") -> Floats:
        """What each world counts under other rules or in another view of the evidence. Where the product's routes are
        what they are under the view's own rules, it is known already."""
        asked, own = (paths_of(self.epoch, self.store, self.layouts[view], one) for one in (rules, RULES[view]))
        if np.array_equal(asked, own):
            return self.by_world if view == "central" else self.counted_in(view, self.product)
        _, patterns, lost = self.lost_under(rules, view)
        return counted(lost, self.product, patterns)

    def scores_of(self, lost: Floats) -> list[float]:
        """The scores (0..100) of products (rows) of the same purchases, from what each loses by pattern."""
        whole, other = (
            scored.values(each, self.product.tolerance) for each in (largest_lost(self.lost, self.product), lost)
        )
        return scored.scores_beside(self.score, whole, other, self.patterns)

    def counted_in(self, view: str, product: ProductNeeds) -> Floats:
        """What each world counts in a view under its own rules, for another product of the same purchases."""
        patterns, lost = self.sides[view]
        return counted(lost, product, patterns)

    def shares_hit(self, weights: Sequence[float] | None = None) -> SharesHit:
        """Expected shares hit; ``weights`` as in ``shares.py``."""
        return shares_hit(self.epoch, self.store, self.slots, weights)


def measure(epoch: Epoch, views: Views, product: ProductNeeds, store: Store | None = None) -> Measured:
    """Measure a product of one or more purchases, in the epoch's store or in one that is at hand."""
    store = store or epoch.store()
    goods = epoch.goods(store, goods_of(views.central))  # the same in every view
    whole = {view: layout_of(epoch, store, views.pick_needs(view), goods) for view in RULES}
    slots = {view: slots_of(epoch, store, whole[view], rules) for view, rules in RULES.items()}
    foreseen = paths_of(epoch, store, only(whole["central"], product.needed), ALL_OPEN)
    fine = patterns_of(epoch, store, [*(each.paths for each in slots.values()), foreseen])
    sides = _sides(store, slots, fine, {})
    if turned := _turned(sides):
        layouts = [whole[view] for view in ORDER]
        whole |= {view: picked(layouts, places) for view, places in turned.items()}
        slots |= {view: slots_of(epoch, store, whole[view], RULES[view]) for view in turned}
        kept = {view: side for view, side in sides.items() if view not in turned}
        if not all(store.events_behind(slots[view].paths) <= fine.events for view in turned):
            fine, kept = patterns_of(epoch, store, [*(each.paths for each in slots.values()), foreseen]), {}
        sides = _sides(store, slots, fine, kept)
        views = Views(*(whole[view].needs for view in VIEWS))
    by_world, low, high = (counted(sides[view][1], product, sides[view][0]) for view in RULES)
    everything, needed = whole["central"], {view: only(layout, product.needed) for view, layout in whole.items()}
    return Measured(
        epoch, store, product, views, everything, slots["central"], needed, fine, sides, by_world, low, high
    )


def _sides(
    store: Store, slots: Mapping[str, Slots], fine: Patterns, kept: Mapping[str, tuple[Patterns, Floats]]
) -> dict[str, tuple[Patterns, Floats]]:
    """By view under its own rules, patterns and what is lost of every purchase: as ``kept``, or measured."""
    sides = {view: kept.get(view) or lost_shares(store, slots[view], fine, view) for view in ("central", "adverse")}
    # most often the favourable view meets what the central one meets
    alike = all(np.array_equal(*pair) for pair in zip(slots["favourable"], slots["central"], strict=True))
    measured = kept.get("favourable") or (sides["central"] if alike else None)
    return sides | {"favourable": measured or lost_shares(store, slots["favourable"], fine, "favourable")}


def _turned(sides: Mapping[str, tuple[Patterns, Floats]]) -> dict[str, NDArray[np.intp]]:
    """By view whose purchases don't all have their own paths in it, by purchase the place in ``ORDER`` of the view
    whose paths it takes.

    A view is named by what it does to the shares of makers. A separator with a little less ore of its own may work on
    China's compounds instead. So of a purchase whose views come in another order, the adverse one takes the paths that
    lose most, the favourable one those that lose least."""
    means = np.stack([lost @ patterns.counts / patterns.count for patterns, lost in (sides[view] for view in ORDER)])
    best, worst = means.argmin(axis=0), len(ORDER) - 1 - means[::-1].argmax(axis=0)
    best[means[0] <= means.min(axis=0) + LEAST_TURN] = 0
    worst[means[-1] >= means.max(axis=0) - LEAST_TURN] = len(ORDER) - 1
    picks = {"favourable": best, "adverse": worst}
    return {view: places for view, places in picks.items() if (places != ORDER.index(view)).any()}


def counted(lost: Floats, product: ProductNeeds, patterns: Patterns) -> Floats:
    """What each world counts, from lost shares by purchase and pattern."""
    return patterns.spread(scored.values(largest_lost(lost, product), product.tolerance))


def by_world(epoch: Epoch, needs: Sequence[Need], product: ProductNeeds, rules: Rules = CENTRAL) -> Floats:
    """What each world counts, for purchases under some rules."""
    store = epoch.store()
    slots = slots_of(epoch, store, layout_of(epoch, store, needs), rules)
    patterns, lost = lost_shares(store, slots, patterns_of(epoch, store, [slots.paths]))
    return counted(lost, product, patterns)
