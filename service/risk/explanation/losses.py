"""Expected shares hit by country, of each purchase: written out for a country, or for all, when asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.risk.answer import CountryLoss
from service.risk.source_shock.steps import PERILS

LEAST_LOSS = 1e-6


class Losses:
    """What countries add to the expected share hit of purchases, by peril."""

    def __init__(self, pairs: Sequence[tuple[str, str]], table: NDArray[np.float64]) -> None:
        """From shares (purchases, pairs of country and peril)."""
        self._countries = sorted({country for country, _ in pairs})
        self._place = {country: n for n, country in enumerate(self._countries)}
        self._perils = np.zeros((len(PERILS), len(table), len(self._countries)))
        struck = [(n, self._place[c], PERILS.index(peril)) for n, (c, peril) in enumerate(pairs) if peril in PERILS]
        if struck:
            at, columns, perils = map(list, zip(*struck, strict=True))
            self._perils[perils, :, columns] = table[:, at].T

    def find_losses(self, country: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Numbers of the purchases to which a country adds something, and what it adds (perils, purchases)."""
        if country not in self._place:
            return np.empty(0, np.intp), np.zeros((len(PERILS), 0))
        losses = self._perils[:, :, self._place[country]]
        hit = (losses.max(axis=0) > LEAST_LOSS).nonzero()[0]
        return hit, losses[:, hit]

    def rows(self) -> tuple[tuple[CountryLoss, ...], ...]:
        """By purchase, the countries, the largest first."""
        perils = self._perils
        row, column = (perils.max(axis=0) > LEAST_LOSS).nonzero()
        order = np.lexsort((column, -perils[:, row, column].sum(axis=0), row))
        row, column = row[order], column[order]
        by_row: list[list[CountryLoss]] = [[] for _ in range(perils.shape[1])]
        rows = zip(row.tolist(), column.tolist(), perils[:, row, column].T.tolist(), strict=True)
        for number, place, losses in rows:
            by_row[number].append(CountryLoss(self._countries[place], *losses))
        return tuple(map(tuple, by_row))
