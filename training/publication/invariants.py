"""Promises about any product, tried on the reference portfolio: what a bundle breaks, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from service.risk.bom import Bom, Line
from service.risk.bundle.kernel import Kernel
from service.risk.scoring import score

ROUNDING = 1e-6
"""Points within which two scores are the same."""
TOLERANCES = (Decimal("0.3"), Decimal("0.6"))
SPARED = Decimal("0.4")


def broken(kernel: Kernel, boms: list[Bom], on: date) -> list[str]:
    """Every promise that a product's scores on a day break. Adding a line never lowers the score unless it is another
    source of a part that is there. Repeating a line changes nothing. A higher tolerance, or more that can be done
    without, never raises it."""
    return [fault for bom in boms for fault in _of_product(bom, kernel, on)]


def _of_product(bom: Bom, kernel: Kernel, on: date) -> Iterator[str]:
    whole = _points(bom, kernel, on)
    changed = {
        "a line repeated": _points(replace(bom, lines=(*bom.lines, _copy(bom.lines[0]))), kernel, on),
    }
    for what, points in changed.items():
        if abs(points - whole) > ROUNDING and not bom.lines[0].alternate_group:
            yield f"{bom.bom_id}: {what} moves the score from {whole:.3f} to {points:.3f}"
    pairs = [("fewer can be done without", _sparing(bom), bom)]
    pairs += [("a lower tolerance", _tolerating(bom, TOLERANCES[1]), _tolerating(bom, TOLERANCES[0]))]
    if len(bom.lines) > 1 and not bom.lines[-1].alternate_group:
        pairs += [("a line added", replace(bom, lines=bom.lines[:-1]), bom)]
    for what, safer, riskier in pairs:
        low, high = _points(safer, kernel, on), _points(riskier, kernel, on)
        if low > high + ROUNDING:
            yield f"{bom.bom_id}: {what} lowers the score from {low:.3f} to {high:.3f}"


def _points(bom: Bom, kernel: Kernel, on: date) -> float:
    return score(replace(bom, as_of=None), kernel, on).score or 0.0


def _copy(line: Line) -> Line:
    return replace(line, line_id=f"{line.line_id}-again")


def _sparing(bom: Bom) -> Bom:
    return replace(bom, lines=tuple(replace(line, can_do_without=SPARED) for line in bom.lines))


def _tolerating(bom: Bom, tolerance: Decimal) -> Bom:
    return replace(bom, tolerance=tolerance)
