"""The countries that can be hit: how likely, by family, and on which figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from service.risk.answer import LogOdds, Source
from service.risk.bundle.kernel import Kernel
from service.risk.evidence.facts import Facts
from service.risk.evidence.table_figures import exports_id, governance_id
from service.risk.explanation.standing import Borders
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product.measured import Measured
from service.risk.source_shock.features import FAMILIES
from service.risk.source_shock.hazards import SYMBOLS, Hazards
from service.risk.source_shock.power import MEAN_YEARS, element_codes, governance_year, trade_year
from service.risk.vocabulary import Stage

WORDS = "sources"
SUBSTITUTION = ("substitution_difficulty_class", "eol_rir")


def sources_of(measured: Measured, held: int, hazards: Hazards, kernel: Kernel) -> tuple[Source, ...]:
    """Every country and element that the paths of the first ``held`` purchases meet at a border, the likeliest first.
    A source is put into words once a day."""
    layout, store = measured.everything, measured.store
    borders = Borders.kept(store, kernel.register, hazards.on)
    kinds = np.unique(borders.number_routes(store, layout.routes[layout.owner < held])).tolist()
    met: dict[tuple[str, str], set[Stage]] = {}
    for country, element, stage in frozenset().union(*(borders.kinds[kind].sources for kind in kinds)):
        met.setdefault((country, element), set()).add(stage)
    words: dict[tuple[str, str, frozenset[Stage]], Source] = store.notes.setdefault(WORDS, {})
    rows = []
    for (country, element), stages in met.items():
        key = country, element, frozenset(stages)
        if key not in words:
            words[key] = _source(country, element, stages, hazards, kernel.facts)
        rows.append(words[key])
    return tuple(sorted(rows, key=lambda s: (-s.restriction, s.country, s.element)))


def _source(country: str, element: str, stages: set[Stage], hazards: Hazards, facts: Facts) -> Source:
    known = country if country in hazards.countries else UNKNOWN_COUNTRY
    row, column = hazards.countries.index(known), SYMBOLS.index(element)
    parts = dict(zip(FAMILIES, hazards.contributions[row, column].tolist(), strict=True))
    ordered = tuple(str(stage) for stage in Stage if stage in stages)
    restriction = float(hazards.restriction[row, column])
    figures = tuple(dict.fromkeys(figures_of(country, element, hazards, facts)))
    return Source(country, element, ordered, restriction, hazards.collapse, LogOdds(hazards.baseline, **parts), figures)


def figures_of(country: str, element: str, hazards: Hazards, facts: Facts) -> Iterator[str]:
    """Ids of the figures behind a source's hazard: its share at each stage, exports, governance, substitution."""
    on = hazards.on
    for stage in Stage:
        share = facts.evidence.supply(element, stage, on).shares.get(country)
        yield from share.figures if share else ()
    newest = trade_year(on) if facts.trade.last_year is None else min(trade_year(on), facts.trade.last_year)
    for code in sorted(element_codes(element)):
        for year in range(newest - MEAN_YEARS + 1, newest + 1):
            if country in facts.trade.export_shares(code, year):
                yield exports_id(code, year)
    years = [year for year in facts.governance.get(country, {}) if year <= governance_year(on)]
    if years:
        yield governance_id(country, max(years))
    for quantity in SUBSTITUTION:
        value = facts.evidence.value(quantity, element, on)
        yield from value.figures if value else ()
