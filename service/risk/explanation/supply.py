"""Who stands at each stage of a purchase, under the three views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from service.risk.answer import CountryShare
from service.risk.intervals import VIEWS
from service.risk.mix import SHARE_DECIMALS, UNKNOWN_COUNTRY
from service.risk.product.assembly import Traced
from service.risk.supply_chain.places import Path
from service.risk.vocabulary import Stage

SHOWN_SHARE = 0.005
"""Countries below half a percent at a stage are shown together as ``ZZZ``."""


def shares_at(paths: Sequence[Path]) -> dict[Stage, dict[str, float]]:
    """Share (0..1) of the need that passes each country at each stage."""
    weights: dict[tuple[Stage, str], list[float]] = {}
    for path in paths:
        for stage, country in dict.fromkeys(path.places):
            weights.setdefault((stage, country), []).append(path.weight)
    found: dict[Stage, dict[str, float]] = {stage: {} for stage in Stage}
    for (stage, country), parts in weights.items():
        found[stage][country] = fsum(parts)
    return {stage: by_country for stage, by_country in found.items() if by_country}


def supply_of(traced: Traced) -> Mapping[str, tuple[CountryShare, ...]]:
    """Countries by stage, the largest first, as low, central and high share over the views."""
    views = [shares_at(traced.by_view[view].paths) for view in VIEWS]
    stages = [stage for stage in Stage if any(stage in view for view in views)]
    return {str(stage): _at_stage([view.get(stage, {}) for view in views]) for stage in stages}


def _at_stage(views: Sequence[Mapping[str, float]]) -> tuple[CountryShare, ...]:
    countries = sorted({country for view in views for country in view} - {UNKNOWN_COUNTRY})
    shares = {country: [view.get(country, 0.0) for view in views] for country in countries}
    shown = [country for country in countries if max(shares[country]) >= SHOWN_SHARE]
    rest = [fsum(share for country, share in view.items() if country not in shown) for view in views]
    ranked = sorted(shown, key=lambda country: (-shares[country][VIEWS.index("central")], country))
    found = [CountryShare(country, _range(shares[country])) for country in ranked]
    return (*found, *([CountryShare(UNKNOWN_COUNTRY, _range(rest))] if max(rest) >= SHOWN_SHARE else []))


def _range(views: Sequence[float]) -> tuple[float, ...]:
    rounded = [round(share, SHARE_DECIMALS) for share in views]
    central = rounded[VIEWS.index("central")]
    return (central,) if len(set(rounded)) == 1 else (min(rounded), central, max(rounded))
