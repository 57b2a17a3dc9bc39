"""Where a product's supply is narrow: the countries that a shock would come from, each at its largest stage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.risk.answer import Chokepoint, CountryLoss, Standing
from service.risk.explanation.reasons import Told, loss_of
from service.risk.explanation.supply import STAGES
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock.hazards import Hazards

MOST_CHOKEPOINTS = 5


def chokepoints(
    told: Told | None, by_country: Sequence[CountryLoss], standing: Sequence[Standing], hazards: Hazards
) -> tuple[Chokepoint, ...]:
    """At most five countries, that of the largest part of what is hit first."""
    if told is None:
        return ()
    return tuple(_chokepoint(one, told, standing, hazards) for one in ranked(by_country)[:MOST_CHOKEPOINTS])


def ranked(by_country: Sequence[CountryLoss]) -> list[CountryLoss]:
    """The named countries that something is lost in, that of the largest part first."""
    named = [one for one in by_country if one.country != UNKNOWN_COUNTRY and loss_of(one) > 0.0]
    return sorted(named, key=lambda one: (-loss_of(one), one.country))


def _chokepoint(loss: CountryLoss, told: Told, standing: Sequence[Standing], hazards: Hazards) -> Chokepoint:
    country = loss.country
    numbers, lost = told.losses.find_losses(country)
    order = np.argsort(-lost.sum(axis=0), kind="stable")  # purchases stand in the order of their words
    numbers, restricted = numbers[order], lost[0, order] > 0.0
    stages, shares = told.stages.largest_places(country)
    stage = stages[numbers[0]]
    there = stages[numbers] == stage
    elements = [told.elements[n] for n in numbers[there].tolist()]
    met_as = set(zip(elements, restricted[there].tolist(), strict=True))
    acting, meets = told.acts_of(country, standing)
    stand: list[bool] = np.any(meets[:, numbers[there]], axis=1).tolist()
    return Chokepoint(
        country=country,
        stage=str(STAGES[stage]),
        elements=tuple(dict.fromkeys(elements)),
        share=float(shares[numbers[there]].max()),
        expected_share_hit=loss_of(loss),
        shock_probability=max(_chance(country, element, reached, hazards) for element, reached in met_as),
        controls=tuple(act.measure_id for act, met in zip(acting, stand, strict=True) if met),
    )


def _chance(country: str, element: str, reached: bool, hazards: Hazards) -> float:
    """P(the country restricts the element, where that reaches the buyer, or its exports collapse)."""
    restriction = hazards.find_hazard(country, element) if reached else 0.0
    return 1.0 - (1.0 - restriction) * (1.0 - hazards.collapse)
