"""Where a stored BOM can be hit: countries at a stage that much of a need passes, and which lines depend on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from service.risk.answer import HazardScore, Score
from service.store.scores import Exposure, KeptChokepoint

LEAST_SHARE = 0.25
"""Of a need: no product is taken to be harmed by the loss of less, so no smaller source is a chokepoint."""
NO_COUNTRY = ("ZZZ", "WLD")


def chokepoints(result: Score) -> Iterator[KeptChokepoint]:
    """Countries that a quarter or more of a purchase's need passes at a stage, with the chance of a shock there."""
    largest: dict[tuple[str, str, str], float] = {}
    for hazard in result.hazards:
        for stage, shares in hazard.supply.items():
            for one in shares:
                key = (one.country, stage, hazard.element)
                largest[key] = max(largest.get(key, 0.0), one.share[len(one.share) // 2])
    shocks = {
        (source.country, stage, source.element): 1.0 - (1.0 - source.restriction) * (1.0 - source.collapse)
        for source in result.sources
        for stage in source.stages
    }
    for key, share in sorted(largest.items()):
        if share >= LEAST_SHARE and key in shocks and key[0] not in NO_COUNTRY:
            yield KeptChokepoint(*key, share, shocks[key])


def exposures(result: Score, places: Iterable[KeptChokepoint], currency: str | None) -> Iterator[Exposure]:
    """What the lines come to that depend on chokepoints, by country and stage. Each line counts once, whatever the
    number of its elements that pass there."""
    purchases = {hazard.id: hazard for hazard in result.hazards}
    elements: dict[tuple[str, str], set[str]] = {}
    for place in places:
        elements.setdefault((place.country, place.stage), set()).add(place.element)
    for (country, stage), named in elements.items():
        lines = [
            line
            for line in result.lines
            if any(_passes(purchases[name], country, stage, named) for name in line.hazards if name in purchases)
        ]
        masses = [line.mass_g for line in lines if line.mass_g is not None]
        values = [line.value for line in lines if line.value is not None]
        mass, spend = (float(sum(some, Decimal(0))) if some else None for some in (masses, values))
        yield Exposure(country, stage, len(lines), mass, spend, currency)


def _passes(purchase: HazardScore, country: str, stage: str, elements: Collection[str]) -> bool:
    """Whether a quarter or more of a purchase's need passes a country at a stage."""
    if purchase.element not in elements:
        return False
    shares = purchase.supply.get(stage, ())
    return any(one.country == country and one.share[len(one.share) // 2] >= LEAST_SHARE for one in shares)
