"""Whom to buy from instead: the single maker of the bought form with the lowest expected share hit.

The answer depends on the good, its buyer and the day, not on the mix that is bought today. Stages further up follow the
maker as they do by default.
"""

from __future__ import annotations

from typing import NamedTuple

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product.assembly import need_of, traced_with
from service.risk.product.loss import layout_of, slots_of
from service.risk.product.shares import shares_hit
from service.risk.purchase.basket import Purchase
from service.risk.source_shock.epoch import Epoch
from service.risk.supply_chain.places import DeclaredSource
from service.risk.supply_chain.sourcing import Sourcing
from service.risk.vocabulary import CHAIN, Stage

LEAST_OUTPUT = 0.02
"""Makers below two percent of the world's output are too small to be told as the one to buy all from."""


class BestSource(NamedTuple):
    """A maker (alpha-3) at the stage of the bought form, and the expected share hit (0..1) if all came from it."""

    stage: Stage
    country: str
    expected_share_hit: float


def best_source(purchase: Purchase, epoch: Epoch, sourcing: Sourcing) -> BestSource | None:
    """The best maker that the evidence knows, the first by code among equals; ``None`` where it knows none."""
    on = epoch.sources.hazards.on
    stage = CHAIN[purchase.form][-1]
    shares = sourcing.supply(purchase.element, on, "central").makers[stage].shares
    makers = sorted(c for c, share in shares.items() if share >= LEAST_OUTPUT and c != UNKNOWN_COUNTRY)
    if not makers:
        return None
    alone = ({stage: [DeclaredSource(country, 1.0)]} for country in makers)
    needs = [need_of(purchase, traced_with(purchase, sourcing, on, declared)) for declared in alone]
    store = epoch.store()
    lost = shares_hit(epoch, store, slots_of(epoch, store, layout_of(epoch, store, needs))).totals
    best = min(range(len(makers)), key=lambda n: (round(float(lost[n]), 9), makers[n]))
    return BestSource(stage, makers[best], float(lost[best]))
