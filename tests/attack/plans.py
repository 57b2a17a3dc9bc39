"""Plans for products drawn at random, each scored again: ``python -m tests.attack.plans 500``.

A plan must come to what it promises, and must not raise what it aims at. With dearer actions it must not become
cheaper. More stock must not raise the chance of a stop. The loss of the largest source must not lower a score. The
scenario of today must be the forecast.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from service.risk import scoring
from service.risk.bom import Bom, Line, Source
from service.risk.bundle.kernel import Kernel
from service.risk.mitigation.actions import Kind
from service.risk.mitigation.plan import Wish, plan
from service.risk.outlook.scenarios import TODAY as AS_TODAY
from service.risk.outlook.scenarios import scenarios
from service.risk.outlook.stock import Money, stock
from service.risk.outlook.what_if import what_if
from service.risk.vocabulary import Stage
from tests.factories import TODAY, kernel

MAGNETS = ("NdFeB N42SH", "NdFeB N35", "NdFeB N38UH", "SmCo5", "Sm2Co17", "bonded NdFeB")
ELEMENTS = ("Ce", "Nd", "Pr", "Dy", "Tb", "La", "Y", "Gd")
TARGETS = (3.0, 8.0, 15.0)
FEW, MANY = Decimal(30), Decimal(120)
CHEAP = {Kind.SECOND_SOURCE: Decimal(20), Kind.SOLE_SOURCE: Decimal(50)}
DEAR = {Kind.SECOND_SOURCE: Decimal(20), Kind.SOLE_SOURCE: Decimal(500)}
SLACK = 1e-9


def random_bom(seed: int) -> Bom:
    """A few lines of magnets and oxides, from one or two countries or from nobody in particular."""
    dice = Random(seed)
    lines = [_magnet(dice, n) if dice.random() < 0.5 else _oxide(dice, n) for n in range(dice.randint(1, 4))]
    return Bom(buyer_country=dice.choice([None, "DEU", "JPN", "USA"]), lines=tuple(lines))


def _magnet(dice: Random, number: int) -> Line:
    return Line(str(number), material=dice.choice(MAGNETS), supply=_mix(dice, Stage.MAGNET, "JPN"))


def _oxide(dice: Random, number: int) -> Line:
    return Line(str(number), element=dice.choice(ELEMENTS), form="oxide", supply=_mix(dice, Stage.SEPARATION, "MYS"))


def _mix(dice: Random, stage: Stage, other: str) -> tuple[Source, ...]:
    part = Decimal(dice.randint(1, 10)) / 10
    if dice.random() < 0.3:
        return ()
    rest = (Source(stage, other, 1 - part),) if part < 1 else ()
    return (Source(stage, "CHN", part), *rest)


def faults_of(seed: int, model: Kernel, counts: Counter[str] | None = None) -> Iterator[str]:
    """What is wrong with the plans, stocks and scenarios of one product, in words; ``counts`` says what was tried."""
    product, tried = random_bom(seed), Counter[str]() if counts is None else counts
    yield from _of_plans(product, Wish(TARGETS[seed % len(TARGETS)]), model, tried)
    yield from _of_stock(product, model, tried)
    yield from _of_scenarios(product, model, tried)


def _of_plans(product: Bom, wish: Wish, model: Kernel, tried: Counter[str]) -> Iterator[str]:
    made = plan(product, wish, model, TODAY)
    tried["plans"] += 1
    tried["plans with changes"] += bool(made.steps)
    tried["plans that reach their target"] += made.reached
    again = scoring.summary(made.bom, model, TODAY).score
    if again != made.after.score:
        yield f"the changed BOM scores {again}, and {made.after.score} was promised"
    if (made.after.score or 0.0) > (made.before.score or 0.0):
        yield f"a plan for the score raises it from {made.before.score} to {made.after.score}"
    if made.reached != ((made.after.score or 0.0) <= wish.target):
        yield f"reached is {made.reached} at {made.after.score} for a target of {wish.target}"
    cheap, dear = (plan(product, replace(wish, costs=costs), model, TODAY) for costs in (CHEAP, DEAR))
    tried["pairs of plans with dearer actions, both of which reach it by a change"] += bool(
        cheap.reached and dear.reached and cheap.steps
    )
    if cheap.reached and dear.reached and (dear.cost or Decimal(0)) < (cheap.cost or Decimal(0)):
        yield f"with dearer actions the plan costs {dear.cost} instead of {cheap.cost}"


def _of_stock(product: Bom, model: Kernel, tried: Counter[str]) -> Iterator[str]:
    few, many = (stock(_stocked(product, days), Money(), model, TODAY) for days in (FEW, MANY))
    for less, more in zip(few.lines, many.lines, strict=True):
        tried["lines with more stock that stop less likely"] += more.stop < less.stop
        if more.stop > less.stop:
            yield f"line {less.line_id}: {MANY} days of stock make a stop likelier than {FEW}"


def _stocked(product: Bom, days: Decimal) -> Bom:
    return replace(product, lines=tuple(replace(one, stock_days=days) for one in product.lines))


def _of_scenarios(product: Bom, model: Kernel, tried: Counter[str]) -> Iterator[str]:
    losses = [name for name in scenarios() if name.startswith("n-1-")]
    made = what_if(product, [AS_TODAY, *losses], model, TODAY)
    score = scoring.summary(product, model, TODAY).score
    for one in made.outcomes:
        if one.level is None:
            continue
        tried["losses of the largest source that raise a score"] += one.level.score > made.forecast.score
        if one.scenario.id == AS_TODAY and one.level.score != score:
            yield f"the scenario of today scores {one.level.score}, the forecast is {score}"
        if one.level.score < made.forecast.score - SLACK:
            yield f"{one.scenario.id} lowers the score from {made.forecast.score} to {one.level.score}"


def main(count: int) -> int:
    """Try so many products and print what is wrong; how many have a fault."""
    model, faulty, counts = kernel(), 0, Counter[str]()
    for seed in range(count):
        faults = list(faults_of(seed, model, counts))
        faulty += bool(faults)
        for fault in faults:
            print(f"product {seed}: {fault}", flush=True)
    print(f"{count} products: {faulty} with a fault")
    print("\n".join(f"{many:,} {what}" for what, many in counts.items()))
    return faulty


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if sys.argv[1:] else 500) else 0)
