"""A product under scenarios: each scored beside the forecast, on the same worlds.

An assumed act that withholds a part ``f`` of what it reaches loses that part in every world. The rest is lost as it
would be anyway: ``lost + f x (lost with the act - lost)``. Without an assumption the numbers are those of the forecast,
bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import fsum

import numpy as np
from numpy.typing import NDArray

from service.risk import scoring
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, FieldError
from service.risk.explanation.hazard_scores import Costs, shares_of
from service.risk.outlook.assumed import SURE, Conditions, NotMeantError, bom_under, conditions_of, epoch_under
from service.risk.outlook.bridged import LateLine, late_lines
from service.risk.outlook.scenarios import TODAY, Change, Scenario, scenarios
from service.risk.product.assembly import Assembled, assemble, parts_of
from service.risk.product.interval import aged, interval
from service.risk.product.loss import Patterns, Slots, largest_lost, layout_of, lost_shares, slots_of
from service.risk.product.measured import Measured, counted
from service.risk.product.needs import ProductNeeds
from service.risk.purchase.basket import Basket, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.source_shock.steps import ADVERSE, CENTRAL, FAVOURABLE, Rules

MOST_WORK = 30_000
"""Work that the scenarios of one answer may take, in the unit of ``work.MOST_WORK``. On hazards of its own a score
without explanations takes a third of what the unit says. The sample motor's sixteen took 0.6 s."""
PER_SCENARIO = 1_000
"""Work of a scenario besides that of the product: hazards of its own took up to 100 ms for a single magnet."""
RULES: Mapping[str, Rules] = {"favourable": FAVOURABLE, "central": CENTRAL, "adverse": ADVERSE}
ALL_BITS = 0xFF

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Level:
    """What a product comes to: score and interval in points, and the mean share (0..1) of its need that is hit."""

    score: float
    interval: tuple[float, float]
    expected_share_hit: float


@dataclass(frozen=True)
class Outcome:
    """A product under a scenario. ``why_not`` says why the scenario says nothing about it, and then there is no
    ``level``. ``surely_lost`` is the share (0..1) of need that the assumptions take by themselves, of the part that
    loses most. ``lost`` are the places that are lost. ``extra_cost`` is the sum that risen prices add to the quantities
    that are stated (low and high, money). ``late`` are the lines that a delay reaches, with what stock bridges."""

    scenario: Scenario
    level: Level | None
    why_not: str = ""
    surely_lost: float = 0.0
    lost: tuple[tuple[str, str], ...] = ()
    withheld: float | None = None
    extra_cost: tuple[Decimal, Decimal] | None = None
    late: tuple[LateLine, ...] = ()


@dataclass(frozen=True)
class WhatIf:
    """The forecast of a product and what scenarios would make of it. With them stand the ``elements`` that it surely
    holds, and the ids of scenarios left out for their work."""

    bom: Bom
    as_of: date
    forecast: Level
    outcomes: tuple[Outcome, ...]
    elements: tuple[str, ...]
    left_out: tuple[str, ...]


def what_if(bom: Bom, wanted: Sequence[str], kernel: Kernel, today: date, delay_days: float | None = None) -> WhatIf:
    """Score a BOM under the scenarios of some ids, all where none is named.

    Raises ``BomError`` for a BOM that can't be scored.
    """
    work = scoring.work(bom, kernel, today)
    day = bom.as_of or today
    base = canonical_bom(bom, day)
    asked = [scenarios()[name] for name in wanted] if wanted else list(scenarios().values())
    room = max(1, MOST_WORK // max(1, work))
    product = Product(base, kernel, day)
    return WhatIf(
        bom=base,
        as_of=day,
        forecast=product.forecast,
        outcomes=tuple(product.under(one if delay_days is None else one.late_by(delay_days)) for one in asked[:room]),
        elements=tuple(dict.fromkeys(one.element for one in product.basket.purchases)),
        left_out=tuple(one.id for one in asked[room:]),
    )


class Product:
    """A canonical BOM on a day, with its forecast. Raises ``BomError`` where it has no score."""

    def __init__(self, bom: Bom, kernel: Kernel, day: date) -> None:
        self.bom, self.kernel, self.day = bom, kernel, day
        self.basket = read_bom(bom, kernel.resolver)
        assembled = self._assembled(self.basket, Conditions())
        if assembled is None or not assembled.held:
            words = "no line surely holds a rare earth: describe the unread lines first (POST /v1/readings helps)"
            raise BomError("There is no score to compare with.", [FieldError("/lines", "unscored", words)])
        self.assembled = assembled
        self.forecast = self._level(assembled, self.basket)

    def under(self, scenario: Scenario) -> Outcome:
        """The product under a scenario."""
        if scenario.id == TODAY:
            return Outcome(scenario, self.forecast)
        try:
            self._check_known(scenario)
            changed = bom_under(scenario, self.bom, self.basket)
            conditions = conditions_of(scenario, self.bom, self.assembled, self.kernel, self.day)
        except NotMeantError as error:
            return Outcome(scenario, None, str(error))
        basket = self.basket if changed == self.bom else read_bom(changed, self.kernel.resolver)
        assembled = self._assembled(basket, conditions)
        assert assembled is not None  # a changed source or a share to spare takes no rare earth away
        part = conditions.withheld if conditions.acts and conditions.withheld < SURE else None
        level = self._level(assembled, basket) if part is None else self._mixed(assembled, basket, conditions)
        lost = tuple((str(stage), country) for stage, country in sorted(conditions.lost))
        sure = surely_lost(assembled.measured) * conditions.withheld
        late = tuple(late_lines(scenario, basket, assembled.number, sure_losses(assembled.measured).tolist()))
        return Outcome(scenario, level, "", sure, lost, part, self._extra_cost(scenario), late)

    def _check_known(self, scenario: Scenario) -> None:
        evidence = self.kernel.evidence
        for name in dict.fromkeys(claim for one in scenario.assumptions for claim in one.claims):
            if evidence.claim(name).published > self.day:
                raise NotMeantError(f"The document behind it wasn't published on {self.day} ({name}).")

    def _assembled(self, basket: Basket, conditions: Conditions) -> Assembled | None:
        epoch = epoch_under(self.kernel, self.day, conditions)
        end_uses = self.kernel.register.named_end_uses | {use for act in conditions.acts for use in act.end_uses}
        return assemble(basket, epoch, self.kernel.sourcing, self.day, self._tolerance, end_uses)

    @property
    def _tolerance(self) -> float | None:
        return None if self.bom.tolerance is None else float(self.bom.tolerance)

    def _level(self, assembled: Assembled, basket: Basket) -> Level:
        ends = aged(interval(assembled.ends), self.kernel.days_beyond(self.day))
        return Level(assembled.measured.score, (ends.low, ends.high), self._share_hit(assembled, basket))

    def _share_hit(self, assembled: Assembled, basket: Basket) -> float:
        shares = shares_of(assembled, Costs(basket, self.kernel, self.day))
        return shares.product.value if shares else 0.0

    def _mixed(self, assembled: Assembled, basket: Basket, conditions: Conditions) -> Level:
        """The level where acts withhold a part."""
        part, spared = conditions.withheld, conditions.ids
        by_view = {view: _by_world(assembled, basket, view, part, spared, self._tolerance) for view in RULES}
        measured = replace(
            assembled.measured, by_world=by_view["central"], low_by_world=by_view["favourable"],
            high_by_world=by_view["adverse"],
        )  # fmt: skip
        ends = aged(interval(measured), self.kernel.days_beyond(self.day))
        whole = self._share_hit(assembled, basket)
        spare = _spared(assembled.measured, "central", spared)
        rest = self._share_hit(replace(assembled, measured=replace(assembled.measured, slots=spare)), basket)
        return Level(measured.score, (ends.low, ends.high), rest + part * (whole - rest))

    def _extra_cost(self, scenario: Scenario) -> tuple[Decimal, Decimal] | None:
        """What the assumed rise of prices adds to the value of all lines; ``None`` where one has no value."""
        values = [line.value for line in self.basket.lines if line.purchases]
        rises = [(one.low, one.high) for one in scenario.pick_assumptions(Change.PRICE)]
        known = [value for value in values if value is not None]
        if not rises or len(known) < len(values):
            return None
        low, high = (fsum(end or 0.0 for end in ends) for ends in zip(*rises, strict=True))
        total = sum(known, Decimal(0))
        return total * Decimal(str(low)), total * Decimal(str(high))


def surely_lost(measured: Measured) -> float:
    """The share (0..1) of need that is lost in every world, of the part that loses most."""
    return float(largest_lost(sure_losses(measured)[:, None], measured.product)[0])


def sure_losses(measured: Measured) -> Floats:
    """By purchase, the share (0..1) of need that is lost in every world."""
    slots = measured.slots
    sure = (measured.store.rows[slots.paths] == ALL_BITS).all(axis=1)
    lost: Floats = np.bincount(slots.owner, slots.shares * sure, len(slots.keep)) * slots.keep
    return lost


def _spared(measured: Measured, view: str, spared: frozenset[str]) -> Slots:
    """The purchases of a view, with some acts left out."""
    needs = getattr(measured.views, view)
    rules = replace(RULES[view], spared=spared)
    return slots_of(measured.epoch, measured.store, layout_of(measured.epoch, measured.store, needs), rules)


def _by_world(
    assembled: Assembled, basket: Basket, view: str, part: float, spared: frozenset[str], tolerance: float | None
) -> Floats:
    """What each world counts in a view, where the ``spared`` acts take a part of what they reach."""
    measured = assembled.measured
    with_acts = _spread(*measured.sides[view])
    slots = _spared(measured, view, spared)
    rest = _spread(*lost_shares(measured.store, slots, measured.fine))
    lost = rest + part * np.maximum(with_acts - rest, 0.0)
    product = ProductNeeds(parts_of(basket.lines, assembled.number, view), tolerance)
    every = np.arange(measured.epoch.worlds.count)
    worlds = Patterns(len(every), every, every, every, np.ones(len(every)), frozenset(), frozenset())
    return counted(lost, product, worlds)


def _spread(patterns: Patterns, lost: Floats) -> Floats:
    """Lost shares by purchase and world."""
    by_world: Floats = np.zeros((len(lost), patterns.count))
    by_world[:, patterns.worlds] = lost[:, patterns.pattern]
    return by_world
