"""``GET /v1/boms/{bom_id}/changes``: why a score is another than it was, part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask import Response
from sqlalchemy import RowMapping

from service.api.context import alone, answer, kernel, services, tenant
from service.api.protocol import polling
from service.api.smorest import Blueprint
from service.api.stored import ids
from service.api.stored.boms import ONE, PATH
from service.api.stored.bundles import kernel_of_point
from service.api.stored.current import state_now, unknown
from service.errors import RequestError
from service.risk.bundle.kernel import Kernel
from service.risk.changes.grounds import Differences
from service.risk.changes.mixtures import Side
from service.risk.changes.rounding import rounded_parts
from service.risk.changes.split import Part, Split, split
from service.risk.errors import BomError, FieldError
from service.risk.purchase.receipt import read
from service.risk.scoring import EVENT, points
from service.schemas.fields import three_digits
from service.schemas.serialise import dumper
from service.schemas.stored.changes import NO_SCORE, OTHER_EVENT, PART_WORDS, RELEASE, ChangesQuery, ChangesSchema
from service.store.boms import stamp_of

KEPT = 256
"""Differences that a worker remembers: both of their points stand for ever."""
NOTHING = 1e-9
"""Points below which two scores are one."""

blueprint = Blueprint("bom_changes", __name__, description="Why scores of stored BOMs moved.")
_dump = dumper(ChangesSchema())


@blueprint.route(f"{PATH}/changes", methods=["GET"], **ONE)
@blueprint.arguments(ChangesQuery(), location="query")
@blueprint.response(200, ChangesSchema)
@blueprint.problems(404, 500, 503)
def get_changes(query: dict[str, Any], bom_id: str) -> Response:
    """Why the score of a stored BOM is another than it was

    Two points of its history, the last two unless days are given, and their difference split over what differs: the
    BOM, the register, evidence, trade, the model, and the passing of time. Each part names measures and figures. Scores
    of different events aren't compared.
    """
    row = services().store.bom(tenant(), bom_id) if ids.possible(bom_id) else None
    if row is None:
        raise unknown(bom_id)
    mark = services().store.points_mark(tenant(), bom_id)
    held = polling.etag(tenant(), stamp_of(row), state_now().digest, *mark)
    kept = polling.unchanged(held)
    if kept is not None:
        return kept
    told = changes_of(bom_id, *_two(bom_id, query.get("start"), query.get("end")))
    return polling.polled(answer(_dump(told), etag=held))


def _two(bom_id: str, start: date | None, end: date | None) -> tuple[RowMapping, RowMapping]:
    """The two points that are compared. Raises ``RequestError`` where there aren't two."""
    after = next(iter(points_by(bom_id, end, 1)), None)
    if after is None:
        words = "There is no score of the BOM by then: GET its /scores lists those that there are."
        raise RequestError("There is no such point.", [FieldError("?to" if end else "?from", "no_point", words)])
    earlier = points_by(bom_id, end, 2)[1:] if start is None else points_by(bom_id, start, 1)
    if not earlier:
        words = f"There is no score of the BOM before that of {after['as_of']}: GET its /scores lists those there are."
        raise RequestError("There is nothing to compare with.", [FieldError("?from", "no_point", words)])
    return earlier[0], after


def points_by(bom_id: str, day: date | None, many: int) -> Sequence[RowMapping]:
    """The newest points of a BOM by a day, at most so many."""
    return services().store.history(tenant(), bom_id, many, last=day)


def changes_of(bom_id: str, before: RowMapping, after: RowMapping) -> dict[str, Any]:
    """The difference of two points of a BOM, as the wire has it."""
    told: dict[str, Any] = {"bom_id": bom_id, "before": before, "after": after, "comparable": False, "why_not": None}
    told |= {"difference": None, "parts": [], "old_model": None, "scorings": 0}
    kernels = [kernel_of_point(point) for point in (before, after)]
    if before["model"] != after["model"]:
        told["old_model"] = {
            "model_version": before["model_version"], "score": _of_old(bom_id, kernels[0], after)
        }  # fmt: skip
    if before["event"] != after["event"] or after["event"] != EVENT:
        return told | {"why_not": OTHER_EVENT}
    made = None if None in (before["score"], after["score"]) else _split(bom_id, (before, after), kernels)
    if made is None:
        return told | {"why_not": NO_SCORE}
    shown = [three_digits(point["score"]) for point in (before, after)]
    exact = Decimal(str(shown[1])) - Decimal(str(shown[0]))
    parts = [*made.parts, *_release(made, before["score"], after["score"])]
    rounded = rounded_parts([part.points for part in parts], float(exact), _digits(shown))
    rows = [_row(part, each) for part, each in zip(parts, rounded, strict=True)]
    return told | {"comparable": True, "difference": float(exact), "parts": rows, "scorings": made.scorings}


def _digits(shown: Sequence[float]) -> int:
    """Digits behind the point of the numbers as they are printed."""
    exponents = (Decimal(str(one)).normalize().as_tuple().exponent for one in shown)
    return max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))


def _row(part: Part, shown: float) -> dict[str, Any]:
    return {"part": part.name, "text": PART_WORDS[part.name], "points": shown, **vars(part.grounds)}


def _release(made: Split, before: float, after: float) -> list[Part]:
    """What the stored scores differ by beyond what was scored now: another release made one, or a bundle is gone."""
    rest = (after - made.after) - (before - made.before)
    return [Part(RELEASE, rest, Differences())] if abs(rest) > NOTHING else []


def _of_old(bom_id: str, old: Kernel | None, after: RowMapping) -> float | None:
    """What an earlier model says of a later point."""
    if old is None:
        return None
    side = _side(bom_id, after, old)
    with alone():
        return points(side.bom, old, side.on, side.on)


def _split(bom_id: str, two: tuple[RowMapping, RowMapping], kernels: Sequence[Kernel | None]) -> Split | None:
    """The split of two points; one whose bundle is gone is scored by the served one."""
    sides = [_side(bom_id, point, its_kernel or kernel()) for point, its_kernel in zip(two, kernels, strict=True)]
    digest = hashlib.sha256(repr([(one.bom, one.on, one.kernel.sha256) for one in sides]).encode()).hexdigest()
    return _remembered(_Asked(digest, *sides))


@dataclass(frozen=True)
class _Asked:
    """Two sides, known by the ``digest`` of all that their scores hang on."""

    digest: str
    before: Side = field(compare=False)
    after: Side = field(compare=False)


@lru_cache(maxsize=KEPT)
def _remembered(asked: _Asked) -> Split | None:
    return split(asked.before, asked.after, alone)


def _side(bom_id: str, point: RowMapping, under: Kernel) -> Side:
    kept = services().store.receipts(tenant(), bom_id).get((point["revision"], point["confirmed"]))
    if kept is None:
        words = "What was scored then wasn't kept: choose a later day."
        raise BomError("The point can't be scored again.", [FieldError("?from", "no_point", words)])
    return Side(read(kept)[0], under, point["as_of"])
