"""Where a product's supply is narrow: the countries that a shock would come from, each at its largest stage."""

from __future__ import annotations

from collections.abc import Sequence

from service.risk.answer import Chokepoint, CountryLoss, Standing
from service.risk.explanation.reasons import Told, loss_of
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock.hazards import Hazards

MOST_CHOKEPOINTS = 5


def chokepoints(
    told: Sequence[Told], by_country: Sequence[CountryLoss], standing: Sequence[Standing], hazards: Hazards
) -> tuple[Chokepoint, ...]:
    """At most five countries, that of the largest part of what is hit first."""
    return tuple(_chokepoint(one, told, standing, hazards) for one in ranked(by_country)[:MOST_CHOKEPOINTS])


def ranked(by_country: Sequence[CountryLoss]) -> list[CountryLoss]:
    """The named countries that something is lost in, that of the largest part first."""
    named = [one for one in by_country if one.country != UNKNOWN_COUNTRY and loss_of(one) > 0.0]
    return sorted(named, key=lambda one: (-loss_of(one), one.country))


def _chokepoint(loss: CountryLoss, told: Sequence[Told], standing: Sequence[Standing], hazards: Hazards) -> Chokepoint:
    country = loss.country
    lost = told[0].losses.find_losses(country)
    met = [one for one in told if one.number in lost]
    met.sort(key=lambda one: (-loss_of(lost[one.number]), one.traced.purchase.text))
    places = [one.stages.largest_place(one.number, country) for one in met]
    stage = places[0][0]
    there = [(one, share) for one, (at, share) in zip(met, places, strict=True) if at is stage]
    acts = {name for one, _ in there for name in one.met.measures}
    met_as = {(one.traced.purchase.element, lost[one.number].restriction > 0.0) for one, _ in there}
    return Chokepoint(
        country=country,
        stage=str(stage),
        elements=tuple(dict.fromkeys(one.traced.purchase.element for one, _ in there)),
        share=max(share for _, share in there),
        expected_share_hit=loss_of(loss),
        shock_probability=max(_chance(country, element, reached, hazards) for element, reached in met_as),
        controls=tuple(s.measure_id for s in standing if s.country == country and s.measure_id in acts),
    )


def _chance(country: str, element: str, reached: bool, hazards: Hazards) -> float:
    """P(the country restricts the element, where that reaches the buyer, or its exports collapse)."""
    restriction = hazards.find_hazard(country, element) if reached else 0.0
    return 1.0 - (1.0 - restriction) * (1.0 - hazards.collapse)
