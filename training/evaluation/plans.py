"""Would plans have helped? Plans made with what was known at the end of 2024, against what April 2025 did.

On 4 April 2025 China put seven rare earths and their magnets under licence, and nobody had announced it. The plans'
hazards are those of a fit on earlier years. Who makes what, and which acts stood, is as known on the last day of 2024.
The acts then hit each product as it was, as the plans would have it, and under two rules that need no model.

What is lost is the share of need whose paths meet the acts at a border. It is the loss that the plans forecast, with
the same weights. The rules of October 2025 are no hit: they were suspended, all but one before their first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import fsum

from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError
from service.risk.explanation.hazard_scores import Costs, weights_of
from service.risk.mitigation.actions import WHOLE, Kind, Move, WorldShares, changed, possible_moves
from service.risk.mitigation.plan import Aim, Effect, Effects, Plan, Wish, measured, plan
from service.risk.outlook.assumed import Conditions, epoch_under, in_effect
from service.risk.outlook.what_if import sure_losses
from service.risk.product.assembly import assemble
from service.risk.product.loss import largest_lost
from service.risk.product.score import values
from service.risk.purchase.basket import read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.vocabulary import CHAIN, Stage
from training.data.exporters import read
from training.data.workspace import Workspace
from training.fit.restriction import fit
from training.tables import minerals

KNOWN_ON, HIT_ON = date(2024, 12, 31), date(2025, 4, 4)
ACTS = ("CN-2025-18", "CN-2025-18-MAG")
ACTOR = "CHN"
LEAST = 1e-6
"""Share of need below which nothing is lost, or nothing changed."""
ONE = Decimal(1)
FEW = {Kind.SECOND_SOURCE: ONE, Kind.SOLE_SOURCE: ONE}
NOTHING = "nothing is done"
SCORE, SHARE, HALF, TWO = "lowest score", "least share hit", "half the share hit", "two changes"
LEAVE, FREE = "leave the largest maker", "leave China"
PLANS = {
    SCORE: "a plan for a score of 0, with any number of changes",
    SHARE: "a plan for an expected share hit of 0, with any number of changes",
    HALF: "a plan for half of the product's expected share hit, with the fewest changes",
    TWO: "a plan for an expected share hit of 0 that may change two sources at most",
}
RULES = {
    LEAVE: "no model: what is bought comes from the largest maker but one of its last stage",
    FREE: "no model: separation and last stage leave China wherever another maker of two percent was known",
}


@dataclass(frozen=True)
class Loss:
    """What the acts took: the mean share of need (0..1), and the chance (0..1) that it was more than could be lost.
    ``elements`` are those of which something was lost."""

    share: float
    hit: float
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A product changed in one way: what the acts took then, how many changes it took, and the share hit (0..1) that
    was expected. ``stuck`` are elements that the plan found to come from China alone at a stage."""

    loss: Loss
    changes: int
    expected: float
    stuck: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """A product under every way, by name; ``NOTHING`` among them."""

    bom_id: str
    name: str
    ways: Mapping[str, Way]

    @property
    def exposed(self) -> bool:
        """Whether the acts took anything of the product as it was."""
        return self.ways[NOTHING].loss.share > LEAST

    def avoided(self, way: str) -> float:
        """The share of need (0..1) that a way would have kept."""
        return self.ways[NOTHING].loss.share - self.ways[way].loss.share


def kernel_then(space: Workspace, kernel: Kernel) -> Kernel:
    """The model of the end of 2024: hazards fitted on acts of earlier years, and what was known by then."""
    panel = read(space)
    codes = minerals.codes_of(minerals.load())
    early = panel.filter(panel["year"] <= KNOWN_ON.year)
    return replace(kernel, restriction=fit(early, codes).model).known(KNOWN_ON)


def rows(boms: Iterable[Bom], then: Kernel, kernel: Kernel) -> list[Row]:
    """Every product of a portfolio under every way; ``then`` plans, ``kernel`` knows what happened. One that can't be
    scored is left out."""
    made = []
    for bom in boms:
        try:
            made.append(_row(replace(bom, as_of=KNOWN_ON), then, kernel))
        except BomError:
            continue
    return made


def _row(bom: Bom, then: Kernel, kernel: Kernel) -> Row:
    base = canonical_bom(bom, KNOWN_ON)
    before = measured(base, then, KNOWN_ON)
    ways = {NOTHING: Way(loss_of(bom, kernel), 0, before.expected_share_hit)}
    effects: Effects = {}
    for name, wish in wishes(before).items():
        made = plan(bom, wish, then, KNOWN_ON, effects)
        ways[name] = Way(loss_of(made.bom, kernel), len(made.steps), _expected(made), _stuck(made))
    for name in RULES:
        moves = tuple(rule_moves(name, base, then))
        after = changed(base, moves)
        expected = measured(after, then, KNOWN_ON).expected_share_hit
        ways[name] = Way(loss_of(after, kernel), len(moves), expected)
    return Row(bom.bom_id or "", bom.name or "", ways)


def wishes(before: Effect) -> dict[str, Wish]:
    """What a buyer would have asked for."""
    half = 50.0 * before.expected_share_hit
    return {
        SCORE: Wish(0.0),
        SHARE: Wish(0.0, Aim.SHARE_HIT),
        HALF: Wish(half, Aim.SHARE_HIT),
        TWO: Wish(0.0, Aim.SHARE_HIT, costs=FEW, budget=Decimal(2)),
    }


def _expected(made: Plan) -> float:
    hit = made.after.expected_share_hit
    return hit.value if hit else 0.0


def _stuck(made: Plan) -> frozenset[str]:
    return frozenset(one.element for one in made.stuck if one.largest == ACTOR)


def rule_moves(rule: str, base: Bom, then: Kernel) -> Iterator[Move]:
    """What a rule without a model changes: each line of a stage goes to the largest of its makers that is left."""
    basket = read_bom(base, then.resolver)
    without = frozenset({ACTOR}) if rule == FREE else frozenset[str]()
    makers = WorldShares(then, KNOWN_ON)
    elements = [{one.element for one in line.purchases} for line in basket.lines]
    taken: set[tuple[int, Stage]] = set()

    def size(move: Move) -> float:
        named = set[str]().union(*(elements[at] for at in move.positions))
        return min(makers.shares(element, move.stage).get(move.country, 0.0) for element in named)

    whole = [one for one in possible_moves(base, basket, then, KNOWN_ON, without) if one.share == WHOLE]
    for move in sorted(whole, key=lambda one: (-size(one), one.id)):
        last = move.form is not None and move.stage is CHAIN[move.form][-1]
        left = tuple(at for at in move.positions if (at, move.stage) not in taken)
        if left and (last or rule == FREE):
            taken.update((at, move.stage) for at in left)
            yield replace(move, positions=left)


def loss_of(bom: Bom, kernel: Kernel, acts: Sequence[str] = ACTS) -> Loss:
    """What acts took of a product on the day on which they hit."""
    known = {one.measure_id: one for one in kernel.register.measures}
    conditions = Conditions(tuple(in_effect(known[name]) for name in acts))
    basket = read_bom(canonical_bom(replace(bom, as_of=HIT_ON), HIT_ON), kernel.resolver)
    tolerance = None if bom.tolerance is None else float(bom.tolerance)
    made = assemble(basket, epoch_under(kernel, HIT_ON, conditions), kernel.sourcing, HIT_ON, tolerance)
    if made is None or not made.held:
        return Loss(0.0, 0.0)
    lost = sure_losses(made.measured)
    held = [one.purchase for one in made.held]
    weights = weights_of(held, Costs(basket, kernel, HIT_ON)) or [1.0] * len(held)
    share = fsum(w * part for w, part in zip(weights, lost.tolist(), strict=False)) / fsum(weights)
    worst = largest_lost(lost[:, None], made.measured.product)
    elements = {one.element for one, part in zip(held, lost.tolist(), strict=False) if part > LEAST}
    return Loss(share, float(values(worst, tolerance)[0]), tuple(sorted(elements)))
