"""Where the default sources of a purchase's paths come from: rules, ids of figures, and what stands in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from service.risk.evidence.table_figures import exports_id, imports_id
from service.risk.supply_chain.feed import SMALLEST_FEED
from service.risk.supply_chain.makers import Basis, trade_years
from service.risk.supply_chain.places import Assumption, Code, Place
from service.risk.supply_chain.routes import Routes
from service.risk.supply_chain.sourcing import Supply
from service.risk.vocabulary import Stage

STANDING_IN = {
    Basis.LATER_FIGURE: Code.LATER_FIGURE,
    Basis.NEAREST_FIGURE: Code.NEAREST_FIGURE,
    Basis.WORLD_TRADE: Code.WORLD_TRADE,
    Basis.NOTHING: Code.PASSED_OVER,
}


KEPT = 512
"""Some 2 kilobytes each, twenty where many countries are named. Purchases of an element that take the same routes rest
on the same figures, whatever their shares. A request for 25 lines asks for some 200 views, a third of them distinct."""

Ways = Sequence[tuple[Place, ...]]
"""Places of a purchase's paths."""


class Provenance(NamedTuple):
    """Rules as ``stage:rule``, ids for ``/v1/claims/{id}``, and assumptions."""

    defaults: tuple[str, ...]
    figures: tuple[str, ...]
    assumed: tuple[Assumption, ...]


@lru_cache(maxsize=KEPT)
def provenance(
    supply: Supply, chain: tuple[Stage, ...], buyer: str | None, routes: Routes, numbers: bytes
) -> Provenance:
    """Where the sources of the stages in ``chain``, which aren't declared, come from; ``numbers`` are those of the
    paths' routes in order, as bytes."""
    paths = [routes.written[number] for number in np.frombuffer(numbers, np.intp).tolist()]
    parts = [_of_stage(supply, stage, buyer, paths) for stage in chain]
    return Provenance(
        tuple(rule for part in parts for rule in part.defaults),
        tuple(dict.fromkeys(figure for part in parts for figure in part.figures)),
        tuple(dict.fromkeys(one for part in parts for one in part.assumed)),
    )


def _of_stage(supply: Supply, stage: Stage, buyer: str | None, paths: Ways) -> Provenance:
    makers = supply.makers[stage]
    assumed = [Assumption(STANDING_IN[makers.basis], stage)] if makers.basis in STANDING_IN else []
    if not makers.shares:
        return Provenance((), (), tuple(assumed))
    here = sorted({place.country for path in paths for place in path if place.stage is stage})
    figures = [figure for country in here for figure in makers.figures.get(country, ())]
    assumed += [Assumption(Code.LATER_FIGURE, stage, country) for country in here if country in makers.later]
    rest = _of_feed(supply, paths) if stage is Stage.MINING else _of_trade(supply, stage, buyer, paths)
    return Provenance(rest.defaults, (*figures, *rest.figures), (*assumed, *rest.assumed))


def _of_trade(supply: Supply, stage: Stage, buyer: str | None, paths: Ways) -> Provenance:
    """The rules that named a stage's sources, and the trade and needs behind them."""
    code, trade, years = supply.code(stage), supply.sourcing.trade, trade_years(supply.year)
    buyers = sorted(_buyers(stage, paths, buyer))
    importing = [country for country in buyers if supply.imported(stage, country)]
    at_home = [country for country in buyers if supply.home[stage].get(country)]
    figures = [imports_id(code, c, year) for c in importing for year in years if trade.import_mix(code, c, year)]
    if supply.makers[stage].basis is Basis.WORLD_TRADE:
        figures += [exports_id(code, year) for year in years if trade.export_shares(code, year)]
    if stage is Stage.MAGNET:
        figures += supply.need_figures(at_home)
    rules = [*(["home"] if at_home else []), "world_and_trade" if importing else "world"]
    return Provenance(tuple(f"{stage}:{rule}" for rule in rules), tuple(figures), ())


def _buyers(stage: Stage, paths: Ways, buyer: str | None) -> set[str]:
    """The countries that the stage's good goes to."""
    buyers: set[str] = set()
    for path in paths:
        for place, following in pairwise(path):
            if place.stage is stage:
                buyers.add(following.country)
        if buyer and path[-1].stage is stage:
            buyers.add(buyer)
    return buyers


def _of_feed(supply: Supply, paths: Ways) -> Provenance:
    """What the separators of the paths work on, and the scrap that stands in for ore."""
    rules = [f"{Stage.MINING}:feed"]
    figures: list[str] = []
    assumed: list[Assumption] = []
    for country in sorted({p.country for path in paths for p in path if p.stage is Stage.SEPARATION}):
        feed = supply.feed(country)
        figures += feed.figures
        if feed.compounds:
            assumed.append(Assumption(Code.FEED_FROM_IMPORTS, Stage.SEPARATION, country))
        elif feed.by_rule >= SMALLEST_FEED:
            assumed.append(Assumption(Code.FEED_BY_RULE, Stage.MINING, country))
    part, _, rates = supply.recycled
    if part > 0:
        rules.append(f"{Stage.MINING}:recycling")
        figures += rates
    return Provenance(tuple(rules), tuple(figures), tuple(assumed))
