"""How paths grow from the bought form up to the mine: branches, the sources each may continue at, and what is dropped.

The branches of many purchases grow at once, as flat arrays; shares are tables (sources, branches). Those of a purchase
stay in one order, by branch and the largest source first, whatever is traced beside it. So no last bit of a sum hangs
on that. Sums that have to come to 1 are exact.

Branches below a floor are left out at every stage. The rest are scaled within their own branch, so that what stands
downstream keeps its share. Where that would leave out most of a branch, as of one with many equal sources, its largest
stay. As many stay as branches of the floor's weight fit into it, and one at least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.supply_chain.places import Place
from service.risk.supply_chain.routes import DECIMALS, DEPTH, NOWHERE, Floats, Gazetteer, Numbers

MOST = 0.5
"""Part of a branch that makes most of it."""

ROUNDING = 1e-12
"""A share lost that is smaller is what sums of shares miss 1 by."""


NO_WEIGHT = 1e-200
"""Stands for no weight where one is divided by."""

CUT = 2.0**30
LARGEST_CODE = 1 << 62
"""Of a row of places packed into one number; rows of more places than fit are renumbered on the way."""


class Source(NamedTuple):
    """A place that a branch may continue at; a ``final`` one has nothing upstream."""

    place: Place
    final: bool = False


Ranked = Sequence[tuple[Source, float]]
"""Sources with shares that sum to 1, largest first."""


class Row(NamedTuple):
    """Sources as numbers, with shares that sum to 1: twice the number of the place, and one more for a final one."""

    sources: Numbers
    shares: Floats


class Branches(NamedTuple):
    """Paths in the making: ``job`` is the purchase that each belongs to, ``weight`` its share of that. ``places`` (a
    row each) are the numbers of what stands downstream so far, upstream first."""

    job: Numbers
    weight: Floats
    places: Numbers

    @classmethod
    def roots(cls, jobs: Numbers) -> Branches:
        """One branch without a place for each purchase."""
        return cls(jobs, np.ones(len(jobs)), np.full((len(jobs), DEPTH), NOWHERE, np.intp))

    def some(self, chosen: NDArray[np.bool_] | Numbers) -> Branches:
        """Some of them."""
        return Branches(self.job[chosen], self.weight[chosen], self.places[chosen])

    def at(self, rows: Numbers, places: Numbers, weight: Floats) -> Branches:
        """The branches of the rows, one place longer, with other weights."""
        longer = np.concatenate([places[:, None], self.places[rows, :-1]], axis=1)
        return Branches(self.job[rows], weight, longer)


class Reach(NamedTuple):
    """How many times its floor each purchase weighs (``whole``). From ``low`` on and below ``high`` its branches would
    grow as they do: whatever is decided on the way narrows both."""

    whole: Floats
    low: Floats
    high: Floats

    @classmethod
    def from_whole(cls, whole: Floats) -> Reach:
        """Before anything is decided."""
        return cls(whole, np.zeros(len(whole)), np.full(len(whole), np.inf))

    def met(self, job: Numbers, needed: Floats) -> NDArray[np.bool_]:
        """Whether what is ``needed`` (anything, branches) is reached."""
        met: NDArray[np.bool_] = needed <= self.whole[job]
        np.maximum.at(self.low, job, np.where(met, needed, 0.0).max(axis=0, initial=0.0))
        np.minimum.at(self.high, job, np.where(met, np.inf, needed).min(axis=0, initial=np.inf))
        return met

    def floors_in(self, job: Numbers, weight: Floats) -> Numbers:
        """How often the floor fits into branches of a weight, once at least."""
        whole, weight = self.whole[job], np.maximum(weight, NO_WEIGHT)
        many = np.floor(whole * weight)
        many += (many + 1.0) / weight <= whole  # as ``met`` decides, to the last bit
        many -= many / weight > whole
        many = np.maximum(many, 1.0)
        self.met(job, np.stack([np.where(many > 1.0, many, 0.0), many + 1.0]) / weight)
        return many.astype(np.intp)


def joined(parts: Sequence[Branches]) -> Branches:
    """Branches one after the other."""
    if len(parts) == 1:
        return parts[0]
    return Branches(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def ranked(shares: Mapping[Source, float]) -> Ranked:
    """Sources of a branch, largest first."""
    return sorted(shares.items(), key=lambda item: (-round(item[1], DECIMALS), item[0]))


def row_of(shares: Mapping[Source, float], gazetteer: Gazetteer) -> Row:
    """Sources and shares as numbers."""
    sources = [2 * gazetteer.number(source.place) + source.final for source in shares]
    return Row(np.array(sources, np.intp), np.array(list(shares.values()), np.float64))


def columns_of(rows: Sequence[Row], gazetteer: Gazetteer) -> Numbers:
    """The distinct sources of rows in the order of their names."""
    if not rows:
        return np.empty(0, np.intp)
    known = np.unique(np.concatenate([row.sources for row in rows]))
    return known[np.argsort(2 * gazetteer.ranks[known >> 1] + (known & 1))]


def table_of(rows: Sequence[Row], columns: Numbers) -> Floats:
    """Shares (columns, rows) of the sources in ``columns``."""
    place = np.empty(int(columns.max()) + 1 if len(columns) else 0, np.intp)
    place[columns] = np.arange(len(columns))
    table = np.zeros((len(columns), len(rows)))
    if rows:
        sources = place[np.concatenate([row.sources for row in rows])]
        at = np.repeat(np.arange(len(rows)), [len(row.sources) for row in rows])
        table[sources, at] = np.concatenate([row.shares for row in rows])
    return table


def grown(branches: Branches, shares: Floats, columns: Numbers, reach: Reach) -> tuple[Branches, Branches]:
    """The branches one place longer, and those that end there. A branch keeps its weight, on the sources that carry at
    least the floor of the purchase if these are most of it."""
    with np.errstate(divide="ignore"):
        kept = reach.met(branches.job, 1.0 / (branches.weight * shares))
    whole = _sums(np.where(kept, shares, 0.0))
    small = np.flatnonzero(whole < MOST)
    if len(small):
        kept[:, small] = _largest(shares[:, small], reach.floors_in(branches.job[small], branches.weight[small]))
        whole[small] = _sums(np.where(kept[:, small], shares[:, small], 0.0))
    column, row = kept.nonzero()
    order = np.lexsort((column, -np.round(shares[column, row], DECIMALS), row))
    column, row = column[order], row[order]
    longer = branches.at(row, columns[column] >> 1, (branches.weight / whole)[row] * shares[column, row])
    final = (columns[column] & 1).astype(np.bool_)
    return (longer.some(~final), longer.some(final)) if final.any() else (longer, longer.some(final))


def _halves(values: Floats) -> tuple[Floats, Floats]:
    """Numbers below 1 cut after the thirtieth binary digit. Of either half a million can be added without rounding that
    shows. The sum of both sums is the exact one, rounded once, in whatever order it was taken."""
    upper = np.rint(values * CUT) / CUT
    return upper, values - upper


def _sums(shares: Floats) -> Floats:
    """Exact sums over the sources."""
    upper, lower = _halves(shares)
    total: Floats = upper.sum(axis=0) + lower.sum(axis=0)
    return total


def sums_by_number(numbers: Numbers, values: Floats, many: int) -> Floats:
    """Exact sums of values by number."""
    upper, lower = (_counted(numbers, half, many) for half in _halves(values))
    return upper + lower


def _counted(numbers: Numbers, values: Floats, many: int) -> Floats:
    """Sums of values by number, added one after the other."""
    return np.bincount(numbers, values, many).astype(np.float64)


def _largest(shares: Floats, many: Numbers) -> NDArray[np.bool_]:
    """Where the largest shares of each branch stand, so many of them."""
    order = np.argsort(-np.round(shares, DECIMALS), axis=0, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(len(shares))[:, None], axis=0)
    return (places < many) & (shares > 0.0)


def divided(branches: Branches, part: Floats, reach: Reach) -> tuple[Branches, Branches]:
    """The branches less ``part`` of each, and those parts. Of a branch whose part would be below the floor nothing is
    taken."""
    off = branches.weight * part
    with np.errstate(divide="ignore"):
        taken = reach.met(branches.job, 1.0 / off[None])[0]
    if not taken.any():
        return branches, branches.some(taken)
    left = branches._replace(weight=np.where(taken, branches.weight - off, branches.weight))
    return left, branches._replace(weight=off).some(taken)


def means(branches: Branches, shares: Floats, jobs: int) -> Floats:
    """Mean shares (sources, purchases) of each purchase's branches."""
    total = sums_by_number(branches.job, branches.weight, jobs)
    weighed = branches.weight / total[branches.job] * shares
    cells = np.arange(len(shares))[:, None] * jobs + branches.job
    return _counted(cells.ravel(), weighed.ravel(), len(shares) * jobs).reshape(len(shares), jobs)


def fitted(branches: Branches, usual: Floats, stated: Floats, left: Floats | float = 0.0) -> Floats:
    """Each branch's sources when those of a purchase together have to be what is ``stated`` (sources, purchases). The
    share that is ``left`` (by purchase) to the default mix is filled with the usual ones.

    Let m be the mean of the branches' usual shares and d the stated ones. Source c keeps min(1, d_c / m_c) of its share
    of every branch. What a branch loses goes to the sources with d_c > m_c in proportion to d_c - m_c. The mean is then
    d, since the losses sum to the excess.
    """
    mean = means(branches, usual, stated.shape[1])
    stated = stated + left * mean
    keep = np.minimum(1.0, np.divide(stated, mean, out=np.zeros_like(mean), where=mean > 0.0))
    excess = np.maximum(stated - mean, 0.0)
    spread = _sums(excess)
    job = branches.job
    kept = usual * keep[:, job]
    lost = 1.0 - _sums(kept)
    lost[lost < ROUNDING] = 0.0
    more = lost * excess[:, job]
    return kept + np.divide(more, spread[job], out=np.zeros_like(more), where=spread[job] > 0.0)


def likelier(branches: Branches, usual: Floats, upstream: Floats, stated: Floats, left: Floats | float = 0.0) -> Floats:
    """Each branch's sources at a stage between two declared ones, when those upstream are to be ``stated`` (sources
    upstream, purchases). ``left`` is as in ``fitted``. The branches are of purchases of one element in one view.

    ``upstream`` (sources upstream, sources) has each source's usual shares p(s | c) of the stage that is stated. A
    source c is the likelier the more of the stated ones it usually uses (Bayes's rule). Its share is multiplied by the
    sum over s of p(s | c) d_s / m_s. Here d are the stated shares and m is the mean of all branches. Where d = m
    nothing changes. A branch none of whose sources uses any of the stated ones stays as it is.
    """
    mean = (upstream[:, :, None] * means(branches, usual, stated.shape[1])).sum(axis=1)
    stated = stated + left * mean
    ratio = np.divide(stated, mean, out=np.zeros_like(mean), where=mean > 0.0)
    factor = (upstream[:, :, None] * ratio[:, None, :]).sum(axis=0)
    fit = usual * factor[:, branches.job]
    whole = _sums(fit)
    return np.where(whole > 0.0, np.divide(fit, whole, out=np.zeros_like(fit), where=whole > 0.0), usual)


def codes_of(places: Numbers, job: Numbers | int = 0) -> Numbers:
    """A number for each row of places, the same for equal rows of one purchase."""
    base = int(places.max(initial=0)) + 2
    codes = np.zeros(len(places), np.intp) + job
    for column in range(DEPTH):
        if int(codes.max(initial=0)) >= LARGEST_CODE // base:
            codes = np.unique(codes, return_inverse=True)[1]
        codes = codes * base + places[:, column] + 1
    return codes


def merged(branches: Branches, jobs: int) -> Branches:
    """Each path once in a purchase, with weights that sum to 1, in the order in which they come."""
    _, first, same = np.unique(codes_of(branches.places, branches.job), return_index=True, return_inverse=True)
    comes = np.argsort(first)
    once = branches.some(first[comes])._replace(weight=_counted(same, branches.weight, len(first))[comes])
    return once._replace(weight=once.weight / sums_by_number(once.job, once.weight, jobs)[once.job])


def heaviest_first(branches: Branches, ranks: Numbers) -> Branches:
    """By purchase, the heaviest first, by the names of their places where they weigh the same."""
    padded = np.append(ranks, -1)  # a path that ends goes before one that goes on
    names = [padded[branches.places[:, column]] for column in reversed(range(DEPTH))]
    return branches.some(np.lexsort((*names, -np.round(branches.weight, DECIMALS), branches.job)))
