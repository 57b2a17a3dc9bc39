"""What each line does to a product: how likely its own purchases are hit, and the score without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.product import score as scored
from service.risk.product.counterfactuals import lost_without_parts
from service.risk.product.loss import largest_lost, most_lost
from service.risk.product.measured import Measured
from service.risk.product.needs import Alternative, Part
from service.risk.purchase.basket import Purchase, ReadLine

Floats = NDArray[np.float64]


class LineEffect(NamedTuple):
    """P(hit) of a line's own purchases (0..1), and the product's score (0..100) without the line."""

    chance: float
    without: float


def line_effects(
    lines: Sequence[ReadLine], number: Mapping[Purchase, int], measured: Measured, wanted: Collection[str]
) -> dict[str, LineEffect]:
    """By line id, for those of the ``wanted`` lines that could be read. Alternates are measured beside each other."""
    groups = {line.line.alternate_group for line in lines if line.line.line_id in wanted} - {None}
    read = [
        line for line in lines if line.scored and (line.line.line_id in wanted or line.line.alternate_group in groups)
    ]
    bought = {id(line.purchases): line.purchases for line in read}  # lines alike share theirs
    numbers = {name: tuple(sorted(number[p] for p in some)) for name, some in bought.items()}
    needed = {line.line.line_id: numbers[id(line.purchases)] for line in read}
    distinct = list(dict.fromkeys(needed.values()))
    lost = np.stack([_lost(measured, alternative) for alternative in distinct]) if distinct else measured.lost[:0]
    counts = scored.values(lost, measured.product.tolerance)
    each = scored.counted_worlds(counts, measured.patterns) / measured.patterns.count
    chances = dict(zip(distinct, each.tolist(), strict=True))
    without = _without(read, needed, measured)
    return {name: LineEffect(chances[alternative], without[name]) for name, alternative in needed.items()}


def _lost(measured: Measured, alternative: Alternative) -> Floats:
    """By pattern, what is lost of purchases that are needed together; nothing where there are none."""
    if not alternative:
        return np.zeros(measured.lost.shape[1])
    lost: Floats = most_lost(measured.lost, alternative)
    return lost


def _without(read: Sequence[ReadLine], needed: Mapping[str, Alternative], measured: Measured) -> dict[str, float]:
    """The score without each line, of a part with several suppliers without the part. A line whose purchases another
    line needs too takes nothing away."""
    rest = lost_without_parts(measured)
    groups: dict[str, list[str]] = {}
    scores = dict.fromkeys(needed, measured.score)
    times = Counter(measured.product.parts)
    alone: list[str] = []
    for line in read:
        name, group = line.line.line_id, line.line.alternate_group
        part = (needed[name],)
        if group is not None:
            groups.setdefault(group, []).append(name)
        elif part in rest and times[part] == 1:
            alone.append(name)
    scores |= _scores(measured, {name: rest[needed[name],] for name in alone})
    for names in groups.values():
        scores |= _without_alternates(names, needed, measured, rest)
    return scores


def _without_alternates(
    names: Sequence[str], needed: Mapping[str, Alternative], measured: Measured, rest: Mapping[Part, Floats]
) -> dict[str, float]:
    """The score without each line of a group of alternates: the group then loses the least of those that stay. The last
    of its alternates takes the group with it."""
    part = tuple(sorted({needed[name] for name in names}))
    # a group with an alternate that holds no rare earth is never hit, and so it is no part of the product
    others = rest[part] if part in rest else largest_lost(measured.lost, measured.product)
    if len(names) == 1:
        return _scores(measured, {names[0]: others})
    lost = np.stack([_lost(measured, needed[name]) for name in names])
    least = np.full_like(lost, np.inf)  # of those before each, then also of those after
    least[1:] = np.minimum.accumulate(lost, axis=0)[:-1]
    least[:-1] = np.minimum(least[:-1], np.minimum.accumulate(lost[::-1], axis=0)[::-1][1:])
    return _scores(measured, dict(zip(names, np.maximum(others, least), strict=True)))


def _scores(measured: Measured, lost: Mapping[str, Floats]) -> dict[str, float]:
    """The score of products that lose so much by pattern."""
    if not lost:
        return {}
    return dict(zip(lost, measured.scores_of(np.stack(list(lost.values()))), strict=True))
