"""What pages ask of the store, and what they put there: the one place of the pages that speaks to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import orjson
from marshmallow import ValidationError
from sqlalchemy import RowMapping

from service.api import json_body
from service.api.confirmations import part_of
from service.api.context import services, tenant, today
from service.api.protocol.budget import Budget
from service.api.scores import Asked, whole_of, work_of
from service.api.stored import boms, ids
from service.api.stored.current import current
from service.dashboard.findings import answers
from service.errors import MOST_FAULTS, NotReadyError, RequestError
from service.risk.bom import Bom
from service.risk.errors import BomError, NotFoundError
from service.schemas.bom import BomSchema
from service.schemas.queries import View
from service.schemas.strict import counted, flattened, summed_up
from service.store.boms import ChangedError

TAKEN = "A product with this id is stored already. Choose another id, or replace it."
LATER = "It isn't stored yet: this step has scored as much as one may. Go on with what is left here."
YEAR = 365
CHANGED = "Somebody stored this product anew meanwhile. Look at it and decide again."
_bom = BomSchema()


@dataclass(frozen=True)
class Stored:
    """A stored BOM with today's answer, or with its newest and the reason why there is none of today. ``revision`` is
    that of the document, ``past`` are the scores of a year by day, oldest first, ``budget`` is what the request may
    still score."""

    bom_id: str
    name: str | None
    revision: int
    document: bytes
    answer: dict[str, Any]
    late: str | None
    past: list[tuple[date, float | None]]
    budget: Budget


def product(bom_id: str) -> Stored:
    """A stored BOM; its score is brought up to date where it isn't today's. Raises ``NotFoundError``."""
    store, late, budget = services().store, None, Budget()
    if not ids.possible(bom_id):  # a zero is no text to every database
        raise _unknown(bom_id)
    try:
        current(bom_id, budget)
    except NotFoundError:
        raise _unknown(bom_id) from None
    except (BomError, NotReadyError) as error:
        late = error.detail
    kept = store.document(tenant(), bom_id)
    answer = store.answer(tenant(), bom_id, View.FULL) if kept else None
    if kept is None or answer is None:
        raise _unknown(bom_id)
    row, document = kept
    past = store.overview.trends([row["id"]], today() - timedelta(days=YEAR)).get(row["id"], [])
    return Stored(
        bom_id, row["name"], row["revision"], document, answers.whole(orjson.loads(answer)), late, past, budget
    )


def _unknown(bom_id: str) -> NotFoundError:
    return NotFoundError(f"No product {bom_id[:100]!r} is stored. The portfolio lists all that are.")


def parsed(document: bytes) -> Bom:
    """A BOM from its JSON, read as ``PUT /v1/boms`` reads it. Raises ``RequestError`` with every fault."""
    value = json_body.parse(document, services().settings.limits.depth)
    try:
        bom: Bom = _bom.load(value)
    except ValidationError as error:
        count = counted(error.messages)
        raise RequestError(summed_up(count), islice(flattened(error.messages, ""), MOST_FAULTS), count) from error
    return bom


def keep(bom_id: str, document: bytes, budget: Budget, *, over: int | None = None, new: bool = False) -> None:
    """Score a BOM and store it, ``over`` the revision that was seen, or only where nothing is if it is ``new``.

    Raises ``RequestError`` where what is stored is another, and where the score doesn't fit into ``budget``.
    """

    if len(document) > services().settings.limits.body_bytes:
        most = f"{services().settings.limits.body_bytes:,}"
        raise RequestError(f"The product takes {len(document):,} bytes as JSON, at most {most} are kept: split it.")

    def allows(row: RowMapping | None) -> bool:
        return row is None if new else over is None or (row is not None and row["revision"] == over)

    bom = replace(parsed(document), bom_id=bom_id)
    changes = services().store.parts.changes(tenant())
    asked = Asked.from_bom(bom)
    if not all(budget.fits(work_of(asked)) for _ in range(1 if bom.as_of in (None, today()) else 2)):
        raise RequestError(LATER)
    try:
        boms.keep(bom, document, whole_of(asked), changes, allows)
    except ChangedError as error:
        raise RequestError(TAKEN if new else CHANGED) from error


def confirm(part_number: str, reading: Mapping[str, Any]) -> None:
    """Keep what was confirmed of a part: the members of a body of ``PUT /v1/parts``."""
    services().store.parts.put(tenant(), part_of(part_number, reading), datetime.now(UTC))


def written(document: Any) -> bytes:
    """A document as JSON, its decimals as they were written."""
    return orjson.dumps(document, default=_digits)


def _digits(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value))
    raise TypeError
