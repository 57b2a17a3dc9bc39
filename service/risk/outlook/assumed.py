"""Assumptions carried out: on the lines of a BOM, and on what can happen to their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import fsum

import numpy as np
from numpy.typing import NDArray

from service.risk.bom import Bom, Line
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import SEVERITIES, Measure, Status
from service.risk.explanation.words import country_name
from service.risk.mitigation.actions import Move, lines_by_form
from service.risk.outlook.scenarios import BUYER, LARGEST, WITHHOLDING, Assumption, Change, Scenario
from service.risk.product.assembly import Assembled
from service.risk.purchase.basket import Basket
from service.risk.purchase.canonical import six
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.pending import Pending
from service.risk.vocabulary import CHAIN, Stage

DAYS_A_YEAR = 365
ASSUMED = "if:"
"""How ids of assumed acts begin."""
SURE = 1.0
EPOCHS_KEPT, KEPT_BYTES = 12, 3 << 20
"""Conditions whose hazards and worlds are kept, as many as the table of scenarios has, and how large each may be: the
sample motor's take 1.5 to 2 MB, and are most of the work of its scenarios."""


class NotMeantError(Exception):
    """A scenario says nothing about a product; the text says why, and what would change that."""


@dataclass(frozen=True)
class Conditions:
    """What is assumed of sources: acts that take effect for sure, places that are lost, and by how much odds change.
    ``withheld`` (0..1) is the share of what the acts reach that is lost to them."""

    acts: tuple[Pending, ...] = ()
    lost: frozenset[tuple[Stage, str]] = frozenset()
    odds: tuple[tuple[str, float], ...] = ()
    withheld: float = SURE

    @property
    def ids(self) -> frozenset[str]:
        """Of the acts."""
        return frozenset(act.measure_id for act in self.acts)


def epoch_under(kernel: Kernel, day: date, conditions: Conditions) -> Epoch:
    """The day's hazards and worlds under conditions; without any those of the forecast themselves.

    Kept for the next product, which mostly meets the same paths. What has grown large is let go: a worker serves more
    than scenarios."""
    if not (conditions.acts or conditions.lost or conditions.odds):
        return kernel.epoch(day)
    kept, key = kernel.assumed, (day, conditions.acts, conditions.lost, conditions.odds)
    epoch = kept.pop(key, None) or _changed(kernel, day, conditions)
    for name, other in list(kept.items()):
        if other.store().held_bytes > KEPT_BYTES:
            kept.pop(name, None)
    kept[key] = epoch
    for name in list(kept)[:-EPOCHS_KEPT]:
        kept.pop(name, None)
    return epoch


def _changed(kernel: Kernel, day: date, conditions: Conditions) -> Epoch:
    """New hazards and worlds under conditions."""
    base, table = kernel.epoch(day), kernel.hazards(day)
    changed = replace(table, pending=(*table.pending, *conditions.acts))
    if not conditions.odds:  # weights of worlds hang on hazards alone, and these are the day's
        return Epoch(changed, kernel.worlds, {}, conditions.lost, base.alternatives)
    restriction, draws = table.restriction.copy(), table.draws.copy()
    for country, factor in conditions.odds:
        row = table.countries.index(country)
        for one in (restriction, draws):
            one[..., row, :] = _odds_times(one[..., row, :], factor)
    return Epoch(replace(changed, restriction=restriction, draws=draws), kernel.worlds, {}, conditions.lost)


def _odds_times(chances: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    changed: NDArray[np.float64] = factor * chances / (1.0 - chances + factor * chances)
    return changed


def conditions_of(scenario: Scenario, bom: Bom, forecast: Assembled, kernel: Kernel, day: date) -> Conditions:
    """What a scenario assumes of the sources of a product. Raises ``NotMeantError``."""
    acts: list[Pending] = []
    lost: set[tuple[Stage, str]] = set()
    withheld = SURE
    for one in scenario.assumptions:
        if one.change is Change.LOSS:
            assert one.stage is not None
            lost.add((one.stage, largest(forecast, one.stage) if one.country == LARGEST else one.country))
        elif one.change is Change.IN_FORCE:
            acts += _returning(one, kernel, day)
        elif one.change in WITHHOLDING:
            acts += [_ban(one, bom, scenario)] if one.change is Change.BAN else _licences(one, kernel, day)
            withheld = withheld_by(one)
    odds = tuple((one.country, one.value or 1.0) for one in scenario.pick_assumptions(Change.ODDS))
    return Conditions(tuple(acts), frozenset(lost), odds, withheld)


def withheld_by(one: Assumption) -> float:
    """The share (0..1) of a year's need that an assumption takes of what it reaches: days of a delay over a year's."""
    value = one.value if one.value is not None else SURE
    if one.change is Change.DELAY:
        return min(SURE, value / DAYS_A_YEAR)
    return value


def largest(forecast: Assembled, stage: Stage) -> str:
    """The country through which most of what the product needs passes at a stage. Raises ``NotMeantError``."""
    shares: dict[str, list[float]] = {}
    for one in forecast.held:
        for path in one.central.paths:
            for at, country in path.places:
                if at is stage:
                    shares.setdefault(country, []).append(path.weight)
    if not shares:
        raise NotMeantError(f"Nothing in the product passes {stage}.")
    return max(sorted(shares), key=lambda country: (fsum(shares[country]), country))


def _ban(one: Assumption, bom: Bom, scenario: Scenario) -> Pending:
    destinations = one.destinations
    if BUYER in destinations:
        if bom.buyer_country is None:
            raise NotMeantError("The BOM doesn't say who buys: state buyer_country.")
        if bom.buyer_country == one.country:
            raise NotMeantError(f"The buyer is in {country_name(one.country)}: no export of its own reaches it.")
        destinations = frozenset({bom.buyer_country})
    if one.end_uses and not any((line.end_use or "").strip().lower() in one.end_uses for line in bom.lines):
        words = " or ".join(sorted(one.end_uses))
        raise NotMeantError(f"No line says that its end_use is {words}: state it on the lines that are.")
    return _act(f"{scenario.id}:{one.country}", one.country, destinations=destinations, end_uses=one.end_uses)


def _returning(one: Assumption, kernel: Kernel, day: date) -> Iterator[Pending]:
    known = {measure.measure_id: measure for measure in kernel.register.measures}
    for name in one.measures:
        measure = known.get(name)
        if measure is None or measure.published > day:
            raise NotMeantError(f"Measure {name} wasn't known on {day}.")
        if kernel.register.status(measure, day, day) is Status.IN_FORCE:
            raise NotMeantError(f"Measure {name} is in force on {day}: the forecast counts it as standing.")
        yield in_effect(measure)


def _licences(one: Assumption, kernel: Kernel, day: date) -> list[Pending]:
    """Licences of a country that are in force on a day and name rare earths as goods. Those that are given without
    asking, merely administrative, make nothing late."""
    acts = [
        in_effect(measure)
        for measure in kernel.register.measures
        if measure.jurisdiction == one.country
        and measure.instrument == "licence"
        and measure.sign == "tightening"
        and measure.elements
        and measure.rank >= SEVERITIES["moderate"]
        and kernel.register.status(measure, day, day) is Status.IN_FORCE
    ]
    if not acts:
        raise NotMeantError(f"No licence of {country_name(one.country)} on rare earths is in force on {day}.")
    return acts


def in_effect(measure: Measure) -> Pending:
    """A measure as an act that takes effect for sure."""
    return _act(
        measure.measure_id, measure.jurisdiction, measure.elements, measure.forms, measure.destinations,
        measure.end_uses,
    )  # fmt: skip


def _act(
    name: str,
    country: str,
    elements: Iterable[str] = (),
    forms: Iterable[str] = (),
    destinations: Iterable[str] = (),
    end_uses: Iterable[str] = (),
) -> Pending:
    return Pending(
        f"{ASSUMED}{name}",
        country,
        frozenset(elements),
        frozenset(forms),
        frozenset(destinations),
        frozenset(end_uses),
        central=SURE,
        adverse=SURE,
    )


def bom_under(scenario: Scenario, bom: Bom, basket: Basket) -> Bom:
    """The canonical BOM as a scenario has it. Raises ``NotMeantError``."""
    lines = list(bom.lines)
    forms = {n: form for form, some in lines_by_form(basket).items() for n, _ in some}
    for one in scenario.pick_assumptions(Change.MOVED, Change.RECYCLED):
        move = _move(one, bom, [n for n, form in forms.items() if one.stage in CHAIN[form]])
        for position in move.positions:
            lines[position] = move.on(lines[position])
    for one in scenario.pick_assumptions(Change.SAVED):
        share = Decimal(str(one.value))
        lines = [_spared(line, share) if n in forms else line for n, line in enumerate(lines)]
    return replace(bom, lines=tuple(lines))


def _move(one: Assumption, bom: Bom, positions: list[int]) -> Move:
    assert one.stage is not None
    recycled = one.change is Change.RECYCLED
    country = bom.buyer_country if recycled else one.country
    if country is None:
        raise NotMeantError("Scrap is taken to be worked in the buyer's country: state buyer_country.")
    return Move(one.stage, country, Decimal(str(one.value)), tuple(positions), recycled=recycled)


def _spared(line: Line, share: Decimal) -> Line:
    """The line of which a share more can be done without."""
    kept = 1 - (line.can_do_without or Decimal(0))
    return replace(line, can_do_without=six(1 - kept * (1 - share)))
