"""``POST /v1/scores/batch``: many BOMs at once, each answered for itself. Files are scored the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import islice
from math import ceil
from time import sleep
from typing import Any

import orjson
from flask import Response, request
from marshmallow import ValidationError

from service.api.context import keep_place, services, today
from service.api.scores import Answer, Asked, answered, work_of
from service.api.smorest import BODY_STATUSES, Blueprint
from service.config import Limits
from service.errors import MOST_FAULTS, NotReadyError, RequestError, document
from service.risk.errors import BomError, FieldError
from service.risk.purchase import work
from service.schemas.bom import EXAMPLE, BomSchema
from service.schemas.many.bulk import BatchSchema, ResultsSchema
from service.schemas.queries import View, ViewQuery
from service.schemas.strict import counted, escape, flattened, summed_up

LIMITS = Limits()
MOST_WORK = 600_000
"""Work that one request may take for all its BOMs, in the unit of one answer's. 500 products of 25 lines, 5 of them
with rare earths and mixes of their own, fit. They take 15 s of a processor."""
MOST_AT_ONCE = 110_000
"""The same for a file that is answered at once; what takes more is a job. A file of 4,900 rows from six countries, of
116,000 units, took 10 s of a processor."""
HEAVIEST_TOLD = 5
BREATH_S = 0.001
"""What a request with many BOMs waits between two of them, so that others who wait for the model get it."""
NDJSON = "application/x-ndjson"
BY_LINE = {"schema": {"type": "string"}, "example": '{"key": "motor-7", "status": 200, "score": {}}\n'}
"""How the document shows the answer of a line a BOM; what a line holds is shown in the answer in one."""

blueprint = Blueprint("batch", __name__, description="Score many bills of materials at once.")
_SCHEMA = BomSchema()


@blueprint.before_request
def _larger_bodies() -> None:
    request.max_content_length = max(LIMITS.batch_bytes, services().settings.limits.body_bytes)


class TooMuchWorkError(RequestError):
    """BOMs take more work together than one request may."""


@dataclass(frozen=True)
class Refusal:
    """Why a BOM has no score: a problem document of its own."""

    status: int
    title: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    count: int | None = None

    def document(self, instance: str) -> bytes:
        """The problem document."""
        return document(self.status, self.title, self.detail, instance, self.errors, self.count)


@dataclass(frozen=True)
class Entry:
    """A BOM by its key; ``refused`` where it can't be scored, ``work`` what its score takes, as far as it is known."""

    key: str
    asked: Asked | None = None
    refused: Refusal | None = None
    work: int = 0


def entries_of(bodies: Mapping[str, Any], at: str, most_work: int = MOST_WORK, *, stored: bool = False) -> list[Entry]:
    """Bodies as BOMs, each refused for itself; ``at`` is where they stand in the request. Those to be ``stored`` are
    scored for today, too. Raises ``RequestError`` where all together take too much work, before any is scored."""
    entries = [_entry(key, body, at) for key, body in bodies.items()]
    _check_work(entries, at, most_work)  # before any description is read, which weighing does
    entries = [_weighed(entry, at, stored=stored) for entry in entries]
    _check_work(entries, at, most_work)
    return entries


def _check_work(entries: Sequence[Entry], at: str, most: int) -> None:
    total = sum(entry.work for entry in entries)
    if total <= most:
        return
    in_parts = ceil(total / most)
    fix = f"the BOMs take {total:,} units of work, at most {most:,}: split them into {in_parts} or more requests"
    errors = [FieldError(at, "too_much_work", fix)]
    heaviest = sorted(entries, key=lambda entry: entry.work, reverse=True)[:HEAVIEST_TOLD]
    errors += [FieldError(_at(at, one.key), "heavy_bom", f"{one.work:,} units are this BOM's") for one in heaviest]
    raise TooMuchWorkError("The BOMs take too much work together.", errors)


def _at(at: str, key: str) -> str:
    return f"{at}/{escape(key)}"


def _entry(key: str, body: Any, at: str) -> Entry:
    """A BOM with the work that reading it takes; nothing where that is so much that nobody reads it."""
    try:
        asked = Asked.from_bom(_SCHEMA.read(body))
        reading = work.work_of_reading(asked.bom.lines)
        return Entry(key, asked, work=reading if reading <= work.MOST_WORK else 0)
    except ValidationError as error:
        count = counted(error.messages)
        faults = tuple(islice(flattened(error.messages, _at(at, key)), MOST_FAULTS))
        detail = summed_up(count)
        return Entry(key, refused=Refusal(RequestError.status, RequestError.title, detail, faults, count))
    except NotReadyError as error:
        return Entry(key, refused=_not_ready(error))


def _weighed(entry: Entry, at: str, *, stored: bool) -> Entry:
    """The entry with the work that its scores take: of one that is stored for another day, two."""
    if entry.asked is None:
        return entry
    times = 1 + (stored and entry.asked.bom.as_of not in (None, today()))
    try:
        return replace(entry, work=work_of(entry.asked) * times)
    except BomError as error:
        return replace(entry, refused=_refusal(error, entry.key, at))


def score_each(entries: list[Entry], at: str, view: View) -> Iterator[tuple[Entry, Answer | Refusal]]:
    """Each BOM's score, with what a view shows, or why it has none. The model is given back after each."""
    for entry in entries:
        if entry.refused or entry.asked is None:
            assert entry.refused
            yield entry, entry.refused
            continue
        try:
            result: Answer | Refusal = answered(entry.asked, view)
        except BomError as error:
            result = _refusal(error, entry.key, at)
        except NotReadyError as error:
            result = _not_ready(error)
        yield entry, result
        sleep(BREATH_S)


def _refusal(error: BomError, key: str, at: str) -> Refusal:
    faults = tuple(replace(one, pointer=f"{_at(at, key)}{one.pointer}") for one in error.errors)
    title = "The bill of materials can't be scored as it stands"
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, title, error.detail, faults)


def _not_ready(error: NotReadyError) -> Refusal:
    fault = FieldError("", error.reason, error.detail)
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "The service is not ready", error.detail, (fault,))


@blueprint.route("/v1/scores/batch", methods=["POST"])
@blueprint.arguments(ViewQuery(), location="query")
@blueprint.arguments(BatchSchema(), example={"boms": {"motor-7": EXAMPLE}})
@blueprint.response(200, ResultsSchema, description="One result a key; of `Accept: application/x-ndjson` one a line.")
@blueprint.doc(responses={200: {"content": {NDJSON: BY_LINE}}})
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_batch(view: View, body: dict[str, Any]) -> Response:
    """Score many bills of materials, each by a key of yours

    One that can't be scored spoils only its own result. Nothing is stored. With `Accept: application/x-ndjson` each
    result is a line of its own, `{"key": ..., "status": ...}`, sent as soon as it is there.
    """
    services().ready()
    entries = entries_of(body["boms"], "/boms")
    by_line = request.accept_mimetypes.best_match(["application/json", NDJSON]) == NDJSON
    answers = score_each(entries, "/boms", view)
    lines = _lines(answers, view) if by_line else _object(answers, view)
    return keep_place(lines, NDJSON if by_line else "application/json")


def _lines(answers: Iterator[tuple[Entry, Answer | Refusal]], view: View) -> Iterator[bytes]:
    for entry, result in answers:
        yield orjson.dumps({"key": entry.key} | sent(result, view, request.path)) + b"\n"


def _object(answers: Iterator[tuple[Entry, Answer | Refusal]], view: View) -> Iterator[bytes]:
    yield b'{"results":{'
    for index, (entry, result) in enumerate(answers):
        yield b"," * (index > 0) + orjson.dumps(entry.key) + b":" + orjson.dumps(sent(result, view, request.path))
    yield b"}}"


def sent(result: Answer | Refusal, view: View, instance: str) -> dict[str, Any]:
    """A result as the wire has it; ``instance`` is the path that was asked."""
    if isinstance(result, Refusal):
        return {"status": int(result.status), "problem": orjson.Fragment(result.document(instance))}
    return {"status": int(HTTPStatus.OK), "score": orjson.Fragment(result.body(view))}
