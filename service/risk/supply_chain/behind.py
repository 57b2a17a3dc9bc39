"""Purchases put together from what stands behind their sources.

What grows behind a source hangs on how much it weighs beside the floor, and on that only where a branch comes or goes.
So it is the same for all weights between two such points, which are worked out with it. Purchases that state nothing
but the sources of what they buy differ in the weights of the same few pieces.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import fsum

import numpy as np

from service.risk.supply_chain.branches import MOST, Row, sums_by_number
from service.risk.supply_chain.routes import Floats, Numbers, Paths, Piece, Routes
from service.risk.supply_chain.tracing import LEAST_WHOLE, MOST_PATHS, TOGETHER, WHOLE, Job, Tracing

Wanted = dict[tuple[Hashable, float], Job]
"""Pieces that aren't known yet, by their source and how many times the floor it weighs."""
Taken = list[tuple[float, Piece]]
TURNS = 2
"""In which one of each source grows before all that are wanted."""


def put_together(jobs: Sequence[Job], routes: Routes) -> list[Paths]:
    """The paths of purchases of which at most the bought form's sources are stated."""
    taken: list[Taken] = [[] for _ in jobs]
    left, whole = list(range(len(jobs))), WHOLE
    while left:
        _take(taken, left, jobs, whole, routes)
        left = [n for n in left if whole > LEAST_WHOLE and _too_many([piece for _, piece in taken[n]])]
        whole /= 2.0
    return _joined(jobs, taken, routes)


def _take(taken: list[Taken], left: Sequence[int], jobs: Sequence[Job], whole: float, routes: Routes) -> None:
    """Take what stands behind the sources of purchases, and grow what isn't known. Most weights of a source share a
    piece: at first one of each grows, then all that are still wanted."""
    turn = 0
    while left:
        wanted: Wanted = {}
        for n in left:
            taken[n] = _taken(jobs[n], whole, routes, wanted)
        left = [n for n in left if not taken[n]]
        _grow([*wanted.items()] if turn == TURNS else _firsts(wanted), routes)
        turn = min(turn + 1, TURNS)


def _firsts(wanted: Wanted) -> list[tuple[tuple[Hashable, float], Job]]:
    """The first that is wanted of each source."""
    return [*{key: ((key, reach), job) for (key, reach), job in reversed(wanted.items())}.values()]


def _taken(job: Job, whole: float, routes: Routes, wanted: Wanted) -> Taken:
    """Shares and pieces of a purchase's sources; nothing where some aren't known, which are ``wanted``."""
    taken: Taken = []
    find_piece, known = routes.pieces.find_piece, True
    for source, share in _large(job, whole):
        key, reach = (job.supply.serial, job.stages, source), share * whole
        piece = find_piece(key, reach)
        if piece is None:
            wanted[key, reach], known = _alone(job, source), False
        else:
            taken.append((share, piece))
    return taken if known else []


def _large(job: Job, whole: float) -> Sequence[tuple[int | str | None, float]]:
    """The sources that a purchase takes as much of as the floor, if these are most of it; else the largest, as many as
    the floor fits into it. Without any stated, the buyer stands for them."""
    if job.bought is None:
        return ((job.buyer, 1.0),)
    if 1.0 / job.bought[-1][1] <= whole:
        return job.bought
    kept = [one for one in job.bought if 1.0 / one[1] <= whole]
    if fsum(share for _, share in kept) < MOST:
        kept = list(job.bought[: int(whole)])
    total = fsum(share for _, share in kept)
    return [(source, share / total) for source, share in kept]


def _alone(job: Job, source: int | str | None) -> Job:
    """A purchase of one source alone."""
    if job.bought is None:
        return job
    assert isinstance(source, int)
    row = Row(np.array([source]), np.ones(1))
    return Job(job.supply, job.last, job.stages, None, {job.stages[-1]: row}, {}, ())


def _grow(every: Sequence[tuple[tuple[Hashable, float], Job]], routes: Routes) -> None:
    """Grow what isn't known, many at once, and keep it."""
    for begin in range(0, len(every), TOGETHER):
        some = every[begin : begin + TOGETHER]
        tracing = Tracing([job for _, job in some], routes.gazetteer, [reach for (_, reach), _ in some])
        grown = tracing.as_reached()
        numbers = routes.numbered(grown.places)
        ends = np.searchsorted(grown.job, np.arange(len(some) + 1)).tolist()
        bounds = tracing.reach.low.tolist(), tracing.reach.high.tolist(), tracing.alive.tolist()
        for n, (((key, reach), _), low, high, alive) in enumerate(zip(some, *bounds, strict=True)):
            begins, end = ends[n], ends[n + 1]
            of, weights = numbers[begins:end].copy(), grown.weight[begins:end].copy()
            routes.pieces.keep(key, Piece(low, high, of, weights, tuple(alive), max(end - begins, *alive)), reach)


def _too_many(pieces: Sequence[Piece]) -> bool:
    """Whether a purchase of these pieces has too many branches at a stage, or too many paths."""
    if sum(piece.most for piece in pieces) <= MOST_PATHS:
        return False
    by_stage = [sum(alive) for alive in zip(*[piece.alive for piece in pieces], strict=True)]
    return sum(len(piece.numbers) for piece in pieces) > MOST_PATHS or max(by_stage) > MOST_PATHS


def _joined(jobs: Sequence[Job], taken: Sequence[Taken], routes: Routes) -> list[Paths]:
    """The paths of every purchase, from its shares and pieces."""
    if not jobs:
        return []
    pieces = [piece for each in taken for _, piece in each]
    sizes = [len(piece.numbers) for piece in pieces]
    numbers = np.concatenate([piece.numbers for piece in pieces])
    weights = np.concatenate([piece.weights for piece in pieces])
    weights *= np.repeat([share for each in taken for share, _ in each], sizes)
    owner = np.repeat(np.repeat(np.arange(len(jobs)), [len(each) for each in taken]), sizes)
    weights /= sums_by_number(owner, weights, len(jobs))[owner]
    ends = np.searchsorted(owner, np.arange(len(jobs) + 1)).tolist()
    return [
        _paths(job, routes, numbers[begin:end], weights[begin:end])
        for job, begin, end in zip(jobs, ends[:-1], ends[1:], strict=True)
    ]


def _paths(job: Job, routes: Routes, numbers: Numbers, weights: Floats) -> Paths:
    """Paths with each route once: what is declared as recycled may be what scrap replaces of the rest, too."""
    if job.recycles and len(set(numbers.tolist())) < len(numbers):
        _, first, same = np.unique(numbers, return_index=True, return_inverse=True)
        comes = np.argsort(first)
        once = np.bincount(same, weights).astype(np.float64)
        return Paths(routes, numbers[first[comes]], once[comes])
    return Paths(routes, numbers, weights)
