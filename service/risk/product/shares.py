"""Expected share hit: how much of each purchase is lost on average, by country and peril.

In each world a hit path is split equally over the countries and perils that hit it. That is the Shapley value of the
game in which a path is lost as soon as one of them strikes (Shapley 1953). All who strike are alike, and the others add
nothing. Paths add up exactly, and so do purchases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from service.risk.product.loss import Slots
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.path_store import PAIRS_PER_PATH, Meet, Pair, Store

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SharesHit:
    """Expected shares hit (0..1). ``by_need`` (purchases, pairs) adds up to each purchase's share ``totals``,
    ``by_pair`` to the product's ``total``, the weighted mean over its purchases. Pairs are numbered as they were met,
    so no sum may hang on their order: not even the last bit tells what was measured before."""

    pairs: tuple[Pair, ...]
    by_need: Floats
    totals: Floats
    by_pair: Floats
    total: float

    def of_product(self) -> dict[Pair, float]:
        """The product's share by country and peril, those that strike."""
        return {pair: float(share) for pair, share in zip(self.pairs, self.by_pair, strict=True) if share > 0.0}


def shares_hit(epoch: Epoch, store: Store, slots: Slots, weights: Sequence[float] | None = None) -> SharesHit:
    """Expected shares hit of purchases laid out under the central rules. ``weights`` (of the purchases, any scale) are
    those of the product's mean; ``None`` weighs them alike. Raises ``ValueError`` if they don't add up to more than 0.
    """
    _split_new(epoch, store, slots)
    many, pairs = len(slots.keep), len(store.pairs)
    cells = store.path_pairs[slots.paths] + (slots.owner * pairs)[:, None]
    amounts = store.splits[slots.paths] * (slots.shares * slots.keep[slots.owner])[:, None]
    totals = np.bincount(np.repeat(slots.owner, PAIRS_PER_PATH), amounts.ravel(), many).astype(np.float64)
    by_need = np.bincount(cells.ravel(), amounts.ravel(), many * pairs).astype(np.float64).reshape(many, pairs)
    return mean_shares(tuple(store.pairs), by_need, totals, [1.0] * many if weights is None else weights)


def mean_shares(pairs: tuple[Pair, ...], by_need: Floats, totals: Floats, weights: Sequence[float]) -> SharesHit:
    """Those of purchases with their product's, from the shares of each purchase. Raises what ``shares_hit`` raises."""
    scale = np.asarray(weights, np.float64)
    if not scale.sum() > 0.0:
        raise ValueError("the weights of the purchases add up to nothing")
    by_pair = ((scale / scale.sum())[:, None] * by_need).sum(axis=0)
    return SharesHit(pairs, by_need, totals, by_pair, fsum(by_pair.tolist()))


def _split_new(epoch: Epoch, store: Store, slots: Slots) -> None:
    """Split the paths that no product had before, those of as many pairs together."""
    new = np.unique(slots.paths[np.isnan(store.splits[slots.paths, 0])])
    by_size: dict[int, list[int]] = {}
    for path in new.tolist():
        by_size.setdefault(len(store.meets[path]), []).append(path)
    for size, paths in by_size.items():
        numbers = np.zeros((len(paths), PAIRS_PER_PATH), np.intp)
        splits = np.zeros((len(paths), PAIRS_PER_PATH))
        if size:
            numbers[:, :size] = [[store.pair(meet.pair) for meet in store.meets[path]] for path in paths]
            rows = np.stack([_rows(epoch, store, store.meets[path]) for path in paths])
            splits[:, :size] = equal_split(rows) / epoch.worlds.count
        store.path_pairs[paths] = numbers
        store.splits[paths] = splits


def _rows(epoch: Epoch, store: Store, meets: tuple[Meet, ...]) -> NDArray[np.uint64]:
    """Worlds in which each pair strikes, as words of 64 worlds."""
    return np.stack([epoch.strikes(store, meet) for meet in meets]).view(np.uint64)


def equal_split(rows: NDArray[np.uint64]) -> Floats:
    """For paths of equally many pairs, the worlds in which each pair strikes, each counted by one over the pairs that
    strike in it. ``rows`` (paths, pairs, words) are bits; the answer has a number for each path and pair.

    The pairs that strike are counted in all worlds at once, in binary: a plane holds one digit for each world.
    """
    paths, pairs, words = rows.shape
    planes = [np.zeros((paths, words), np.uint64) for _ in range(pairs.bit_length())]
    for pair in range(pairs):
        carry = rows[:, pair]
        for digit, plane in enumerate(planes):
            planes[digit] = plane ^ carry
            carry = plane & carry  # a digit that falls back to 0 carries over
    parts = np.zeros((paths, pairs))
    for strikes in range(1, pairs + 1):
        exactly = np.full((paths, words), ~np.uint64(0))
        for digit, plane in enumerate(planes):
            exactly &= plane if strikes >> digit & 1 else ~plane
        parts += np.bitwise_count(exactly[:, None] & rows).sum(axis=2) / strikes
    return parts
