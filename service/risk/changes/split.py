"""``split(before, after)``: the difference of two scores as an exact sum over the parts that differ.

A score is a function of BOM, register, evidence, trade, fitted model and day. Every choice of which of them are of the
later side is scored once, and Shapley's rule shares the difference out. Prices never enter a score, so they move none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.changes import shapley
from service.risk.changes.grounds import Differences, grounds
from service.risk.changes.mixtures import BOM, Mixer, Side, differing
from service.risk.errors import BomError, FieldError
from service.risk.purchase.basket import read_bom
from service.risk.purchase.work import MOST_WORK, work_of_all
from service.risk.scoring import points

PER_KERNEL = 400
"""Work of putting a day's hazards together, in the unit of ``work.MOST_WORK``, and of what differs in them."""
OF_ANSWER = 3
"""A score alone takes at most one part in so many of the work of its whole answer. That is a seventh for oxides, a
third for alloys of all elements."""


Turn = Callable[[], AbstractContextManager[object]]
"""What a caller holds while a kernel scores."""


@dataclass(frozen=True)
class Part:
    """What one part adds to the difference, in points, and what differs in it."""

    name: str
    points: float
    grounds: Differences


@dataclass(frozen=True)
class Split:
    """Two scores and the parts that add up to their difference; ``scorings`` is how often was scored for it."""

    before: float
    after: float
    parts: tuple[Part, ...]
    scorings: int


def split(before: Side, after: Side, turn: Turn = nullcontext) -> Split | None:
    """Split the difference of two scores; ``None`` where a line isn't surely known, so that there is none. Each kernel
    scores within a ``turn`` of its own, so that others score in between.

    Raises ``BomError`` where it takes too much work, counted beforehand, or a BOM can't be scored.
    """
    parts = differing(before, after)
    _check_work(before, after, parts)
    worth: dict[shapley.Parts, float] = {}
    mixer = Mixer(before, after, frozenset(parts))
    for changed in shapley.settings([part for part in parts if part != BOM]):
        with turn():
            one = mixer.chosen(changed)
            for side in (before, after) if BOM in parts else (after,):
                scored = points(side.bom, one.kernel, one.on, one.sourced_on)
                if scored is None:
                    return None
                worth[changed | {BOM} if BOM in parts and side is after else changed] = scored
    shares = shapley.shapley(parts, worth)
    told = tuple(Part(name, shares[name], grounds(name, before, after)) for name in parts)
    return Split(worth[frozenset()], worth[frozenset(parts)], told, len(worth))


def _check_work(before: Side, after: Side, parts: tuple[str, ...]) -> None:
    boms = [before.bom, after.bom] if BOM in parts else [after.bom]
    kernels = 2 ** len([part for part in parts if part != BOM])
    each = sum(_work_of(bom, after.kernel) for bom in boms) // OF_ANSWER
    work = kernels * (PER_KERNEL + each)
    if work > MOST_WORK:
        fix = (
            f"{len(parts)} parts differ, and splitting the difference takes {work:,} units of work, at most "
            f"{MOST_WORK:,}: ask for days that lie closer together, so that fewer parts differ, or split the BOM"
        )
        raise BomError("The difference takes too much work to split.", [FieldError("?from", "too_much_work", fix)])


def _work_of(bom: Bom, kernel: Kernel) -> int:
    basket = read_bom(bom, kernel.resolver)
    return work_of_all((*basket.purchases, *basket.other_purchases))
