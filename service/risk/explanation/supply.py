"""Who stands at each stage of each purchase, under the three views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.risk.answer import CountryShare
from service.risk.intervals import VIEWS
from service.risk.mix import SHARE_DECIMALS, UNKNOWN_COUNTRY
from service.risk.supply_chain.branches import sums_by_number
from service.risk.supply_chain.origins import Traces
from service.risk.supply_chain.places import Place
from service.risk.supply_chain.routes import DECIMALS, NOWHERE, Gazetteer
from service.risk.vocabulary import Stage

SHOWN_SHARE = 0.005
"""Countries below half a percent at a stage are shown together as ``ZZZ``."""
STAGES = tuple(Stage)
CENTRAL = VIEWS.index("central")
NEAR_HALF = 1e-4
"""Of a unit in the last place shown: nearer to a half, Python's own rounding decides, which knows all digits."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Supply = Mapping[str, tuple[CountryShare, ...]]


class StageShares:
    """Share (0..1) of the need of purchases that passes each country at each stage, for all purchases at once."""

    def __init__(self, traces: Traces, many: int) -> None:
        """Of the first of some purchases, so many."""
        self._traces, self._many = traces, many
        self._central = Passed(traces, many, VIEWS[CENTRAL : CENTRAL + 1])
        self._largest: dict[str, tuple[Numbers, Floats]] = {}

    def largest_places(self, country: str) -> tuple[Numbers, Floats]:
        """By purchase, the stage at which a country has its largest share, the last of equal ones, and that share. The
        stage is its place among ``STAGES``."""
        if country not in self._largest:
            passed = self._central
            at = np.array([n for n, place in enumerate(passed.places) if place.country == country], np.intp)[::-1]
            shares = passed.shown[0][:, at]
            best = shares.argmax(axis=1)
            self._largest[country] = passed.stage[at[best]], shares[np.arange(len(best)), best]
        return self._largest[country]

    def supply(self) -> list[Supply]:
        """By purchase, countries by stage, the largest first, as low, central and high share over the views."""
        return Passed(self._traces, self._many, VIEWS).supply()


class Passed:
    """The shares under some views. ``places`` are in the order of stages and names. ``shares`` (views, purchases,
    places) are exact sums of the weights of paths, ``shown`` the same as an answer writes them."""

    def __init__(self, traces: Traces, many: int, views: Sequence[str]) -> None:
        """Of the first of some purchases, so many."""
        sides, routes = [traces.under(view, many) for view in views], traces.flat.routes
        rows = [routes.rows[side.numbers] for side in sides]
        columns, self.places = _columns(rows, routes.gazetteer)
        width = len(self.places)
        self.shares = np.empty((len(views), many, width))
        for view, (side, row) in enumerate(zip(sides, rows, strict=True)):
            at, place = (row != NOWHERE).nonzero()
            cells = side.owner[at] * width + columns[row[at, place]]
            self.shares[view] = sums_by_number(cells, side.weights[at], many * width).reshape(many, width)
        self.shown = rounded(self.shares)
        self.stage = np.array([STAGES.index(place.stage) for place in self.places], np.intp)

    def supply(self) -> list[Supply]:
        """By purchase, countries by stage, the largest first, as low, central and high share over the views."""
        named = np.array([place.country != UNKNOWN_COUNTRY for place in self.places])
        shown = (self.shares.max(axis=0) >= SHOWN_SHARE) & named
        number, place = shown.nonzero()
        most = -np.round(self.shares[CENTRAL, number, place], DECIMALS)
        order = np.lexsort((place, most, self.stage[place], number))
        number, place = number[order], place[order]
        by_stage: list[dict[Stage, list[CountryShare]]] = [
            {STAGES[stage]: [] for stage in row} for row in self._passed()
        ]
        ranges = _ranges(self.shown[:, number, place])
        for n, at, share in zip(number.tolist(), place.tolist(), ranges, strict=True):
            stage, country = self.places[at]
            by_stage[n][stage].append(CountryShare(country, share))
        for n, stage, share in self._rest(shown):
            by_stage[n][stage].append(CountryShare(UNKNOWN_COUNTRY, share))
        return [{str(stage): tuple(shares) for stage, shares in row.items()} for row in by_stage]

    def _passed(self) -> list[list[int]]:
        """By purchase, the stages that it passes in any view."""
        present = self.shares.max(axis=0) > 0.0
        passed = np.stack([present[:, self.stage == stage].any(axis=1) for stage in range(len(STAGES))], axis=1)
        return [row.nonzero()[0].tolist() for row in passed]

    def _rest(self, shown: NDArray[np.bool_]) -> list[tuple[int, Stage, tuple[float, ...]]]:
        """Purchases and stages with enough shares that aren't shown by themselves, and the sum of these by view."""
        many = self.shares.shape[1]
        hidden = np.where(shown, 0.0, self.shares)
        cells = np.arange(len(VIEWS) * many).reshape(len(VIEWS), many, 1) * len(STAGES) + self.stage
        sums = sums_by_number(cells.ravel(), hidden.ravel(), len(VIEWS) * many * len(STAGES))
        table = sums.reshape(len(VIEWS), many, len(STAGES))
        number, stage = (table.max(axis=0) >= SHOWN_SHARE).nonzero()
        ranges = _ranges(rounded(table[:, number, stage]))
        return [(n, STAGES[s], share) for n, s, share in zip(number.tolist(), stage.tolist(), ranges, strict=True)]


def _columns(rows: Sequence[Numbers], gazetteer: Gazetteer) -> tuple[Numbers, list[Place]]:
    """The column of each place by its number, and the places by column, in the order of stages and names."""
    used = np.zeros(len(gazetteer.places) - NOWHERE, np.bool_)  # the last stands for nowhere
    for row in rows:
        used[row] = True
    numbers = used[:NOWHERE].nonzero()[0].tolist()
    numbers.sort(key=lambda n: (STAGES.index(gazetteer.places[n].stage), gazetteer.places[n].country))
    columns = np.zeros(len(gazetteer.places), np.intp)
    columns[numbers] = np.arange(len(numbers))
    return columns, [gazetteer.places[number] for number in numbers]


def rounded(shares: Floats) -> Floats:
    """Shares as an answer writes them, each the nearest to the number as it is."""
    scaled = shares * 10.0**SHARE_DECIMALS
    result: Floats = np.rint(scaled) / 10.0**SHARE_DECIMALS
    for at in np.argwhere(np.abs(np.abs(scaled - np.rint(scaled)) - 0.5) < NEAR_HALF).tolist():
        result[tuple(at)] = round(float(shares[tuple(at)]), SHARE_DECIMALS)
    return result


def _ranges(views: Floats) -> list[tuple[float, ...]]:
    """Low, central and high share of each column of views, or its one share where they agree."""
    low, central, high = views.min(axis=0), views[CENTRAL], views.max(axis=0)
    rows = zip((low == high).tolist(), low.tolist(), central.tolist(), high.tolist(), strict=True)
    return [(one,) if agree else (least, one, most) for agree, least, one, most in rows]
