"""The cheapest set of actions that brings a product's score to a target.

Marginal effects don't add: a Japanese magnet of Chinese oxide still meets China's border, and only both moves together
leave it. So sets of actions are scored as they are. Where there are few, all are tried, else the step that helps most
is taken each time; the plan says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product
from math import inf, prod

from service.risk import scoring
from service.risk.answer import Summary
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, FieldError
from service.risk.explanation.hazard_scores import Costs, shares_of
from service.risk.mitigation.actions import (
    Action,
    Kind,
    Move,
    Slot,
    Swap,
    WorldShares,
    changed,
    lines_by_form,
    possible_moves,
    stages_of,
)
from service.risk.product.assembly import assemble
from service.risk.purchase.basket import Basket, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.work import work_of
from service.risk.vocabulary import CHAIN, Stage

Slots = Mapping[Slot, Sequence[Action]]

MOST_SCORED, PLAN_WORK = 160, 60_000
"""Changed BOMs that one plan may score, and the work that they may take together, in the unit of
``work.MOST_WORK``; a large BOM gets fewer."""
WITHOUT_EXPLANATIONS = 10
"""Without its explanations a score takes a tenth of what the unit says. The sample motor's work is 784, and one of its
changed BOMs took 7.5 ms."""
FEWEST_SCORED = 6
PLAN_WORK_PER_LINE = 10
"""A changed BOM is read anew, line by line, which is no shorter without explanations."""
BEST_KEPT = 2
"""Countries of a slot that are tried together with other actions: those that lower the score most by themselves."""
LEAST_GAIN = 0.5
"""Points below which an action isn't worth its trouble where the target isn't reached anyway."""
MOST_STEPS = 6


class Aim(StrEnum):
    """What shall become smaller."""

    SCORE = "score"
    SHARE_HIT = "expected_share_hit"


class Method(StrEnum):
    """How a plan was found."""

    ENUMERATED = "enumerated"
    STEPWISE = "stepwise"


METHODS = {
    Method.ENUMERATED: "every set of the actions tried was scored, the cheapest first",
    Method.STEPWISE: "the action, or pair of actions, that lowers the score most was taken, one after the other",
}


@dataclass(frozen=True)
class Substitute:
    """A material that a line may be made of, and what the change costs (money)."""

    line_id: str
    material: str
    cost: Decimal | None = None


@dataclass(frozen=True)
class Offer:
    """What somebody offers: ``share`` (0..1) of a stage made in ``country`` (alpha-3), at a ``cost`` (money). It is for
    the lines named, or for all whose form passes the stage."""

    stage: Stage
    country: str
    share: Decimal
    recycled: bool = False
    line_ids: tuple[str, ...] = ()
    cost: Decimal | None = None


@dataclass(frozen=True)
class Wish:
    """What is wanted: an ``aim`` of at most ``target`` points, for at most ``budget`` where actions have a cost. That
    is their own cost, else that of their kind in ``costs`` (money). Of the ``allowed`` kinds, with no country in
    ``without`` (alpha-3)."""

    target: float
    aim: Aim = Aim.SCORE
    allowed: frozenset[Kind] = frozenset(Kind)
    without: frozenset[str] = frozenset()
    materials: tuple[Substitute, ...] = ()
    offers: tuple[Offer, ...] = ()
    costs: Mapping[Kind, Decimal] = field(default_factory=dict)
    budget: Decimal | None = None

    def cost(self, action: Action) -> Decimal | None:
        """What an action costs; ``None`` where nobody said."""
        return self.costs.get(action.kind) if action.cost is None else action.cost


@dataclass(frozen=True)
class Effect:
    """What a BOM comes to: its score (points) and the mean share of the need hit (0..1)."""

    score: float
    expected_share_hit: float

    def read_aim(self, aim: Aim) -> float:
        """What is aimed at, in points."""
        return self.score if aim is Aim.SCORE else 100.0 * self.expected_share_hit


@dataclass(frozen=True)
class Step:
    """An action of a plan: the product after it and those before it, and without it alone. ``world_share`` is the
    country's least share (0..1) of the world's output among the elements that are moved."""

    action: Action
    after: Effect
    without_it: Effect
    world_share: float | None
    cost: Decimal | None


@dataclass(frozen=True)
class Stuck:
    """An element of some lines that has nowhere to move at a stage. No country but ``largest`` (alpha-3, with its share
    of the world's output) makes enough of it."""

    element: str
    stage: Stage
    largest: str
    world_share: float
    line_ids: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What to do, in order. ``reached`` is False where no set that was tried gets to the target; then the best is told.
    Where there is nowhere to go it stands in ``stuck``."""

    reached: bool
    method: Method
    scored: int
    steps: tuple[Step, ...]
    cost: Decimal | None
    before: Summary
    after: Summary
    bom: Bom
    stuck: tuple[Stuck, ...]


Effects = dict[frozenset[str], Effect]
"""What sets of actions came to, by their ids. Searches of one BOM and day share it where they differ in aim alone."""


def plan(bom: Bom, wish: Wish, kernel: Kernel, today: date, effects: Effects | None = None) -> Plan:
    """The plan for a BOM, as of the day it states, else ``today``. What is in ``effects`` isn't scored again.

    Raises ``BomError`` for a BOM that can't be scored, a line or material that isn't there, or one too large to plan.
    """
    before = scoring.summary(bom, kernel, today)
    if before.score is None:
        words = "the BOM has no score yet: describe the unread lines first (POST /v1/readings helps)"
        raise BomError("There is nothing to plan.", [FieldError("/bom/lines", "unscored", words)])
    day = bom.as_of or today
    base = canonical_bom(bom, day)
    search = _Search(base, wish, kernel, day, {} if effects is None else effects)
    chosen, method = search.run()
    steps = tuple(search.steps(chosen))
    return Plan(
        reached=search.level(chosen) <= wish.target,
        method=method,
        scored=search.scored,
        steps=steps,
        cost=_money(chosen, wish) if all(wish.cost(one) is not None for one in chosen) else None,
        before=before,
        after=scoring.summary(changed(bom, chosen), kernel, today) if chosen else before,
        bom=changed(base, chosen),
        stuck=tuple(search.stuck()),
    )


def most_scored(bom: Bom, basket: Basket) -> int:
    """Changed BOMs that the plan for one may score: the fewer, the more each of them takes."""
    return max(FEWEST_SCORED, min(MOST_SCORED, PLAN_WORK // work_of_one(bom, basket)))


def plan_work(bom: Bom, kernel: Kernel, today: date) -> int:
    """What a plan takes at the most, in the unit of ``work.MOST_WORK``. Raises ``BomError`` as scoring does."""
    base = canonical_bom(bom, bom.as_of or today)
    basket = read_bom(base, kernel.resolver)
    return most_scored(base, basket) * work_of_one(base, basket) // WITHOUT_EXPLANATIONS


def work_of_one(bom: Bom, basket: Basket) -> int:
    """What one changed BOM takes, in the unit of ``work.MOST_WORK``, were it explained."""
    measured = sum(map(work_of, {*basket.purchases, *basket.other_purchases}))
    return max(1, measured + PLAN_WORK_PER_LINE * len(bom.lines))


def measured(bom: Bom, kernel: Kernel, day: date) -> Effect:
    """What a canonical BOM comes to, without what explains it."""
    basket = read_bom(bom, kernel.resolver)
    tolerance = None if bom.tolerance is None else float(bom.tolerance)
    made = assemble(basket, kernel.epoch(day), kernel.sourcing, day, tolerance)
    shares = shares_of(made, Costs(basket, kernel, day)) if made else None
    return Effect(made.measured.score, shares.product.value) if made and shares else Effect(0.0, 0.0)


class _Search:
    """Sets of actions with their scores, each scored once."""

    def __init__(self, base: Bom, wish: Wish, kernel: Kernel, day: date, effects: Effects) -> None:
        self.base, self.wish, self.kernel, self.day = base, wish, kernel, day
        self._effects = effects
        self._basket = read_bom(base, kernel.resolver)
        self._most = most_scored(base, self._basket)
        self._makers = WorldShares(kernel, day)
        self._known: Effects = {}
        self._slots = self._worth_trying(self._possible())

    def run(self) -> tuple[tuple[Action, ...], Method]:
        """The chosen actions."""
        if prod(len(slot) + 1 for slot in self._slots) <= self._most - self.scored:
            chosen, method = self._cheapest(sorted(_sets(self._slots), key=self._price)), Method.ENUMERATED
        else:
            chosen, method = self._stepwise(), Method.STEPWISE
        return (chosen if self.level(chosen) <= self.wish.target else self._worth_it(chosen)), method

    @property
    def scored(self) -> int:
        """How many changed BOMs were scored."""
        return len(self._known)

    def effect(self, actions: Iterable[Action]) -> Effect:
        """What the BOM comes to with the actions carried out."""
        chosen = tuple(actions)
        key = _names(chosen)
        if key not in self._known:
            if key not in self._effects:
                self._effects[key] = measured(changed(self.base, chosen), self.kernel, self.day)
            self._known[key] = self._effects[key]
        return self._known[key]

    def level(self, actions: Iterable[Action]) -> float:
        """What is aimed at, in points, with the actions carried out."""
        return self.effect(actions).read_aim(self.wish.aim)

    def stuck(self) -> Iterator[Stuck]:
        """Elements for which a stage has one maker alone, by stage."""
        lines: dict[tuple[Stage, str], list[str]] = {}
        for form, some in sorted(lines_by_form(self._basket).items()):
            for _, line in some:
                for element in sorted({one.element for one in line.purchases}):
                    for stage in stages_of(form):
                        lines.setdefault((stage, element), []).append(line.line.line_id)
        for (stage, element), line_ids in sorted(lines.items()):
            shares = self._makers.shares(element, stage)
            if len(shares) == 1:
                ((largest, share),) = shares.items()
                yield Stuck(element, stage, largest, share, tuple(dict.fromkeys(line_ids)))

    def steps(self, chosen: Sequence[Action]) -> Iterator[Step]:
        """The chosen actions, always the one next that lowers the score most."""
        left, done = list(chosen), list[Action]()
        while left:
            best = min(left, key=lambda action: (self.level([*done, action]), action.id))
            left.remove(best)
            done.append(best)
            without = self.effect([action for action in chosen if action is not best])
            yield Step(best, self.effect(done), without, self._world_share(best), self.wish.cost(best))

    def _possible(self) -> Slots:
        slots: dict[Slot, list[Action]] = {}
        moves = possible_moves(self.base, self._basket, self.kernel, self.day, self.wish.without)
        every: list[Action] = [*moves, *self._offers(), *self._swaps()]
        for action in every:
            if action.kind in self.wish.allowed and self._affordable((action,)):
                slots.setdefault(action.slot, []).append(action)
        return slots

    def _offers(self) -> Iterator[Move]:
        by_form = lines_by_form(self._basket)
        known = {line.line_id for line in self.base.lines}
        for n, offer in enumerate(self.wish.offers):
            if strange := [name for name in offer.line_ids if name not in known]:
                raise _no_line(f"/offers/{n}/line_ids", strange[0])
            meant = [
                at
                for form, lines in by_form.items()
                for at, one in lines
                if offer.stage in CHAIN[form] and (not offer.line_ids or one.line.line_id in offer.line_ids)
            ]
            if not meant:
                words = f"no line that is meant passes {offer.stage}"
                raise BomError("An offer fits no line.", [FieldError(f"/offers/{n}/stage", "no_such_stage", words)])
            yield Move(offer.stage, offer.country, offer.share, tuple(sorted(meant)), None, n, offer.recycled,
                       offer.cost)  # fmt: skip

    def _swaps(self) -> Iterator[Swap]:
        positions = {line.line_id: n for n, line in enumerate(self.base.lines)}
        for n, one in enumerate(self.wish.materials):
            if one.line_id not in positions:
                raise _no_line(f"/materials/{n}/line_id", one.line_id)
            swap = Swap(positions[one.line_id], one.line_id, one.material, one.cost)
            if self.base.lines[swap.position].confirmed:
                words = "what was confirmed of its part says what it is; leave out its part_number to plan with another"
                raise BomError("A part is confirmed.", [FieldError(f"/materials/{n}/line_id", "confirmed", words)])
            yield self._readable(swap, f"/materials/{n}/material")

    def _readable(self, swap: Swap, pointer: str) -> Swap:
        """The swap, without the line's sources where these don't fit the other material."""
        for each in (swap, replace(swap, keeps_supply=False)):
            try:
                alone = replace(self.base, lines=(each.on(self.base.lines[each.position]),))
                line = read_bom(alone, self.kernel.resolver).lines[0]  # the others say nothing of what this one is
            except BomError as error:
                refused = error
                continue
            if not line.scored:
                words = f"{swap.material[:100]!r} can't be read; POST /v1/readings tells what it may mean"
                raise BomError("A material can't be read.", [FieldError(pointer, "unread", words)])
            return each if line.purchases else replace(each, keeps_supply=False)
        faults = [FieldError(pointer, each.code, each.detail) for each in refused.errors]
        raise BomError("A material doesn't fit its line.", faults) from refused

    def _worth_trying(self, slots: Slots) -> list[list[Action]]:
        """By slot the buyer's own offers and materials, and the moves to those countries that lower the score most.

        A move upstream may do nothing alone, so each is also tried beside the best move at the stage that is bought.
        """
        for action in (one for some in slots.values() for one in some):
            if self.scored < self._most:
                self.level([action])
        kept = []
        for _, actions in sorted(slots.items(), key=lambda one: str(one[0])):
            moves = [one for one in actions if isinstance(one, Move) and one.offer is None]
            best = {one: min(self._alone(one), self._beside(one, slots)) for one in moves}
            countries = list(dict.fromkeys(one.country for one in sorted(moves, key=lambda one: (best[one], one.id))))
            kept.append([one for one in actions if one not in best or one.country in countries[:BEST_KEPT]])
        return kept

    def _alone(self, action: Action) -> float:
        return self.level([action]) if _names([action]) in self._known else inf

    def _beside(self, action: Move, slots: Slots) -> float:
        others = [one for slot, some in slots.items() if slot != action.slot and slot[0] == action.form for one in some]
        best = min(others, key=lambda one: (self._alone(one), one.id), default=None)
        return inf if best is None or self.scored >= self._most else self.level([action, best])

    def _price(self, actions: Sequence[Action]) -> tuple[Decimal, int, Decimal, tuple[str, ...]]:
        """What sets are ordered by: money, then how many actions, then how much they move."""
        moved = sum((one.share for one in actions if isinstance(one, Move)), Decimal(0))
        return _money(actions, self.wish), len(actions), moved, tuple(sorted(_names(actions)))

    def _affordable(self, actions: Sequence[Action]) -> bool:
        return self.wish.budget is None or _money(actions, self.wish) <= self.wish.budget

    def _cheapest(self, sets: Sequence[tuple[Action, ...]]) -> tuple[Action, ...]:
        """The first set that reaches the target; of those that cost as much the one with the lowest score. Where none
        does, the lowest score of all."""
        open_to = [one for one in sets if self._affordable(one)]
        for actions in open_to:
            if self.level(actions) <= self.wish.target:
                price = self._price(actions)[:-1]
                return min((one for one in open_to if self._price(one)[:-1] == price), key=self.level)
        return min(open_to, key=lambda one: (self.level(one), self._price(one)))

    def _stepwise(self) -> tuple[Action, ...]:
        chosen: tuple[Action, ...] = ()
        while self.level(chosen) > self.wish.target and len(chosen) < MOST_STEPS:
            taken = {action.slot for action in chosen}
            free = [slot for slot in self._slots if slot[0].slot not in taken]
            more = [(*chosen, *some) for some in (*_sets(free, 1), *_sets(free, 2))]
            tried = [one for one in more if self._affordable(one) and self._can_score(one)]
            best = min(tried, key=lambda one: (self._gain_left(one, chosen), self._price(one)), default=chosen)
            if self.level(best) > self.level(chosen) - LEAST_GAIN:
                break
            chosen = best
        return chosen

    def _worth_it(self, chosen: tuple[Action, ...]) -> tuple[Action, ...]:
        """The set without those actions that hardly help."""
        while chosen:
            idle = {one: self.level([other for other in chosen if other is not one]) for one in chosen}
            least = min(chosen, key=lambda one: (idle[one], one.id))
            if idle[least] - self.level(chosen) >= LEAST_GAIN:
                break
            chosen = tuple(one for one in chosen if one is not least)
        return chosen

    def _gain_left(self, actions: Sequence[Action], chosen: Sequence[Action]) -> float:
        """Minus the points that an action more takes off."""
        return (self.level(actions) - self.level(chosen)) / (len(actions) - len(chosen))

    def _can_score(self, actions: Sequence[Action]) -> bool:
        if _names(actions) not in self._known and self.scored >= self._most:
            return False
        self.level(actions)
        return True

    def _world_share(self, action: Action) -> float | None:
        if not isinstance(action, Move):
            return None
        lines = [self._basket.lines[position] for position in action.positions]
        elements = sorted({one.element for line in lines for one in line.purchases})
        return min(self._makers.shares(element, action.stage).get(action.country, 0.0) for element in elements)


def _sets(slots: Sequence[Sequence[Action]], exactly: int | None = None) -> Iterator[tuple[Action, ...]]:
    """Every choice of at most one action of a slot, or of ``exactly`` so many; the empty one too."""
    for count in range(len(slots) + 1) if exactly is None else (exactly,):
        for some in combinations(slots, count):
            yield from product(*some)


def _names(actions: Iterable[Action]) -> frozenset[str]:
    return frozenset(action.id for action in actions)


def _money(actions: Iterable[Action], wish: Wish) -> Decimal:
    return sum((wish.cost(action) or Decimal(0) for action in actions), Decimal(0))


def _no_line(pointer: str, name: str) -> BomError:
    return BomError("A line isn't there.", [FieldError(pointer, "no_line", f"no line has the id {name[:100]!r}")])
