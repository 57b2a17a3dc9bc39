"""Scoring: ``POST /v1/scores`` and ``POST /v1/receipts``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import structlog
from flask import Response
from sqlalchemy.exc import SQLAlchemyError

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, kernel, services, today
from service.api.receipts import signed, verified
from service.api.smorest import BODY_STATUSES, Blueprint
from service.errors import NotReadyError
from service.risk.answer import Message, Score, Summary
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.schemas.answers.full import full_of
from service.schemas.answers.score import ScoreSchema
from service.schemas.answers.summary import SummarySchema, summary_of
from service.schemas.bom import EXAMPLE, RECEIPT_EXAMPLE, BomSchema, ReceiptSchema
from service.schemas.queries import View, ViewQuery
from service.schemas.serialise import dumper, encode
from service.store.migrate import UnusableError

SCHEMAS: dict[str, Any] = {"oneOf": [SummarySchema, ScoreSchema]}
"""What answers with a score, by `?view=`."""

Told = TypeVar("Told", bound=Summary)

blueprint = Blueprint("scores", __name__, description="Score a bill of materials.")
_full = dumper(ScoreSchema())
_summary = dumper(SummarySchema())
log = structlog.get_logger(__name__)


UNASKED = Message(
    "warning",
    "parts_unavailable",
    "/lines",
    "What was confirmed of part numbers couldn't be looked up, so lines were read by their words: ask again shortly.",
)


@dataclass(frozen=True)
class Answer:
    """A score as the kernel gave it, and as the wire has it."""

    result: Summary

    def body(self, view: View) -> bytes:
        """The JSON of a view; the full one of a whole score alone."""
        if view is View.SUMMARY:
            return encode(_summary(summary_of(self.result)))
        assert isinstance(self.result, Score)
        return encode(_full(full_of(self.result)))


@dataclass(frozen=True)
class WholeAnswer(Answer):
    """A score of which every view is known."""

    result: Score


@dataclass(frozen=True)
class Asked:
    """A BOM with what was confirmed of its parts; ``unasked`` where that couldn't be looked up."""

    bom: Bom
    unasked: bool = False

    @classmethod
    def from_bom(cls, bom: Bom) -> Asked:
        confirmed = _with_confirmed(bom)
        return cls(confirmed or bom, confirmed is None)


def score(bom: Bom) -> WholeAnswer:
    """The kernel's score of ``bom``, with what was confirmed of its parts."""
    return whole_of(Asked.from_bom(bom))


def whole_of(asked: Asked, model: Kernel | None = None) -> WholeAnswer:
    """The kernel's score of a BOM whose parts were looked up."""
    return WholeAnswer(_scored(asked, services().engine.score, model))


def answered(asked: Asked, view: View, model: Kernel | None = None) -> Answer:
    """The score of a BOM whose parts were looked up, with what a view shows, by a model or that which is served."""
    if view is View.SUMMARY:
        return Answer(_scored(asked, services().engine.summary, model))
    return whole_of(asked, model)


def _scored(asked: Asked, by: Callable[[Bom, Kernel, date], Told], model: Kernel | None = None) -> Told:
    with alone():
        scored = _signed(by(asked.bom, model or kernel(), today()))
    if asked.unasked:
        scored = replace(scored, messages=(*scored.messages, UNASKED))
    services().metrics.scores.labels(scored.status).inc()
    return scored


def work_of(asked: Asked) -> int:
    """What the score of a BOM takes, in the unit of an answer's limit. Raises ``BomError`` as scoring does."""
    with alone():
        return services().engine.work(asked.bom, kernel(), today())


@blueprint.route("/v1/scores", methods=["POST"])
@blueprint.arguments(ViewQuery(), location="query")
@blueprint.arguments(BomSchema(), example=EXAMPLE)
@blueprint.response(200, SCHEMAS, description="The score, why it is so, and what would lower it.")
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_score(view: View, bom: Bom) -> Response:
    """Score one bill of materials

    Nothing is stored. The same body on the same day gives the same answer.
    """
    return answer(answered(Asked.from_bom(bom), view).body(view))


@blueprint.route("/v1/receipts", methods=["POST"])
@blueprint.arguments(ViewQuery(), location="query")
@blueprint.arguments(ReceiptSchema(), example=RECEIPT_EXAMPLE)
@blueprint.response(200, SCHEMAS, description="The answer that the receipt was issued for.")
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_receipt(view: View, body: dict[str, str]) -> Response:
    """Recompute an answer from its receipt

    The answer is the same, bit for bit, as long as model, evidence and register are. A receipt holds the whole BOM,
    with names and prices: whoever has one can read it, unless the service encrypts them (`RECEIPT_ENCRYPT`). With a
    `RECEIPT_KEY` it is good for the tenant alone to which it was given.
    """
    receipt = verified(body["receipt"])
    engine = services().engine
    by = engine.rescore_summary if view is View.SUMMARY else engine.rescore
    with alone():
        scored = _signed(by(receipt, kernel(), today()))
    return answer(Answer(scored).body(view))


def _with_confirmed(bom: Bom) -> Bom | None:
    """The BOM with what was confirmed of its parts; ``None`` where the database doesn't answer. Scoring needs none,
    unless a line leaves its description to its part."""
    try:
        return replace(bom, lines=with_confirmed(bom.lines))
    except (SQLAlchemyError, UnusableError, OSError) as error:
        log.error("database_unavailable", detail=str(error))
        if any(not line.described and not line.errors for line in bom.lines):
            words = "The database didn't answer, and a line is described by its part alone; try again shortly."
            raise NotReadyError("database_unavailable", words) from error
        return None


def _signed(scored: Told) -> Told:
    return replace(scored, receipt=signed(scored.receipt))
