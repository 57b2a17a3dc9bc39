"""What a disruption is expected to cost: value bought x probability x mean rise of price when it happens.

An expectation is additive, whatever moves together: a product's is the sum over its lines. It counts the price paid for
the same amount, not what stands still for want of it, and not the ordinary ups and downs of prices without an event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.risk.purchase import HazardKey, ReadLine


def line_cost(line: ReadLine, probability: Mapping[HazardKey, float], rise: float) -> float | None:
    """Expected cost increase of a line over the window, in the BOM's currency; ``None`` without a value or unread.

    ``rise`` is the mean rise of price after an event (1.4 = +140 %), ``severity.served_rise`` of the manifest.
    """
    if line.value is None or not line.scored:
        return None
    return sum(float(value) * probability[key] * rise for key, value in line.values().items())


def product_cost(lines: Sequence[ReadLine], costs: Sequence[float | None]) -> float | None:
    """Expected cost increase of a product: the sum of its lines that have a value; of lines that can replace each other
    the smallest, as the buyer would choose. ``None`` when no line has one."""
    alone = [c for line, c in zip(lines, costs, strict=True) if c is not None and line.line.alternate_group is None]
    groups: dict[str, list[float]] = {}
    for line, c in zip(lines, costs, strict=True):
        if c is not None and line.line.alternate_group is not None:
            groups.setdefault(line.line.alternate_group, []).append(c)
    if not alone and not groups:
        return None
    return sum(alone) + sum(min(members) for members in groups.values())
