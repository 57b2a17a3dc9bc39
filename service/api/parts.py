"""Confirm once what a part is: ``PUT /v1/parts/{part_number}``, and read it or take it back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for
from marshmallow import ValidationError
from sqlalchemy import RowMapping

from service.api.confirmations import confirmed_of, part_of
from service.api.context import answer, kernel, services, tenant
from service.api.meanings import meaning
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored import paging
from service.errors import RequestError
from service.risk.bom import Confirmed
from service.risk.errors import BomError, FieldError, NotFoundError
from service.risk.materials.composition import Outcome, Unresolved
from service.risk.purchase.stated_readings import of_confirmed
from service.schemas.parts import DESCRIBED, PART_EXAMPLE, PART_NUMBER, ConfirmationSchema, PartPageSchema, PartSchema
from service.schemas.queries import IdPageQuery
from service.schemas.serialise import dumper

DEFAULT_PAGE = 50
PATH = "/v1/parts/<path:part_number>"
IN_PATH = [{"in": "path", "name": "part_number", "schema": PART_NUMBER.openapi}]

blueprint = Blueprint("parts", __name__, description="Confirm what parts are made of.")
_dump = dumper(ConfirmationSchema())


@blueprint.route(PATH, methods=["PUT"], parameters=IN_PATH, merge_slashes=False)
@blueprint.arguments(PartSchema(), example=PART_EXAMPLE)
@blueprint.response(200, ConfirmationSchema, description="Confirmed before; what is said now counts.")
@blueprint.stored(201, ConfirmationSchema, description="Confirmed.")
@blueprint.problems(*BODY_STATUSES, 404, 500, 503)
def put_part(body: dict[str, Any], part_number: str) -> Response:
    """Confirm what a part is made of

    From then on its lines are read so, whatever their words say, and the answer tells who confirmed it and when.
    Stored scores follow when their BOM is put again. The same again changes nothing.
    """
    number = _number(part_number)
    part = part_of(number, body)
    store = services().store
    now = datetime.now(UTC)
    _check(confirmed_of({**vars(part), "confirmed_at": now}), body)  # type: ignore[arg-type]
    created = store.parts.put(tenant(), part, now)
    row = store.parts.get(tenant(), number)
    if row is None:  # taken back in between
        raise _unknown(number)
    response = answer(_row(row), 201 if created else 200)
    response.headers["Location"] = url_for("parts.get_part", part_number=number)
    return response


@blueprint.route("/v1/parts", methods=["GET"])
@blueprint.arguments(IdPageQuery(), location="query")
@blueprint.response(200, PartPageSchema)
@blueprint.problems(500, 503)
def list_parts(query: dict[str, Any]) -> Response:
    """Every part of which something was confirmed, in the order of their numbers"""
    limit = query.get("limit", DEFAULT_PAGE)
    rows = services().store.parts.page(tenant(), limit + 1, paging.behind(query))
    following = paging.next_path(rows[limit - 1]["part_number"]) if len(rows) > limit else None
    return answer({"items": [_row(row) for row in rows[:limit]], "next": following})


@blueprint.route(PATH, methods=["GET"], parameters=IN_PATH, merge_slashes=False)
@blueprint.response(200, ConfirmationSchema)
@blueprint.problems(404, 500, 503)
def get_part(part_number: str) -> Response:
    """What was confirmed of a part, by whom and when"""
    number = _possible(part_number)
    row = services().store.parts.get(tenant(), number) if number else None
    if row is None:
        raise _unknown(part_number)
    return answer(_row(row))


@blueprint.route(PATH, methods=["DELETE"], parameters=IN_PATH, merge_slashes=False)
@blueprint.response(204, description="Taken back: its lines are read by their words again.")
@blueprint.problems(404, 500, 503)
def delete_part(part_number: str) -> Response:
    """Take back what was confirmed of a part

    Answers that were given with it still recompute from their receipts.
    """
    number = _possible(part_number)
    if number is None or not services().store.parts.delete(tenant(), number):
        raise _unknown(part_number)
    return Response(status=204)


def _number(in_path: str) -> str:
    try:
        return PART_NUMBER.deserialize(in_path)
    except ValidationError as error:
        words = str(error.messages[0])
        raise RequestError("The part number can't be used.", [FieldError("?part_number", "pattern", words)]) from error


def _possible(in_path: str) -> str | None:
    try:
        return _number(in_path)
    except RequestError:
        return None


def _check(confirmed: Confirmed, body: dict[str, Any]) -> None:
    """Raises ``RequestError`` where what is said of a part can't be read."""
    name = next(name for name in DESCRIBED if name in body)
    try:
        outcome = of_confirmed(confirmed, kernel().resolver)
    except BomError as error:
        faults = [FieldError(f"/{name}", fault.code, fault.detail) for fault in error.errors]
        raise RequestError(error.detail, faults) from error
    if isinstance(outcome, Unresolved):
        raise RequestError(outcome.detail, [FieldError(f"/{name}", outcome.reason, outcome.detail)])


def _row(row: RowMapping) -> dict[str, Any]:
    confirmed = confirmed_of(row)
    resolver = kernel().resolver
    try:
        outcome: Outcome = of_confirmed(confirmed, resolver)
    except BomError as error:  # another model may know other materials
        outcome = Unresolved("unknown_material", error.detail)
    what = asdict(confirmed) | {"composition": dict(confirmed.composition) or None}
    values: dict[str, Any] = _dump({**what, **row, "reading": meaning(resolver.catalogue, outcome)})
    return values


def _unknown(part_number: str) -> NotFoundError:
    return NotFoundError(f"Nothing was confirmed of part {part_number[:100]!r}.")
