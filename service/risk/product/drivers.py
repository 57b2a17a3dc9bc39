"""The drivers of a score: what it would be without a country, a measure or an element, all else equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from service.risk.answer import Driver
from service.risk.bundle.kernel import Kernel
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product.assessment import Assessed, Variant, counterfactuals
from service.risk.product.probability import Product

COUNTRIES_EXPLAINED = 3
MEASURES_TRIED = 4
NOTICEABLE = 0.05
"""Counterfactuals that move the score by less than this many points are left out."""


def drivers(kernel: Kernel, assessed: Sequence[Assessed], now: float, product: Product) -> tuple[Driver, ...]:
    """The score without each of the most present countries (their part in many small hands elsewhere), each element and
    each of the weightiest measures, where it moves the score ``now`` (points); the most helpful first."""
    touched = {
        variant: [number for number, each in enumerate(assessed) if _touches(each, variant)]
        for variant in _variants(kernel, assessed)
    }
    points = iter(counterfactuals(kernel, [(assessed[n], variant) for variant, ns in touched.items() for n in ns]))
    chances = product.with_points([{n: next(points) for n in numbers} for numbers in touched.values()])
    found = [Driver(_words(variant), 100.0 * p) for variant, p in zip(touched, chances, strict=True)]
    elements = sorted({each.key.element for each in assessed})
    if len(elements) > 1:
        drops = [frozenset(n for n, each in enumerate(assessed) if each.key.element == e) for e in elements]
        found += [Driver({"element": e}, 100.0 * p) for e, p in zip(elements, product.without(drops), strict=True)]
    moving = [d for d in found if d.score is not None and abs(now - d.score) >= NOTICEABLE]
    # what helps alike stands in the order of its name, not of its last bits
    return tuple(sorted(moving, key=lambda d: (round(d.score or 0.0, 9), sorted(d.without.items()))))


def _variants(kernel: Kernel, assessed: Sequence[Assessed]) -> Iterator[Variant]:
    """The most present countries, by their shares of all stages, and the weightiest measures, by the share of supply
    they bear on and the square of their rank."""
    countries: dict[str, float] = {}
    measures: dict[str, float] = {}
    for each in assessed:
        for country, share in each.countries.items():
            countries[country] = countries.get(country, 0.0) + share
        for measure, share in each.measures.items():
            measures[measure] = measures.get(measure, 0.0) + share * kernel.register[measure].rank ** 2
    countries.pop(UNKNOWN_COUNTRY, None)
    yield from (Variant(without_country=country) for country in _widest(countries, COUNTRIES_EXPLAINED))
    yield from (Variant(without_measure=measure) for measure in _widest(measures, MEASURES_TRIED))


def _widest(weights: Mapping[str, float], count: int) -> list[str]:
    return sorted(weights, key=lambda name: (-weights[name], name))[:count]


def _words(variant: Variant) -> dict[str, str]:
    named = {"country": variant.without_country, "measure": variant.without_measure}
    return {name: value for name, value in named.items() if value is not None}


def _touches(assessed: Assessed, variant: Variant) -> bool:
    """Whether a counterfactual can change a hazard: the country stands in its chain, the measure bears on it."""
    if variant.without_measure:
        return variant.without_measure in assessed.measures
    return variant.without_country in assessed.countries
