"""What differs in a part between two sides: measures with their states, and ids of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.risk.changes.mixtures import EVIDENCE, REGISTER, TIME, TRADE, Side, claims_known, news, trade_years
from service.risk.controls.measures import Measure, members
from service.risk.evidence.table_figures import exports_id, governance_id
from service.risk.explanation.shocks import is_general
from service.risk.purchase.basket import read_bom
from service.risk.source_shock.power import element_codes
from service.risk.vocabulary import Stage

MOST = 20
"""Measures and figures that are named; all are counted."""


@dataclass(frozen=True)
class MeasureChange:
    """A measure with its state on either side, as known there."""

    measure_id: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """What differs: at most ``MOST`` of each, and how many there are."""

    measures: tuple[MeasureChange, ...] = ()
    measure_count: int = 0
    figures: tuple[str, ...] = ()
    figure_count: int = 0


def grounds(part: str, before: Side, after: Side) -> Differences:
    """What differs in a part, of what bears on the BOM's elements."""
    elements = frozenset(_elements(before) | _elements(after))
    if part == REGISTER:
        return _of_measures(
            [name for name, held in news(before, after).items() if _bears(held, elements)], before, after
        )
    if part == TIME:
        return _of_measures(_moved(before, after, elements), before, after)
    if part == EVIDENCE:
        return _of_figures(_claims(before, after, elements))
    return _of_figures(_statistics(before, after, elements)) if part == TRADE else Differences()


def _elements(side: Side) -> set[str]:
    purchases = read_bom(side.bom, side.kernel.resolver).purchases
    return {symbol for one in purchases for symbol in (one.element, *one.companions)}


def _bears(held: Iterable[Measure | None], elements: frozenset[str]) -> bool:
    return any(one is not None and bool(one.elements & elements) for one in held)


def _moved(before: Side, after: Side, elements: frozenset[str]) -> list[str]:
    """Measures that came into another state by themselves, as was known before."""
    told = news(before, after)
    return [
        one.measure_id
        for one in after.kernel.register.measures
        if one.elements & elements and one.measure_id not in told and _state(after, one.measure_id)
        != _state(before, one.measure_id)
    ]  # fmt: skip


def _power(side: Side) -> dict[str, float]:
    """By country, the largest share of world supply of any of the BOM's elements at any stage, in tenths."""
    power: dict[str, float] = {}
    for symbol in sorted(_elements(side)):
        for stage in Stage:
            for country, share in side.kernel.evidence.supply(symbol, stage, side.on).shares.items():
                power[country] = max(power.get(country, 0.0), round(share.central, 1))
    return power


def _weight(measure: Measure | None, power: Mapping[str, float]) -> tuple[float, bool, int, int]:
    """What sorts measures: those first of the country with the largest share that are serious and meet every buyer."""
    if measure is None:
        return 0.0, True, 0, 0
    share = max(power.get(country, 0.0) for country in members(measure.jurisdiction))
    return -share, not is_general(measure), -measure.rank, -measure.published.toordinal()


def _held(side: Side, name: str) -> Measure | None:
    return next((one for one in side.kernel.register.measures if one.measure_id == name), None)


def _state(side: Side, name: str) -> str:
    held = _held(side, name)
    return "not_yet_announced" if held is None else str(held.status(side.on, side.on))


def _of_measures(names: Sequence[str], before: Side, after: Side) -> Differences:
    power = _power(after)
    ranked = sorted(names, key=lambda name: _weight(_held(before, name) or _held(after, name), power))
    rows = [MeasureChange(name, _state(before, name), _state(after, name)) for name in ranked]
    return Differences(measures=tuple(rows[:MOST]), measure_count=len(rows))


def _claims(before: Side, after: Side, elements: frozenset[str]) -> list[str]:
    changed = claims_known(before) ^ claims_known(after)
    return sorted({one.claim_id for one in changed if any(one.covers(symbol) for symbol in elements)})


def _statistics(before: Side, after: Side, elements: frozenset[str]) -> list[str]:
    """Statistics of the years that only one side reads: exports by code, and governance of the elements' makers."""
    (was, ruled_before), (now, ruled) = trade_years(before), trade_years(after)
    codes = sorted({code for symbol in elements for code in element_codes(symbol)})
    figures = [exports_id(code, year) for code in codes for year in range(min(was, now) + 1, max(was, now) + 1)]
    if ruled != ruled_before:
        makers = {
            country
            for symbol in elements
            for stage in Stage
            for country in after.kernel.evidence.supply(symbol, stage, after.on).shares
        }
        figures += [
            governance_id(country, ruled)
            for country in sorted(makers)
            if ruled in after.kernel.facts.governance.get(country, {})
        ]
    return figures


def _of_figures(ids: Sequence[str]) -> Differences:
    return Differences(figures=tuple(ids[:MOST]), figure_count=len(ids))
