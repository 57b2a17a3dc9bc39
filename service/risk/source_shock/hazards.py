"""The hazards of every country and rare earth on a day: what the worlds of that day are drawn from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.risk.evidence.facts import Facts
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock import power
from service.risk.source_shock.acts import HEAVY, LIGHT, Acts, companions_of
from service.risk.source_shock.collapse import RARE_EARTH_PROBABILITY, RARE_EARTH_RANGE
from service.risk.source_shock.coverage import LIMITED, coverage
from service.risk.source_shock.features import FAMILIES, Sources, encode, faded
from service.risk.source_shock.pending import Pending, pending
from service.risk.source_shock.restriction import RestrictionModel, sigmoid
from service.risk.vocabulary import ELEMENTS, SCOPES

Floats = NDArray[np.float64]

SYMBOLS = tuple(ELEMENTS)
_COLUMNS = {symbol: column for column, symbol in enumerate(SYMBOLS)}
MOST_RECALL = 1.4
"""The register holds at least 1 / 1.4 of all acts. The EU's study of 2023 (Annex 7) names 72 restricted cells without a
look at outcomes. The register holds 45 of them; the misses were mild and small. Against two other trackers
it held 27 of 34."""
NO_COUNTRIES = frozenset({"WLD", "EU27"})
CONTROL, POWER = frozenset({"export_control"}), frozenset({"concentration", "governance"})
SWITCHED_OFF = {"power": POWER, "control": CONTROL, "substitution": frozenset({"substitution"})}
"""Families that a split of the score switches off together, by the name it has for them."""


@dataclass(frozen=True)
class Hazards:
    """``restriction`` (countries, elements) is the probability of a general serious act of the country that names the
    element. It counts acts that take effect within twelve months, before coverage of forms. Elements are in the order
    of ``SYMBOLS``.

    ``baseline`` and ``contributions`` (countries, elements, families) are log-odds; they sum to those of
    ``restriction``. ``references`` is each family's contribution when it is switched off. ``draws`` (draws, countries,
    elements) are ``restriction`` under redrawn coefficients, times 1 to 1.4 for acts that the register misses.
    ``cover`` and ``cover_range`` by country (``*`` for all others) and what leaves a stage, ``limited`` acts on some
    destinations per general act. ``shares`` and ``own_ages`` (countries, elements) are what the model saw.
    """

    on: date
    countries: tuple[str, ...]
    restriction: Floats
    baseline: float
    contributions: Floats
    references: Mapping[str, float]
    draws: Floats
    collapse: float
    collapse_range: tuple[float, float]
    cover: Mapping[str, Mapping[str, float]]
    cover_range: Mapping[str, Mapping[str, tuple[float, float]]]
    limited: Mapping[str, float]
    pending: tuple[Pending, ...]
    shares: Floats
    own_ages: Floats

    def find_hazard(self, country: str, element: str) -> float:
        """The hazard of one country and element; a country that isn't known has that of unnamed producers."""
        row = self._rows.get(country, self._rows[UNKNOWN_COUNTRY])
        return float(self.restriction[row, _COLUMNS[element]])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {country: row for row, country in enumerate(self.countries)}


def without(hazards: Hazards, families: Collection[str]) -> Floats:
    """``restriction`` with some families at their reference: the training means, or an empty register."""
    effects = hazards.contributions.copy()
    for family in families:
        effects[:, :, FAMILIES.index(family)] = hazards.references[family]
    return sigmoid(hazards.baseline + effects.sum(axis=2))


def hazards(facts: Facts, model: RestrictionModel, on: date, watched_through: date = date.max) -> Hazards:
    """The hazards on a day, as known on it. Acts fade from memory up to the last day on which anybody watched: a time
    of which nothing is known isn't calm."""
    acts = Acts(facts.register, model.minerals)
    shares = {element: _shares(facts, element, on) for element in SYMBOLS}
    countries = _countries(facts, acts, shares)
    watched = min(on, watched_through)
    sources = _sources(facts, acts, shares, countries, on, watched)
    rows = encode(sources)
    grid = (len(countries), len(SYMBOLS))
    unnamed = countries.index(UNKNOWN_COUNTRY)
    contributions = model.contributions(rows).reshape(*grid, len(FAMILIES))
    contributions[unnamed] = model.pooled()
    log_odds = model.baseline + contributions.sum(axis=2)
    drawn = model.drawn(rows).reshape(len(model.draws), *grid)
    drawn[:, unnamed] = log_odds[unnamed] + (model.draws[:, :1] - model.baseline)
    covers = coverage(acts, watched)
    named = sorted({cover.country for cover in covers})
    return Hazards(
        on=on,
        countries=countries,
        restriction=sigmoid(log_odds),
        baseline=model.baseline,
        contributions=contributions,
        references={f: model.empty_register() if f in CONTROL else 0.0 for f in FAMILIES},
        draws=np.minimum(1.0, sigmoid(drawn) * recall(len(model.draws))[:, None, None]),
        collapse=RARE_EARTH_PROBABILITY,
        collapse_range=RARE_EARTH_RANGE,
        cover={c: {one.form: one.probability for one in covers if one.country == c} for c in named},
        cover_range={c: {one.form: (one.low, one.high) for one in covers if one.country == c} for c in named},
        limited=dict(LIMITED),
        pending=pending(acts, on),
        shares=sources.share.reshape(grid),
        own_ages=sources.own_age.reshape(grid),
    )


def recall(draws: int) -> Floats:
    """By how much each draw multiplies the hazards for acts that the register misses: 1 to 1.4, evenly spread. Their
    order is unrelated to that of the draws (steps of the golden section; Weyl 1916)."""
    golden = (np.sqrt(5.0) - 1.0) / 2.0
    return np.asarray(1.0 + (MOST_RECALL - 1.0) * np.modf(golden * (1.0 + np.arange(draws)))[0], np.float64)


def _shares(facts: Facts, element: str, on: date) -> dict[str, float]:
    exported = power.exported(facts.trade, power.element_codes(element), power.trade_year(on))
    return power.larger(exported, power.produced(facts.evidence, element, on))


def _countries(facts: Facts, acts: Acts, shares: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Every country that governance, the register, trade or a published share knows, and the unnamed producers."""
    known = {country for by_country in shares.values() for country in by_country}
    return tuple(sorted((known | set(facts.governance) | set(acts.countries) | {UNKNOWN_COUNTRY}) - NO_COUNTRIES))


def _sources(
    facts: Facts,
    acts: Acts,
    shares: Mapping[str, Mapping[str, float]],
    countries: tuple[str, ...],
    on: date,
    watched: date,
) -> Sources:
    """One row for each country and element, elements fastest."""
    grid = (len(countries), len(SYMBOLS))
    own, companions, instability = np.full(grid, np.nan), np.zeros(grid), np.full(grid, np.nan)
    issuing = set(acts.countries)
    for row, country in enumerate(countries):
        instability[row] = _instability(facts, country, on)
        if country in issuing:
            newest = acts.newest(country, watched, serious=True)
            apart = faded(companions_of(HEAVY, newest))
            for column, element in enumerate(SYMBOLS):
                months = acts.own_age(country, mineral_of(element), element, watched)
                own[row, column] = np.nan if months is None else months
                companions[row, column] = apart
    share = np.array([[shares[element].get(country, 0.0) for element in SYMBOLS] for country in countries])
    difficulty = [_figure(facts, "substitution_difficulty_class", element, on) for element in SYMBOLS]
    recycling = [_figure(facts, "eol_rir", element, on) for element in SYMBOLS]
    per_element = (np.tile(np.array(values, np.float64), len(countries)) for values in (difficulty, recycling))
    return Sources(share.ravel(), instability.ravel(), own.ravel(), companions.ravel(), *per_element)


def mineral_of(element: str) -> str:
    """Which of the two minerals of rare earths an element belongs to; scandium goes with the heavy ones, as in acts."""
    return LIGHT if element in SCOPES[LIGHT] else HEAVY


def _instability(facts: Facts, country: str, on: date) -> float:
    known = {y: v for y, v in facts.governance.get(country, {}).items() if y <= power.governance_year(on)}
    return known[max(known)] if known else np.nan


def _figure(facts: Facts, quantity: str, element: str, on: date) -> float:
    interval = facts.evidence.value(quantity, element, on)
    return interval.central if interval is not None else np.nan
