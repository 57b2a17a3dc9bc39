"""Which figures stand behind a hazard: every claim and every figure of the tables that its answer rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from service.risk.disruption.exposure import Assembly, Facts
from service.risk.evidence.market import BuyerMarket, WorldVolume
from service.risk.evidence.table_figures import exports_id, governance_id, imports_id, market_id, prices_id, world_id
from service.risk.product.assessment import Assessed
from service.risk.supply_chain.chain import FROM_IMPORTS, Step


def figures_of(assessed: Assessed, facts: Facts) -> tuple[str, ...]:
    """Ids for ``/v1/claims/{id}``, of all three views: claims first, then import mixes, exports and governance."""
    key = assessed.key
    central_first = sorted(assessed.points, key=lambda point: point is not assessed.central)
    assemblies = [point.assembly for point in central_first if point.assembly]
    found: dict[str, None] = {}
    for assembly in assemblies:
        found.update(dict.fromkeys(assembly.figures))
    for assembly in assemblies:
        found.update(dict.fromkeys(_of_trade(assembly, key.good.code, key.buyer, key.on, facts)))
        found.update(dict.fromkeys(_of_governance(assembly, facts)))
    return tuple(found)


def _of_trade(assembly: Assembly, code: str, buyer: str, on: date, facts: Facts) -> Iterator[str]:
    """The import mixes that named sellers, the buyer's own market, and world exports: where they stand for a stage that
    nothing was published on, and as the dominance of the bought form's exporters."""
    year = assembly.year
    for step in assembly.chain.steps:
        for country, rule in step.rules.items():
            if rule in FROM_IMPORTS:
                yield imports_id(step.good.code, country, year)
        if step.world and not _published(step, on, facts):
            yield exports_id(step.good.code, year)
    if assembly.exposure.market_size is not None:
        yield imports_id(code, buyer, year)
    if assembly.exposure.export_shares:
        yield exports_id(code, year)
    yield from _of_market(assembly, code, buyer, facts)


def _of_market(assembly: Assembly, code: str, buyer: str, facts: Facts) -> Iterator[str]:
    """The world's volume, and the buyer's own imports with the prices that they are set against."""
    exposure, year = assembly.exposure, assembly.year
    own = _known(exposure.buyer_market)
    if own:
        yield market_id(code, buyer, year)
        if facts.trade.prices(code):
            yield prices_id(code, year)
    if own or _known(exposure.world_volume):
        yield world_id(code, year)


def _known(state: BuyerMarket | WorldVolume) -> bool:
    return any(not math.isnan(value) for value in vars(state).values())


def _published(step: Step, on: date, facts: Facts) -> bool:
    return step.stage is not None and bool(facts.evidence.supply(step.good.subject, step.stage, on).shares)


def _of_governance(assembly: Assembly, facts: Facts) -> Iterator[str]:
    """Governance of the countries that sell the bought form."""
    for country in assembly.exposure.governance:
        if found := facts.governance_of(country, assembly.year):
            yield governance_id(country, found[0])
