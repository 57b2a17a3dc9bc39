"""Why the score of a product moved: the part that its page and the comparison of two days share."""

from __future__ import annotations

from datetime import date, timedelta

from service.api.stored.changes import changes_of, points_by
from service.dashboard.findings.moves import MovesPart, moves_of
from service.risk.errors import BomError

SPAN_DAYS, WITHIN = 30, 31


def moved(bom_id: str, start: date | None = None, end: date | None = None) -> MovesPart | None:
    """The difference between two points, those of thirty days unless days are given; ``None`` where there aren't two,
    or where it takes too much work."""
    after = next(iter(points_by(bom_id, end, 1)), None)
    if after is None:
        return None
    wanted = start or after["as_of"] - timedelta(days=SPAN_DAYS)
    earlier = list(points_by(bom_id, wanted, 1))
    if not earlier and start is None:  # younger than that: from its first point on
        earlier = list(points_by(bom_id, end, WITHIN))[-1:]
    if not earlier or earlier[0] == after:
        return None
    try:
        return moves_of(changes_of(bom_id, earlier[0], after))
    except BomError:
        return None
