"""The current score of a stored BOM: that of today. It is computed and kept where the kept one isn't, by whoever asks.

A score is of a revision, under a state (model, evidence, register), on a day, with what is confirmed of the BOM's
parts. Its ETag is made of these, so that a poll is answered without scoring, and without reading the answer.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from threading import Lock
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import RowMapping

from service.api import json_body
from service.api.context import held, kernel, services, tenant, today
from service.api.protocol.budget import Budget
from service.api.receipts import verified
from service.api.scores import UNASKED, Asked, WholeAnswer, whole_of, work_of
from service.api.stored import ids
from service.api.stored.places import chokepoints, exposures
from service.errors import MOST_FAULTS, NotReadyError
from service.risk.answer import Score
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, NotFoundError
from service.risk.scoring import EVENT
from service.schemas.answers.score import DataAgesSchema
from service.schemas.bom import BomSchema
from service.schemas.queries import View
from service.schemas.serialise import dumper, encode
from service.schemas.strict import flattened
from service.store.boms import Also, etag_of, nothing, stamp_of
from service.store.scores import Scored, ScoreState

NOTHING_STANDS = "none"
ATTEMPTS = 5
STRIPES = 64
_dump_ages = dumper(DataAgesSchema())


@dataclass(frozen=True)
class Current:
    """A stored BOM whose current score is today's; ``computed`` where it had to be made."""

    row: RowMapping
    computed: bool


def state_now() -> ScoreState:
    """Model, evidence and register that are served."""
    return state_of(kernel())


def state_of(model: Kernel) -> ScoreState:
    """What a model's scores hang on."""
    return ScoreState(model_version=model.version, event=EVENT, **services().engine.state(model))


def state_or_none() -> ScoreState | None:
    """What is served; ``None`` while nothing is, when no score can be told to be today's."""
    try:
        return state_now()
    except NotReadyError:
        return None


def is_today(row: RowMapping, state: ScoreState, day: date) -> bool:
    """Whether a row's score is that of its newest revision, of the day, and of what is known and confirmed now."""
    of_bom = (row["scored_revision"], row["scored_confirmed"]) == (row["revision"], row["confirmed"])
    return of_bom and row["as_of"] == day and row["digest"] == state.digest


def etag_for(row: RowMapping, state: ScoreState, day: date, view: str, known_at: date | None = None) -> str:
    """Of the score of a BOM's newest revision, in a view or drawn."""
    of = f"{state.digest} {day} {row['confirmed']} {view}{f' {known_at}' if known_at else ''}"
    return f"{stamp_of(row)}.{etag_of(of.encode())[:12]}"


def document_of(raw: bytes, bom_id: str) -> Bom:
    """A stored document, read as it would be if it were put now, but for its day."""
    try:
        bom: Bom = _schema().load(json_body.parse(raw, services().settings.limits.depth))
    except ValidationError as error:
        faults = list(islice(flattened(error.messages), MOST_FAULTS))
        raise BomError("The stored BOM isn't valid any more: mend it and PUT it again.", faults) from error
    return replace(bom, bom_id=bom_id, as_of=None)


@cache
def _schema() -> BomSchema:
    return BomSchema()


class SpentError(Exception):
    """Another score doesn't fit into what the request may take."""


def current(bom_id: str, budget: Budget | None = None, also: Also = nothing) -> Current:
    """A stored BOM with today's score, which is computed and kept, and ``also`` what goes with it, where it isn't
    there.

    Raises ``NotFoundError`` where nothing is stored, ``SpentError`` where the score doesn't fit into the request's
    ``budget``. It passes on what the kernel raises for a BOM that it can't score any more.
    """
    state, store = state_now(), services().store
    row = _row(bom_id)
    if is_today(row, state, today()):
        return Current(row, computed=False)
    computed = False
    with _alone_on(bom_id):
        for _ in range(ATTEMPTS):
            kept = store.document(tenant(), bom_id)
            if kept is None:
                raise unknown(bom_id)
            row, raw = kept
            if is_today(row, state, today()):
                return Current(row, computed)
            asked = Asked.from_bom(document_of(raw, bom_id))
            if budget and not budget.fits(work_of(asked)):
                raise SpentError
            made = scored_of(whole_of(asked), asked.bom)
            computed = store.keep(tenant(), row, made, datetime.now(UTC), also)
            state = made.state
    raise NotReadyError("busy", "The BOM is put again and again while it is scored; ask again shortly.")


def _row(bom_id: str) -> RowMapping:
    row = services().store.bom(tenant(), bom_id)
    if row is None:
        raise unknown(bom_id)
    return row


_STRIPES = tuple(Lock() for _ in range(STRIPES))


def _alone_on(bom_id: str) -> AbstractContextManager[None]:
    """Let one thread of a process bring a BOM up to date; whoever waited finds it done."""
    return held(_STRIPES[hash((tenant(), bom_id)) % STRIPES])


def unknown(bom_id: str) -> NotFoundError:
    """What is raised where nothing is stored under an id."""
    return NotFoundError(f"No BOM {bom_id[:100]!r} is stored; GET /v1/boms lists those that are.")


def kept_of(bom_id: str) -> tuple[RowMapping, bytes]:
    """The row and the document of a stored BOM. Raises ``NotFoundError`` where there is none."""
    kept = services().store.document(tenant(), bom_id) if ids.possible(bom_id) else None
    if kept is None:
        raise unknown(bom_id)
    return kept


def scored_of(answered: WholeAnswer, bom: Bom) -> Scored:
    """The answer for a BOM, ready to be kept. Raises ``NotReadyError`` where it couldn't know what was confirmed."""
    result = answered.result
    if UNASKED in result.messages:
        raise NotReadyError("database_unavailable", "The database didn't answer; try again shortly.")
    low, high = result.interval or (None, None)
    floats = {"score": result.score, "low": low, "high": high, "percentile": result.percentile}
    numbers: dict[str, Any] = {name: None if value is None else float(value) for name, value in floats.items()}
    numbers |= {"status": str(result.status), "band": result.band}
    numbers |= {"unread": result.coverage.unread, "unread_may_hold": result.coverage.unread_may_hold}
    numbers |= _beside(result)
    places = tuple(chokepoints(result))
    return Scored(
        as_of=result.as_of,
        state=_state(result),
        receipt=verified(result.receipt),
        numbers=numbers,
        answers={view: answered.body(view) for view in View},
        data_ages=encode(_dump_ages(result.data_ages)).decode(),
        facets={
            "element": {hazard.element for hazard in result.hazards},
            "country": {source.country for source in result.sources},
            "measure": {entry.measure_id for entry in result.register},
        },
        chokepoints=places,
        exposures=tuple(exposures(result, places, bom.currency)),
        met={entry.measure_id: str(entry.status) for entry in result.register},
    )


def _beside(result: Score) -> dict[str, Any]:
    """What stands today, and mass and spend of the lines that state them."""
    masses = [line.mass_g for line in result.lines if line.mass_g is not None]
    values = [line.value for line in result.lines if line.value is not None]
    return {
        "standing": result.standing[0].state if result.standing else NOTHING_STANDS,
        "mass_g": float(sum(masses, Decimal(0))) if masses else None,
        "spend": float(sum(values, Decimal(0))) if values else None,
    }


def _state(result: Score) -> ScoreState:
    model = result.model
    return ScoreState(
        model.version, model.sha256[:16], result.evidence_revision, result.register_revision, result.event
    )
