"""The one move that helps most: what a page can say on every view, where a plan tries sets of moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.mitigation.actions import WHOLE, Move, changed, possible_moves
from service.risk.mitigation.plan import LEAST_GAIN, Effect, measured, work_of_one
from service.risk.purchase.basket import Basket, read_bom
from service.risk.purchase.canonical import canonical_bom

MOST_TRIED, FIRST_WORK = 12, 30_000
"""Moves that are tried, and the work that they may take together, in the unit of ``work.MOST_WORK``: a plan may take
twice as much."""


@dataclass(frozen=True)
class First:
    """What the best of the moves does by itself; ``move`` is ``None`` where none helps. ``tried`` counts them, ``left``
    those that didn't fit into the work."""

    move: Move | None
    before: Effect
    after: Effect
    tried: int
    left: int


def first_move(bom: Bom, kernel: Kernel, today: date) -> First | None:
    """The whole move of a stage that lowers the score most, else what is lost; ``None`` where the BOM is too large to
    try any. Raises ``BomError`` for a BOM that can't be scored."""
    day = bom.as_of or today
    base = canonical_bom(bom, day)
    basket = read_bom(base, kernel.resolver)
    room = min(MOST_TRIED, FIRST_WORK // work_of_one(base, basket) - 1)
    if room < 1:
        return None
    moves = list(_moves(base, basket, kernel, day))
    before = measured(base, kernel, day)
    effects = [(measured(changed(base, [one]), kernel, day), one) for one in moves[:room]]
    best, move = _best(before, effects)
    return First(move, before, best, len(effects), len(moves) - len(effects))


def _moves(base: Bom, basket: Basket, kernel: Kernel, day: date) -> Iterator[Move]:
    """Moves of all that is bought at a stage, those of most lines first."""
    whole = [one for one in possible_moves(base, basket, kernel, day, frozenset()) if one.share == WHOLE]
    yield from sorted(whole, key=lambda one: (-len(one.positions), one.id))


def _best(before: Effect, effects: list[tuple[Effect, Move]]) -> tuple[Effect, Move | None]:
    """The lowest score where that is lower by what is worth a move; else the least loss by the same measure."""
    by_score = min(effects, key=lambda one: (one[0].score, one[1].id), default=None)
    if by_score and before.score - by_score[0].score >= LEAST_GAIN:
        return by_score
    by_loss = min(effects, key=lambda one: (one[0].expected_share_hit, one[1].id), default=None)
    if by_loss and 100.0 * (before.expected_share_hit - by_loss[0].expected_share_hit) >= LEAST_GAIN:
        return by_loss
    return before, None
