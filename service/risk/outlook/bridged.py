"""What the stock of a line bridges when licences come late.

Of a line's need a share passes the licences, and comes late by some days. Over the delay that is ``share x days`` of
the line's whole need. Stock is counted in days of whole need, too. So the line goes on while there is stock, and what
the stock doesn't cover is a standstill of as many days. Stock changes no score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.risk.outlook.scenarios import Change, Scenario
from service.risk.purchase.basket import Basket, Purchase


@dataclass(frozen=True)
class LateLine:
    """A line that a delay reaches: the days of need that are late, those that its stock bridges, and those of a
    standstill that are left. ``stock_days`` is as stated; none counts as no stock."""

    line_id: str
    late_days: float
    stock_days: Decimal | None
    bridged_days: float
    stop_days: float


def late_lines(
    scenario: Scenario, basket: Basket, number: Mapping[Purchase, int], late: Sequence[float]
) -> Iterator[LateLine]:
    """Lines that the delays of a scenario reach. ``late`` is the share (0..1) of need that passes the licences, by
    purchase; ``number`` is the place of a purchase in it. A line loses what its most delayed element loses."""
    days = max((one.value or 0.0 for one in scenario.pick_assumptions(Change.DELAY)), default=0.0)
    for line in basket.lines:
        share = max((late[number[one]] for one in line.purchases), default=0.0)
        if days and share:
            stock = float(line.line.stock_days or 0)
            bridged = min(stock, share * days)
            yield LateLine(line.line.line_id, share * days, line.line.stock_days, bridged, share * days - bridged)
