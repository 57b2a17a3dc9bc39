"""Purchases put together from what stands behind their sources.

What grows behind a source hangs on how much it weighs beside the floor, and on that only where a branch comes or goes.
So it is the same for all weights between two such points, which are worked out with it. Purchases that state nothing
but the sources of what they buy differ in the weights of the same few pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.supply_chain.branches import MOST, Row, sums_by_number
from service.risk.supply_chain.routes import UNSEEN, Floats, Numbers, Piece, Pieces, Routes, Shelf
from service.risk.supply_chain.sourcing import Supply
from service.risk.supply_chain.tracing import LEAST_WHOLE, MOST_PATHS, TOGETHER, WHOLE, Job, Tracing
from service.risk.vocabulary import Stage

TURNS = 2
"""In which one of each source grows before all that are wanted."""

Source = int | str | None
Wanted = dict[tuple[int, float], Job]
"""Pieces that aren't known yet, by their code and how many times the floor the source weighs."""
Part = tuple[Numbers, Numbers, Floats]
"""Owner, route and weight of paths."""


@dataclass
class Lot:
    """Purchases with the same shares of the same ``sources``, the largest first: those of a line. Without any that are
    ``stated`` the buyer stands for them. ``jobs`` are their numbers, ``supplies`` who makes what each buys, ``rows``
    the numbers of these."""

    stages: tuple[Stage, ...]
    buyer: str | None
    sources: Sequence[tuple[Source, float]]
    stated: bool
    recycles: bool
    jobs: list[int] = field(default_factory=list)
    supplies: list[Supply] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def some(self, chosen: NDArray[np.bool_]) -> Lot:
        """Those of its purchases that are chosen, by number."""
        kept = chosen[self.jobs].tolist()
        return replace(
            self,
            jobs=list(compress(self.jobs, kept)),
            supplies=list(compress(self.supplies, kept)),
            rows=list(compress(self.rows, kept)),
        )


class Asked(NamedTuple):
    """Sources of purchases (``owner``), and the ``code`` and ``share`` of each, one purchase after the other."""

    owner: Numbers
    code: Numbers
    share: Floats
    sources: list[Source]
    order: Numbers
    """Where each stands in ``sources``."""


def put_together(lots: Sequence[Lot], routes: Routes, many: int) -> list[Part]:
    """The paths of purchases, whose numbers are below ``many``, of which at most the bought form's sources are
    stated."""
    parts: list[Part] = []
    left, whole = list(lots), WHOLE
    while left:
        asked, shelf, pieces = _take(left, whole, routes)
        big = np.zeros(many, np.bool_)
        if whole > LEAST_WHOLE:
            big = _too_many(asked.owner, shelf, pieces, many)
        parts.append(_joined(asked, shelf, pieces, ~big[asked.owner], many))
        left = [lot for lot in (one.some(big) for one in left) if lot.jobs] if big.any() else []
        whole /= 2.0
    if recycling := [job for lot in lots if lot.recycles for job in lot.jobs]:
        parts = [_once(part, recycling) for part in parts]
    return parts


def _take(lots: Sequence[Lot], whole: float, routes: Routes) -> tuple[Asked, Shelf, Numbers]:
    """What stands behind the sources of purchases; what isn't known grows. Most weights of a source share a piece: at
    first one of each grows, then all that are still wanted."""
    asked = _asked(lots, whole, routes.pieces)
    for turn in range(TURNS + 2):
        shelf = routes.pieces.shelf()
        pieces = shelf.find_pieces(asked.code, asked.share * whole)
        missing = np.flatnonzero(pieces == UNSEEN)
        if not len(missing):
            return asked, shelf, pieces
        wanted = _wanted(lots, asked, missing, whole)
        _grow([*wanted.items()] if turn == TURNS else _firsts(wanted), routes)
    raise AssertionError("a piece that grew isn't on the shelf")


def _asked(lots: Sequence[Lot], whole: float, pieces: Pieces) -> Asked:
    owner: list[int] = []
    code: list[int] = []
    share: list[float] = []
    sources: list[Source] = []
    for lot in lots:
        many = len(lot.jobs)
        for source, part in _large(lot, whole):
            number = pieces.source_code(source)
            owner += lot.jobs
            code += [row + number for row in lot.rows]
            share += [part] * many
            sources += [source] * many
    owners = np.array(owner, np.intp)
    order = np.argsort(owners, kind="stable")
    return Asked(owners[order], np.array(code, np.intp)[order], np.array(share)[order], sources, order)


def _large(lot: Lot, whole: float) -> Sequence[tuple[Source, float]]:
    """The sources that a purchase takes as much of as the floor, if these are most of it; else the largest, as many as
    the floor fits into it."""
    if 1.0 / lot.sources[-1][1] <= whole:
        return lot.sources
    kept = [one for one in lot.sources if 1.0 / one[1] <= whole]
    if fsum(share for _, share in kept) < MOST:
        kept = list(lot.sources[: int(whole)])
    total = fsum(share for _, share in kept)
    return [(source, share / total) for source, share in kept]


def _wanted(lots: Sequence[Lot], asked: Asked, missing: Numbers, whole: float) -> Wanted:
    """Purchases of one source alone, for the pieces that are missing."""
    behind = {job: (lot, supply) for lot in lots for job, supply in zip(lot.jobs, lot.supplies, strict=True)}
    wanted: Wanted = {}
    rows = (asked.owner, asked.code, asked.share * whole, asked.order)
    for job, code, reach, at in zip(*(each[missing].tolist() for each in rows), strict=True):
        lot, supply = behind[job]
        wanted[code, reach] = _alone(lot, supply, asked.sources[at])
    return wanted


def _firsts(wanted: Wanted) -> list[tuple[tuple[int, float], Job]]:
    """The first that is wanted of each source."""
    return [*{code: ((code, reach), job) for (code, reach), job in reversed(wanted.items())}.values()]


def _alone(lot: Lot, supply: Supply, source: Source) -> Job:
    """A purchase of one source alone."""
    last = lot.stages[-1]
    if not lot.stated:
        return Job(supply, last, lot.stages, lot.buyer, {}, {}, ())
    assert isinstance(source, int)
    return Job(supply, last, lot.stages, None, {last: Row(np.array([source]), np.ones(1))}, {}, ())


def _grow(every: Sequence[tuple[tuple[int, float], Job]], routes: Routes) -> None:
    """Grow what isn't known, many at once, and keep it."""
    for begin in range(0, len(every), TOGETHER):
        some = every[begin : begin + TOGETHER]
        tracing = Tracing([job for _, job in some], routes.gazetteer, [reach for (_, reach), _ in some])
        grown = tracing.as_reached()
        numbers = routes.numbered(grown.places)
        ends = np.searchsorted(grown.job, np.arange(len(some) + 1)).tolist()
        bounds = tracing.reach.low.tolist(), tracing.reach.high.tolist(), tracing.alive.tolist()
        for n, (((code, _), _), low, high, alive) in enumerate(zip(some, *bounds, strict=True)):
            paths = slice(ends[n], ends[n + 1])
            routes.pieces.keep(code, Piece(low, high, numbers[paths], grown.weight[paths], alive))


def _too_many(owner: Numbers, shelf: Shelf, pieces: Numbers, many: int) -> NDArray[np.bool_]:
    """Which purchases have too many branches at a stage, or too many paths."""
    big: NDArray[np.bool_] = np.bincount(owner, shelf.most[pieces], many) > MOST_PATHS
    if big.any():
        counts = np.column_stack([shelf.alive[pieces], shelf.sizes[pieces]])
        big = np.any([np.bincount(owner, column, many) > MOST_PATHS for column in counts.T], axis=0)
    return big


def _joined(asked: Asked, shelf: Shelf, pieces: Numbers, chosen: NDArray[np.bool_], many: int) -> Part:
    """The paths of the chosen purchases, from their shares and pieces."""
    pieces = pieces[chosen]
    sizes = shelf.sizes[pieces]
    at = np.arange(sizes.sum()) + np.repeat(shelf.begins[pieces] - (np.cumsum(sizes) - sizes), sizes)
    weights = shelf.weights[at] * np.repeat(asked.share[chosen], sizes)
    owner = np.repeat(asked.owner[chosen], sizes)
    weights /= sums_by_number(owner, weights, many)[owner]
    return owner, shelf.numbers[at], weights


def _once(part: Part, recycling: Sequence[int]) -> Part:
    """Paths with each route once in each of some purchases: what is declared as recycled may be what scrap replaces of
    the rest, too."""
    owner, numbers, weights = part
    kept, summed = np.ones(len(owner), np.bool_), weights.copy()
    for job in recycling:
        at = np.flatnonzero(owner == job)
        _, first, same = np.unique(numbers[at], return_index=True, return_inverse=True)
        kept[at] = False
        kept[at[first]] = True
        summed[at[first]] = np.bincount(same, weights[at], len(first))
    return owner[kept], numbers[kept], summed[kept]
